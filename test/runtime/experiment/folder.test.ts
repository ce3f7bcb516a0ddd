import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/runtime/experiment/run-record.ts';
import { FACTORS, loaded, MODELS, run, smallProject, STEPS, type Ran } from '../../support/experiments.ts';

const SETTINGS = ['training.seeds=1'];
let project: string;
let ran: Ran;
beforeAll(async () => {
  project = await smallProject(34);
  ran = await run(project, SETTINGS);
});

const text = (name: string): string => readFileSync(join(ran.folder, name), 'utf8');
const json = (name: string): unknown => JSON.parse(text(name));

describe('the folder of a run', () => {
  test('has every file that the documentation names, none of them empty', () => {
    const tables = ['ledger', 'rebalances', 'orders', 'positions'].flatMap((table) => [`${table}.csv`, `${table}.parquet`]);
    for (const name of [
      ...['experiment.yaml', 'resolved.json', 'run.json', 'run.log', 'metrics.json', 'report.html'],
      ...['sources/factors/small.factor', 'sources/models/panels.model', 'sources/models/bars.model', 'ir/factors.ir.txt', 'ir/factors.kernel.txt', 'ir/panels.plan.txt', 'ir/bars.plan.txt'],
      ...['factors/evaluation.json', 'factors/report.html', 'factors/signals/late.html', 'signals/evaluation.json', 'signals/signals.parquet', 'signals/report.html', 'signals/signals/both.html'],
      ...['turnover30', 'turnover60'].flatMap((variant) => ['portfolio.json', 'report.html', ...tables].map((table) => `portfolios/big-${variant}/${table}`)),
    ]) expect(existsSync(join(ran.folder, name)) && text(name).length > 0, name).toBe(true);
  });

  test('has what was asked, with the settings of the command line in it, and every default in resolved.json', () => {
    expect(text('experiment.yaml')).toMatch(/^# The experiment of this folder: small\.yaml, with --set 'training\.seeds=1'\n/);
    expect(parse(text('experiment.yaml'))).toEqual(loaded(project, SETTINGS).entry);
    expect(json('resolved.json')).toMatchObject({ name: 'small', store: join(project, 'market'), training: { fewestDates: 5, backend: 'wasm' }, fusion: [{ name: 'both', models: [{ name: 'panels', weight: 1 }, { name: 'bars', weight: 3 }] }], portfolios: [{ name: 'big', variants: [{ name: 'turnover30', settings: { index: 'tiny', capital: 1e8, cost: 0.004, every: 5, limits: { deviation: 0.2, industry: null, turnover: 0.3 } } }, { name: 'turnover60' }] }], pages: 'all' });
  });

  test('has the hash of every file that was read, seeds, versions and steps in run.json', () => {
    const record = json('run.json') as RunRecord;
    const hashOf = (name: string): string => createHash('sha256').update(readFileSync(join(project, name))).digest('hex');
    expect(record.sources).toEqual(Object.fromEntries(['small.yaml', 'factors/small.factor', 'models/bars.model', 'models/panels.model'].map((name) => [name, hashOf(name)])));
    expect(record.seeds).toEqual({ panels: 1, bars: 1 });
    expect(record.settings).toEqual(SETTINGS);
    expect(record.versions.node).toBe(process.versions.node);
    expect(record.steps.map(({ name }) => name)).toEqual(STEPS);
    for (const { name, hash, inputs } of record.steps) expect([name, hash.length, Object.values(inputs).filter((of) => of === '').length]).toEqual([name, 64, 0]);
    expect(record.steps[0]?.ran).toMatchObject({ name: 'webasm' });
    expect(record.steps[2]?.ran?.name).toMatch(/^wasm/);
  });

  test('has figures under the keys of the published tables, finite or null', () => {
    const metrics = json('metrics.json') as Record<string, Record<string, Record<string, Record<string, unknown>>>>;
    expect(Object.keys(metrics['signals'] ?? {})).toEqual(['late', 'swing', 'busy', 'equal_weight', 'icir_weight', 'panels', 'bars', 'both', 'hf_equal_weight', 'hf_icir_weight']);
    const keys = ['rankIcMean', 'rankIcStd', 'icIr', 'icPositiveShare', 'topAnnualExcessReturn', 'topInformationRatio', 'topMonthlyWinRate', 'topTurnover'];
    for (const [name, figures] of Object.entries(metrics['signals'] ?? {})) expect(Object.keys(figures), name).toEqual(expect.arrayContaining(keys));
    expect(metrics['rankIc']?.['late']).toEqual(expect.arrayContaining([{ date: expect.stringMatching(/^2022-\d\d-\d\d$/) as string, value: expect.any(Number) as number }]));
    const { big } = metrics['indexEnhancement'] ?? {};
    expect(Object.keys(big ?? {}).sort()).toEqual(['benchmark', 'turnover30', 'turnover60']);
    expect(Object.keys(big?.['turnover30'] ?? {})).toEqual(expect.arrayContaining(['annualReturn', 'annualVolatility', 'sharpe', 'annualExcessReturn', 'annualTrackingError', 'informationRatio']));
  });

  test('has a log with a line for every step, which further runs add to', async () => {
    const lines = text('run.log').trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S/);
    for (const name of STEPS) expect(lines.filter((line) => line.includes(`Z ${name} done in `)), name).toHaveLength(1);
    await run(project, SETTINGS);
    const more = text('run.log').trimEnd().split('\n');
    expect(more.slice(0, lines.length)).toEqual(lines);
    expect(more.filter((line) => line.includes(' kept: '))).toHaveLength(STEPS.length);
  });

  test('keeps a note of the user, and loses what a shorter experiment does not make', async () => {
    writeFileSync(join(ran.folder, 'note.md'), 'mine');
    await run(project, [...SETTINGS, 'portfolios.big.turnover=30%', 'report.pages=overview']);
    expect(text('note.md')).toBe('mine');
    expect(readdirSync(join(ran.folder, 'portfolios'))).toEqual(['big-turnover30']);
    expect(existsSync(join(ran.folder, 'factors/signals/late.html'))).toBe(false);
    expect(readdirSync(ran.folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(tmp|part)$/.test(name))).toEqual([]);
  });

  test('repeats the run from its own experiment.yaml and sources', async () => {
    const other = await smallProject(34);
    expect({ factors: text('sources/factors/small.factor'), panels: text('sources/models/panels.model'), bars: text('sources/models/bars.model') }).toEqual({ factors: FACTORS, ...MODELS });
    await run(project, SETTINGS);
    writeFileSync(join(other, 'again.yaml'), text('experiment.yaml'));
    const again = await run(other, [], { file: 'again.yaml' });
    expect(again.metrics).toBe(text('metrics.json'));
  });
});
