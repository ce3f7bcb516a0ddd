import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { FIGURE_KEYS, PUBLISHED_KEYS } from '../../../src/runtime/evaluate/figures.ts';
import type { Metrics } from '../../../src/runtime/evaluate/metrics.ts';
import { PUBLISHED_FACTORS, publishedFigures } from '../../../src/runtime/evaluate/published.ts';
import { readEvaluation } from '../../../src/runtime/evaluate/read-evaluation.ts';
import { seriesTables } from '../../../src/runtime/evaluate/series-tables.ts';
import { writeEvaluation } from '../../../src/runtime/evaluate/write-evaluation.ts';
import { faultOf, freshFolder, sql, sqlNumber } from '../store/support.ts';
import { evaluated, randomMarket, weekdays } from './support.ts';

let evaluation: Evaluation;
let folder: string;

beforeAll(async () => {
  const { days, rows } = randomMarket(21, weekdays('2021-11-01', 90), 20);
  evaluation = await evaluated(days, rows.map(({ first, second, ...row }) => ({ ...row, late_skew_ret: first ?? null, 'se,"cond': second ?? null })), { settings: { steps: [], icirWindow: 12 } });
  folder = await freshFolder();
  await writeEvaluation(folder, evaluation);
});

describe('what is written', () => {
  test('metrics.json has the keys of the published tables, and RankICs whose mean is the figure', async () => {
    const metrics = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as Metrics;
    expect(Object.keys(metrics.signals)).toEqual(['late_skew_ret', 'se,"cond', 'equal_weight', 'icir_weight']);
    const figures = metrics.signals['late_skew_ret'];
    expect(Object.keys(figures ?? {}).sort()).toEqual([...FIGURE_KEYS].sort());
    for (const key of PUBLISHED_KEYS) expect(figures?.[key]).toBe(evaluation.signals[0]?.figures[key]);
    const series = metrics.rankIc['late_skew_ret'] ?? [];
    expect(series.reduce((sum, { value }) => sum + value, 0) / series.length).toBeCloseTo(figures?.rankIcMean ?? NaN, 12);
    expect(series.map(({ date }) => date)).toEqual(evaluation.sections.filter((_, s) => evaluation.signals[0]?.sections[s]?.rankIc !== null));
  });

  test('evaluation.json reads back as the evaluation', async () => {
    expect(await readEvaluation(folder)).toEqual(evaluation);
  });

  test.each([
    [null, 'found no such file; expected the results of a test. Name a folder that fullband evaluate wrote with --out.'],
    ['{"signals": [', 'found text that is no JSON; expected an evaluation. Run fullband evaluate again.'],
    ['{"signals": [{"name": "a"}], "correlations": [[1]]}', 'found JSON without signals that have every figure, or without their correlations'],
    ['{"signals": [], "correlations": [[1]]}', 'found JSON without signals that have every figure, or without their correlations'],
    ['{"signals": [{"name": "a", "kind": "factor", "figures": {}}], "correlations": [[1]]}', 'found JSON without signals that have every figure'],
    ['3', 'found JSON without signals'],
  ])('an evaluation.json that is none is refused: %s', async (text, message) => {
    const other = await freshFolder();
    if (text !== null) await writeFile(join(other, 'evaluation.json'), text);
    expect((await faultOf(readEvaluation(other))).message).toContain(`${join(other, 'evaluation.json')}: ${message}`);
  });

  test('an evaluation.json with a figure that is no number, or a correlation too few, is refused', async () => {
    const other = await freshFolder();
    const [first, ...others] = evaluation.signals;
    const changed = [{ ...evaluation, signals: [{ ...first, figures: { ...first?.figures, icIr: '0.5' } }, ...others] }, { ...evaluation, correlations: [[1], ...evaluation.correlations.slice(1)] }];
    for (const each of changed) {
      await writeFile(join(other, 'evaluation.json'), JSON.stringify(each));
      expect((await faultOf(readEvaluation(other))).message).toContain('found JSON without signals that have every figure');
    }
  });

  test.each(['figures', 'sections', 'universe', 'decay', 'benchmark_returns', 'layer_returns', 'layers', 'turnover', 'excess', 'years', 'groups', 'correlations', 'style_correlations', 'weights'])('%s is the same in CSV and Parquet, every number to its last digit', async (name) => {
    const table = seriesTables(evaluation).find((each) => each.name === name);
    const rows = [...(table?.rows() ?? [])];
    const parquet = await sql(`SELECT * FROM '${folder}/series/${name}.parquet'`);
    expect(parquet.map((row) => Object.values(row))).toEqual(rows);
    expect(parquet.length).toBeGreaterThan(0);
    expect(await sqlNumber(`SELECT count(*)::INTEGER AS n FROM read_csv('${folder}/series/${name}.csv', header = true)`)).toBe(rows.length);
  });

  test('is every table, and nothing else; a second run replaces it', async () => {
    const names = seriesTables(evaluation).flatMap(({ name }) => [`${name}.csv`, `${name}.parquet`]).sort();
    await writeFile(join(folder, 'series', 'figures.csv'), 'old');
    await writeEvaluation(folder, evaluation);
    expect((await readdir(join(folder, 'series'))).sort()).toEqual(names);
    expect((await readdir(folder)).sort()).toEqual(['evaluation.json', 'metrics.json', 'series']);
    expect(await readFile(join(folder, 'series', 'figures.csv'), 'utf8')).toMatch(/^signal,figure,value\nlate_skew_ret,sections,\d+\n/);
  });
});

describe('published figures', () => {
  test('are those of 27 factors, two sums of them and 7 models, and stand beside a signal of their name', () => {
    const published = publishedFigures();
    expect(published.size).toBe(PUBLISHED_FACTORS + 2 + 7);
    expect(published.get('down_vol_perc')).toEqual({ rankIcMean: 0.0672, rankIcStd: 0.1212, icIr: 0.55, icPositiveShare: 0.73, topAnnualExcessReturn: 0.1582, topInformationRatio: 3.25, topMonthlyWinRate: 0.7615, topTurnover: 0.5421 });
    expect(evaluation.signals.map((signal) => signal.published)).toEqual([published.get('late_skew_ret'), null, null, null]);
  });

  test('keep what ties them together: IC_IR is mean / std to its two digits', () => {
    for (const [name, { rankIcMean, rankIcStd, icIr }] of publishedFigures()) expect(Math.abs(rankIcMean / rankIcStd - icIr), name).toBeLessThan(0.0065);
  });
});
