import { beforeAll, expect, test } from 'vitest';
import { evaluateFactors } from '../../../src/runtime/evaluate/evaluate.ts';
import type { Evaluation, SignalEvaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { parseSteps } from '../../../src/runtime/evaluate/steps.ts';
import { numberIn, textIn } from '../../../src/runtime/store/duckdb.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { describeWithRealFiles, freshFolder, REAL_FILES, sql } from '../store/support.ts';
import { average, deviation, naiveTest, type Naive, type NaiveSettings } from './naive.ts';
import { valuesOf, type Day, type ValueRow } from './support.ts';

const STEPS = 'mean20,winsorize,neutralize(cap),zscore';
const FACTORS = ['reversal_20', 'turnover_20', 'amount_20'];

/** Factors in plain code: the 20-day return turned round, and the turnover and log amount of the day, whose means the steps take. */
function factorsOf(days: readonly Day[]): readonly ValueRow[] {
  const bySymbol = new Map<string, Day[]>();
  for (const day of days) bySymbol.set(day.symbol, [...(bySymbol.get(day.symbol) ?? []), day]);
  return [...bySymbol].flatMap(([symbol, of]) =>
    of.map(({ date, close, adj_factor, turnover, amount }, d) => {
      const before = of[d - 20];
      const traded = (amount ?? 0) > 0;
      return { date, symbol, reversal_20: before === undefined ? null : 1 - ((close ?? NaN) * (adj_factor ?? NaN)) / ((before.close ?? NaN) * (before.adj_factor ?? NaN)), turnover_20: traded ? (turnover ?? null) : null, amount_20: traded ? Math.log(amount ?? NaN) : null };
    }),
  );
}

describeWithRealFiles('five years of 300 stocks', () => {
  let store: string;
  let values: string;
  let days: readonly Day[];
  let rows: readonly ValueRow[];
  let evaluation: Evaluation;
  const signal = (name: string): SignalEvaluation | undefined => evaluation.signals.find((each) => each.name === name);

  beforeAll(async () => {
    store = await freshFolder();
    await importFiles({ store, mapping: { preset: 'baostock-daily' }, files: [REAL_FILES.daily] });
    const stored = await sql(`SELECT CAST("date" AS VARCHAR) AS day, * FROM read_parquet('${store}/daily/*/*.parquet') ORDER BY symbol, "date"`);
    const number = (row: (typeof stored)[number], name: string): number | null => (row[name] === null ? null : numberIn(row, name));
    days = stored.map((row) => ({
      date: textIn(row, 'day') ?? '', symbol: textIn(row, 'symbol') ?? '', vwap: number(row, 'vwap'), close: number(row, 'close'), adj_factor: number(row, 'adj_factor'), limit_up: number(row, 'limit_up'),
      is_st: row['is_st'] === true, suspended: row['suspended'] === true, float_market_cap: number(row, 'float_market_cap'), industry: null, amount: number(row, 'amount'), turnover: number(row, 'turnover'),
    }));
    rows = factorsOf(days);
    values = await valuesOf(rows);
    evaluation = await evaluateFactors({ store, values, directions: 1, settings: { steps: parseSteps(STEPS) } });
  }, 120_000);

  test('the steps of the report need an industry, which this feed lacks: the finding says what to write instead', async () => {
    await expect(evaluateFactors({ store, values, directions: 1 })).rejects.toMatchObject({ name: 'DataFindings', findings: [{ code: 'FB800', column: 'industry', step: 'neutralize(industry)', hint: `leave it out with --preprocess 'mean20,winsorize,neutralize(cap),zscore', or import it: fullband import industry FILE --store DIR` }] });
  });

  test('1,273 days are 255 sections, of which 254 have a return', () => {
    expect([evaluation.sections.length, evaluation.sections[0]]).toEqual([255, '2020-01-02']);
    // The first two sections have fewer than 10 values, the last ends two days before the data.
    expect(signal('turnover_20')?.figures.sections).toBe(252);
    expect(evaluation.benchmark.values).toHaveLength(1271);
  });

  test('each stock of the universe is one that could be bought: 290 of 300 on average', () => {
    const counts = evaluation.universe.filter((count) => count !== null);
    expect(counts).toHaveLength(255);
    expect(Math.min(...counts)).toBeGreaterThan(230);
    expect(average(counts)).toBeGreaterThan(285);
  });

  test('low turnover and low amount have paid on these stocks, and the two are much alike', () => {
    expect(signal('turnover_20')?.figures.rankIcMean).toBeLessThan(-0.02);
    expect(signal('amount_20')?.figures.rankIcMean).toBeLessThan(-0.02);
    expect(evaluation.correlations[1]?.[2]).toBeGreaterThan(0.8);
    expect(evaluation.styleCorrelations[1]?.[evaluation.styles.indexOf('turnover')]).toBeGreaterThan(0.8);
    // The raw factor is a mean over 20 days of 20-day returns; the style is the last 20 days alone.
    expect(evaluation.styleCorrelations[0]?.[0]).toBeGreaterThan(0.4);
  });

  test('neutralised by size, no signal goes with size', () => {
    const size = evaluation.styles.indexOf('size');
    for (const i of [0, 1, 2]) expect(Math.abs(evaluation.styleCorrelations[i]?.[size] ?? 1)).toBeLessThan(0.15);
  });

  test('turning all directions turns RankICs and the order of the layers', async () => {
    const turned = await evaluateFactors({ store, values, directions: -1, settings: { steps: parseSteps(STEPS) } });
    for (const name of FACTORS) {
      const [plus, minus] = [signal(name), turned.signals.find((each) => each.name === name)];
      expect(minus?.figures.rankIcMean).toBeCloseTo(-(plus?.figures.rankIcMean ?? NaN), 12);
      expect(minus?.figures.rankIcStd).toBeCloseTo(plus?.figures.rankIcStd ?? NaN, 12);
    }
    expect(turned.signals[1]?.figures.topAnnualExcessReturn).toBeGreaterThan(signal('turnover_20')?.figures.topAnnualExcessReturn ?? NaN);
  });

  test('a year as the plain formulas compute it, for 50 of the stocks', async () => {
    const [from, to] = ['2021-01-04', '2021-12-31'];
    const settings: NaiveSettings = { steps: [], horizon: 5, every: 5, layers: 5, icirWindow: 20 };
    const some = new Set([...new Set(days.map(({ symbol }) => symbol))].filter((_, s) => s % 6 === 0));
    const few = await evaluateFactors({ store, values: await valuesOf(rows.filter(({ symbol }) => some.has(symbol))), directions: 1, from, to, settings: { ...settings, steps: [] } });
    const year = (date: string): boolean => date >= '2020-12-01' && date <= to;
    const naive: Naive = naiveTest(days.filter(({ date, symbol }) => some.has(symbol) && year(date)), rows.filter(({ date, symbol }) => some.has(symbol) && date >= from && date <= to), { turnover_20: 1 }, settings);
    const expected = naive.signals.get('turnover_20');
    const found = few.signals[1];
    expect(few.sections).toEqual(naive.sections);
    found?.sections.forEach(({ rankIc, stocks }, s) => {
      expect(stocks).toBe(expected?.stocks[s]);
      if (rankIc === null) expect(expected?.rankIcs[s]).toBeNull();
      else expect(rankIc).toBeCloseTo(expected?.rankIcs[s] ?? NaN, 10);
    });
    const top = expected?.returns[0];
    found?.layers[0]?.returns.forEach((value, i) => expect(value).toBeCloseTo(top?.get(found.dates[i] ?? '') ?? NaN, 10));
    const ics = (expected?.rankIcs ?? []).filter((ic) => ic !== null);
    expect(found?.figures.icIr).toBeCloseTo(average(ics) / deviation(ics), 10);
  }, 120_000);
});
