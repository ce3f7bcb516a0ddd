import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DataFindings } from '../../../src/runtime/evaluate/data-findings.ts';
import { evaluateFactors } from '../../../src/runtime/evaluate/evaluate.ts';
import { parseSteps } from '../../../src/runtime/evaluate/steps.ts';
import { testModels, type TestedModels } from '../../../src/runtime/model/signal/test-models.ts';
import type { TrainRequest } from '../../../src/runtime/model/signal/train-models.ts';
import { trainWithFactors as trainModels } from '../../../src/runtime/model/signal/with-factors.ts';
import type { Average } from '../../../src/runtime/model/signal/write-signals.ts';
import { queryRows, quoteText, textIn, withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { modelOf } from '../../support/models.ts';
import { freshFolder, sql } from '../store/support.ts';
import { BARS, columnOf, DATES, PANEL, storeOf, train, valuesOf } from './small-market.ts';

const QUICK = 'train { batch 200 epochs 2 refit 6mo seeds 1 }';
const OTHER = modelOf(`/// test
model other_bars {
  input day = zscore(bars(every=1d, count=8, fields=[close, vwap]))
  target y = forward_return(from=1, to=4, price=vwap)
  output p = dense(gru(day, units=3), units=1)
  loss -corr(p, y)
  ${QUICK}
}`);

// These days have no limits.
const SETTINGS = { layers: 3, icirWindow: 12, universe: ['st', 'suspended'] } as const;

let store: string;
let values: string;

beforeAll(async () => {
  store = await storeOf(DATES);
  values = await valuesOf(store);
});

async function trained(more: Partial<TrainRequest>): Promise<{ readonly report: Awaited<ReturnType<typeof trainModels>>; readonly out: string }> {
  const out = join(await freshFolder(), 'signals.parquet');
  return { out, report: await trainModels({ store, models: [BARS, OTHER], values: null, out, fewestDates: 20, training: { threads: 1 }, ...more }) };
}

describe('models side by side', () => {
  test('have a column each, with the hash of what made it, and are the signals that each makes alone', async () => {
    const { report, out } = await trained({});
    for (const model of [BARS, OTHER]) {
      const alone = await train(store, { model });
      const together = [...(await columnOf(out, model.name))].filter(([, value]) => value !== null);
      expect(together).toEqual([...alone.signal]);
      expect(alone.hash).toBe(report.models.find(({ name }) => name === model.name)?.hash);
    }
    const [metadata] = await withDatabase({}, (db) => db.use((connection) => queryRows(connection, `SELECT decode(value) AS value FROM parquet_kv_metadata(${quoteText(out)}) WHERE decode(key) = 'fullband_signals'`)));
    expect(JSON.parse(textIn(metadata, 'value') ?? '')).toEqual(Object.fromEntries(report.models.map(({ name, hash }) => [name, hash])));
  });

  test('an average is the weighted mean of standard scores of the stocks that all of its models predict', async () => {
    const equal = (...names: readonly string[]): Average['models'] => names.map((name) => ({ name, weight: 1 }));
    const { out } = await trained({ averages: [{ name: 'both', models: equal('small_bars', 'other_bars') }, { name: 'parts', models: [{ name: 'small_bars', weight: 1 }, { name: 'other_bars', weight: 3 }] }] });
    const [average, parts, a, b] = [await columnOf(out, 'both'), await columnOf(out, 'parts'), await columnOf(out, 'small_bars'), await columnOf(out, 'other_bars')];
    const date = '2022-01-10';
    const common = [...average.keys()].filter((place) => place.startsWith(date) && typeof a.get(place) === 'number' && typeof b.get(place) === 'number');
    expect(common.length).toBeGreaterThan(15);
    const scores = [a, b].map((column) => standard(common.map((place) => Number(column.get(place)))));
    common.forEach((place, i) => {
      expect(average.get(place)).toBeCloseTo(((scores[0]?.[i] ?? NaN) + (scores[1]?.[i] ?? NaN)) / 2, 10);
      expect(parts.get(place)).toBeCloseTo(((scores[0]?.[i] ?? NaN) + 3 * (scores[1]?.[i] ?? NaN)) / 4, 10);
    });
    const lacking = [...average].filter(([place]) => a.get(place) === null || b.get(place) === null);
    expect(lacking.length).toBeGreaterThan(0);
    expect(lacking.every(([, value]) => value === null)).toBe(true);
    await expect(trained({ averages: [{ name: 'both', models: equal('small_bars', 'othr_bars') }] })).rejects.toThrow(/the average both of othr_bars \(did you mean other_bars\?\), which is not trained/);
  });

  test('what was predicted is kept: a second run predicts nothing and writes the same', async () => {
    const first = await trained({ models: [OTHER] });
    const notes: string[] = [];
    const second = await trained({ models: [OTHER], onProgress: ({ note }) => notes.push(note) });
    expect(notes.filter((note) => /epoch|predicting/.test(note))).toEqual([]);
    expect(readFileSync(second.out)).toEqual(readFileSync(first.out));
    // One file per refit, and none that another run left.
    const [model] = second.report.models;
    for (const { file } of model?.signals ?? []) expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.parquet'))).toHaveLength(1);
    for (const { file } of model?.signals ?? []) rmSync(file);
    const third = await trained({ models: [OTHER], onProgress: ({ note }) => notes.push(note) });
    expect(notes.filter((note) => note.includes('predicting'))).toHaveLength(2);
    expect(readFileSync(third.out)).toEqual(readFileSync(first.out));
  });

  test('a new day is predicted and leaves the refits before the last as they are', async () => {
    const shorter = await storeOf(DATES.slice(0, -1));
    const before = await train(shorter, { model: OTHER });
    const after = await train(store, { model: OTHER });
    expect(before.signals.map(({ hash }) => hash)).not.toEqual(after.signals.map(({ hash }) => hash));
    expect(before.signals[0]?.hash).toBe(after.signals[0]?.hash);
    expect(before.hash).not.toBe(after.hash);
  });
});

describe('a test of models', () => {
  let tested: TestedModels;
  beforeAll(async () => {
    const out = join(await freshFolder(), 'signals.parquet');
    tested = await testModels({ store, models: [PANEL, BARS], values, out, averages: [{ name: 'both', models: [{ name: 'small_panel', weight: 1 }, { name: 'small_bars', weight: 1 }] }], fewestDates: 20, importanceDates: 7, settings: SETTINGS, training: { threads: 1 } });
  });

  test('puts models, averages and the sums of the factors that they read side by side', () => {
    expect(tested.evaluation.signals.map(({ name, kind, training }) => [name, kind, training?.runs.length ?? null])).toEqual([
      ['small_panel', 'model', 4],
      ['small_bars', 'model', 4],
      ['both', 'model', null],
      ['equal_weight', 'combination', null],
      ['icir_weight', 'combination', null],
    ]);
    expect(tested.evaluation.settings).toMatchObject({ preprocess: 'winsorize(mad,5),neutralize(industry,cap),zscore', baselinePreprocess: 'mean(20),winsorize(mad,5),neutralize(industry,cap),zscore', layers: 3 });
  });

  test('says what a test lacks before anything is trained', async () => {
    const notes: string[] = [];
    const asked = testModels({ store, models: [OTHER], values: null, out: join(await freshFolder(), 'never.parquet'), fewestDates: 20, onProgress: ({ note }) => notes.push(note) });
    await expect(asked).rejects.toThrow(/FB800 the step universe\(limit\) needs the column limit_up of daily.*--universe st,suspended/);
    expect(notes).toEqual([]);
  });

  test('sums of factors are those of a test of the factors at the same sections', async () => {
    const directions = new Map([['swing', -1], ['busy', 1]] as const);
    const { evaluation } = tested;
    const alone = await evaluateFactors({ store, values, directions, from: evaluation.period.first, settings: { ...SETTINGS, steps: parseSteps('mean20,winsorize,neutralize,zscore') } });
    const [ours, theirs] = [evaluation, alone].map(({ signals }) => signals.find(({ name }) => name === 'equal_weight'));
    expect(evaluation.sections).toEqual(alone.sections);
    expect(ours?.figures).toEqual(theirs?.figures);
  });

  test('rolling weights are known from the first section on: ICs of sections before the test count', async () => {
    const { evaluation } = tested;
    const weights = evaluation.signals.find(({ name }) => name === 'icir_weight')?.weights;
    expect(weights?.parts).toEqual(['swing', 'busy']);
    expect(weights?.sections[0]?.every((weight) => weight !== null)).toBe(true);
    // A test of the factors whose sections lie on the same days and begin earlier has the same weights where its window is full.
    const first = DATES.indexOf(evaluation.period.first);
    const from = DATES[first - 5 * 16] ?? '';
    const longer = await evaluateFactors({ store, values, directions: new Map([['swing', -1], ['busy', 1]] as const), from, settings: { ...SETTINGS, steps: parseSteps('mean20,winsorize,neutralize,zscore') } });
    const theirs = longer.signals.find(({ name }) => name === 'icir_weight')?.weights?.sections.slice(16);
    expect(longer.sections.slice(16)).toEqual(evaluation.sections);
    expect(weights?.sections).toEqual(theirs);
  });

  test('importance is of every feature, on dates that no training had seen, and is kept', async () => {
    const { report, evaluation } = tested;
    const [panel, bars] = evaluation.signals.map(({ training }) => training?.importance ?? null);
    expect(panel?.features.map(({ input, name }) => `${input}.${name}`)).toEqual(['x.swing', 'x.busy']);
    expect(bars?.features.map(({ input, name }) => `${input}.${name}`)).toEqual(['day.open', 'day.close', 'day.volume', 'week.open', 'week.close', 'week.volume']);
    expect([panel?.dates, bars?.dates]).toEqual([7, 7]);
    for (const feature of [...(panel?.features ?? []), ...(bars?.features ?? [])]) expect([Number.isFinite(feature.loss), Number.isFinite(feature.error)]).toEqual([true, true]);
    const notes: string[] = [];
    const again = await testModels({ store, models: [PANEL], values, out: join(await freshFolder(), 'again.parquet'), fewestDates: 20, importanceDates: 7, settings: SETTINGS, training: { threads: 1 }, onProgress: ({ note }) => notes.push(note) });
    expect(notes.filter((note) => note.includes('importance'))).toEqual([]);
    expect(again.report.models[0]?.importance).toEqual(report.models[0]?.importance);
  });
});

test('columns that a model needs and that are null throughout are findings before anything is trained, all of them at once', async () => {
  const bare = await storeOf(DATES.slice(0, 200), '9999', ['industry', 'float_market_cap', 'volume']);
  const notes: string[] = [];
  const asked = trainModels({ store: bare, models: [PANEL, BARS], values, out: join(await freshFolder(), 'never.parquet'), fewestDates: 20, onProgress: ({ note }) => notes.push(note) });
  const error: unknown = await asked.catch((reason: unknown) => reason);
  if (!(error instanceof DataFindings)) throw error;
  expect(error.findings.map(({ step, column }) => `${column}: ${step}`)).toEqual(['industry: neutralize of input x of small_panel', 'float_market_cap: neutralize of input x of small_panel', 'volume: bars of input day of small_bars', 'volume: bars of input week of small_bars']);
  expect(error.message).toContain('write neutralize(…, by=cap) in the model, or import it: fullband import industry FILE --store DIR');
  expect(notes).toEqual([]);
});

test('a feature that tells the target is worth nearly all of the RankIC, and noise nothing', async () => {
  const file = join(await freshFolder(), 'told.parquet');
  // What the target is, under the name of one feature; chance under that of the other.
  await sql(`COPY (SELECT date, symbol, lead(vwap, 4) OVER w / lead(vwap, 1) OVER w AS busy, (hash(symbol, date) % 1000) / 1000 AS swing FROM read_parquet('${store}/daily/*/*.parquet') WINDOW w AS (PARTITION BY symbol ORDER BY date)) TO ${quoteText(file)} (FORMAT parquet)`);
  const { models } = await trainModels({ store, models: [PANEL], values: file, out: join(await freshFolder(), 'told-signal.parquet'), fewestDates: 20, epochs: 25, seeds: 1, importanceDates: 10, training: { threads: 1 } });
  const { features, dates } = models[0]?.importance ?? { features: [], dates: [] };
  const loss = (name: string): number => dates.reduce((sum, { rankIc, exchanged }) => sum + (rankIc - (exchanged[features.findIndex((feature) => feature.name === name)] ?? NaN)) / dates.length, 0);
  const whole = dates.reduce((sum, { rankIc }) => sum + rankIc / dates.length, 0);
  expect(whole).toBeGreaterThan(0.8);
  expect(loss('busy')).toBeGreaterThan(0.7 * whole);
  expect(Math.abs(loss('swing'))).toBeLessThan(0.15 * whole);
});

/** Sample standard deviation. */
function standard(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return values.map((value) => (value - mean) / deviation);
}
