import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentsAnswer, TestLine } from '../../../src/studio/api.ts';
import { simulateMarket } from '../../../src/runtime/store/simulate/simulate.ts';
import { openStudio, type TestStudio } from './studio.ts';

const folder = mkdtempSync(join(tmpdir(), 'studio-market-'));
const market = join(folder, 'market');
let studio: TestStudio;
beforeAll(async () => {
  await simulateMarket({ store: market, stocks: 12, days: 45, seed: 3, from: '2022-01-04', ordersPerStock: 100, information: true });
  studio = await openStudio({ store: market });
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tested(): Promise<readonly TestLine[]> {
  const { body } = await studio.ask(`${studio.base}api/test`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ path: 'factors/late.factor', name: 'late_share', unsaved: [], horizon: 2, layers: 3 }) });
  return body.toString().trim().split('\n').map((line) => JSON.parse(line) as TestLine);
}

describe('the quick test', () => {
  test('tells how far it is, and ends with the RankIC of every section, layers and a report', async () => {
    const lines = await tested();
    const last = lines.at(-1);
    if (last?.kind !== 'result') throw new Error(JSON.stringify(last));
    const { result } = last;
    expect(lines.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(2);
    expect(result.direction).toBe(-1);
    expect(result.rankIc.length).toBeGreaterThan(3);
    expect(result.figures.find(({ key }) => key === 'rankIcMean')?.text).toMatch(/%$/);
    expect(result.layers.growth.length).toBe(3);
    expect(result.layers.growth[0]?.length).toBe(result.layers.dates.length);
    const report = await studio.ask(`${studio.base}${result.report.url}`);
    expect(report.status).toBe(200);
    expect(report.body.toString()).toContain('late_share');
    expect(String(report.headers['content-security-policy'])).toMatch(/^sandbox /);
  });

  test('pages of reports lead nowhere else', async () => {
    const result = (await tested()).at(-1);
    if (result?.kind !== 'result') throw new Error(JSON.stringify(result));
    const [, ticket = ''] = result.result.report.url.split('/');
    for (const path of ['../store', '..%2f..%2fvalues.parquet', '%2e%2e/values.parquet', '.fullband-results.json/x', 'none.html']) expect([403, 404], path).toContain((await studio.ask(`${studio.base}reports/${ticket}/${path}`)).status);
    expect((await studio.ask(`${studio.base}reports/${'0'.repeat(24)}/report.html`)).status).toBe(404);
  });
});

describe('experiments', () => {
  test('are listed with their findings, and runs with their reports', async () => {
    writeFileSync(join(studio.root, 'experiments/first.yaml'), 'name: first\ndata: { store: market }\nfactors: [factors]\n');
    writeFileSync(join(studio.root, 'experiments/wrong.yaml'), 'name: wrong\ndata: { stoer: market }\nfactors: [factors]\n');
    const run = join(studio.root, 'runs/first');
    mkdirSync(run, { recursive: true });
    const record = { format: 1, name: 'first', title: null, experiment: 'experiments/first.yaml', settings: [], store: market, isSimulated: true, versions: {}, sources: {}, steps: [], seeds: {}, written: '2026-01-01T00:00:00.000Z' };
    writeFileSync(join(run, 'run.json'), JSON.stringify(record));
    writeFileSync(join(run, 'report.html'), '<!doctype html><title>first</title>');
    cpSync(join(run, 'report.html'), join(run, 'picture.exe'));
    const { experiments, runs } = (await studio.json('api/experiments')) as ExperimentsAnswer;
    expect(experiments.map(({ name, findings }) => [name, findings.length > 0])).toEqual([['first', false], ['wrong', true]]);
    expect(runs.map(({ folder: of, experiment }) => [of, experiment])).toEqual([['runs/first', 'experiments/first.yaml']]);
    const url = runs[0]?.report?.url ?? '';
    expect((await studio.ask(`${studio.base}${url}`)).body.toString()).toContain('<title>first');
    expect((await studio.ask(`${studio.base}${url.replace('report.html', 'picture.exe')}`)).status).toBe(403);
  });
});
