import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BarsInput, PanelInput } from '../../../src/dsl/typed-model.ts';
import { FLAG, type DailyPanel } from '../../../src/runtime/evaluate/daily-panel.ts';
import { BAR_FIELDS, periodBars } from '../../../src/runtime/model/data/bars.ts';
import { ModelBatches, type ModelData, type SampleTable } from '../../../src/runtime/model/data/model-batches.ts';
import { sharedPanel } from '../../../src/runtime/model/gru/blocks.ts';
import { gatherInTurn } from '../../../src/runtime/model/train/passes.ts';
import { type Training, openTraining } from '../../../src/runtime/model/training.ts';
import { zscore } from '../../../src/dsl/catalogue/sections/zscore.ts';
import { uniform } from './gru-reference.ts';
import { built } from './built.ts';

const DAYS = 30;
const STOCKS = 3;
const NOWHERE = new URL('file:///nowhere.js');

let training: Training;
let program: URL;
beforeAll(async () => {
  training = await openTraining({ backend: 'cpu', threads: 2 });
  program = await built('src/runtime/model/data/gather-worker.ts', 'test-gather');
});
afterAll(() => training.close());

function dailyPanel(): DailyPanel {
  const cells = DAYS * STOCKS;
  const price = new Float64Array(cells).fill(10);
  return {
    dates: Array.from({ length: DAYS }, (_, i) => new Date(Date.UTC(2022, 0, 3 + i)).toISOString().slice(0, 10)),
    symbols: ['000001.SZ', '000002.SZ', '600000.SH'],
    flags: new Uint8Array(cells).fill(FLAG.row | FLAG.priced),
    price,
    close: price,
    cap: price,
    industry: new Int16Array(cells),
    industries: ['a'],
    amount: new Float32Array(cells),
    turnover: new Float32Array(cells),
    absent: new Set(),
  };
}

function panelInput(name: string, days: number, features: number): PanelInput {
  return { kind: 'panel', name, shape: [], prepared: [], daily: [], days, features: Array.from({ length: features }, (_, i) => ({ name: `f${String(i)}`, path: '', direction: 1 })) };
}

const BARS: BarsInput = { kind: 'bars', name: 'bars', shape: [], prepared: [], every: '1d', count: 3, fields: ['close', 'volume'] };

/** Two panels of different length, and bars between them. */
function data(): ModelData {
  const panel = dailyPanel();
  const [long, short] = [sharedPanel(DAYS, STOCKS, 2), sharedPanel(DAYS, STOCKS, 1)];
  long.values.set(uniform(long.values.length, 1, 1));
  short.values.set(uniform(short.values.length, 1, 2));
  const bars = periodBars({ fields: BAR_FIELDS, values: shared(uniform(DAYS * STOCKS * BAR_FIELDS.length, 1, 4)) }, panel, '1d');
  return { panel, inputs: [panelInput('long', 5, 2), BARS, panelInput('short', 2, 1)], features: new Map([['long', long], ['short', short]]), bars: new Map([['1d', bars]]) };
}

/** The same in memory that threads share. */
function shared(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** Every stock on the days 9 to 28. */
const TABLE: SampleTable = {
  days: Int32Array.from({ length: 60 }, (_, i) => 9 + Math.floor(i / STOCKS)),
  stocks: Int32Array.from({ length: 60 }, (_, i) => i % STOCKS),
  labels: uniform(60, 1, 3),
};

async function gathered(batches: ModelBatches, pieces: readonly Int32Array[], table = TABLE): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { batch } of gatherInTurn(batches.samples(table), pieces)) {
    for (const name of ['long', 'bars', 'short']) found.push(tf.tidy(() => batch.get(name)?.toTensor().arraySync()));
  }
  return found;
}

test('a thread gathers what the caller would', async () => {
  const [alone, threaded] = [new ModelBatches(training, data(), 3, NOWHERE), new ModelBatches(training, data(), 3, program)];
  expect([alone.threaded, threaded.threaded]).toEqual([false, true]);
  const pieces = [Int32Array.of(59, 55, 30), Int32Array.of(7), Int32Array.of(58, 2)];
  const found = await gathered(threaded, pieces);
  expect(found).toEqual(await gathered(alone, pieces));
  expect(found).toHaveLength(9);
  await alone.close();
  await threaded.close();
});

test.each([['a thread', () => program], ['the caller', () => NOWHERE]])('%s gathers the windows of the samples that were asked for, by their own numbers', async (_, where) => {
  const all = data();
  const batches = new ModelBatches(training, all, 3, where());
  const values = all.features.get('short')?.values ?? new Float32Array();
  const [, , short] = await gathered(batches, [Int32Array.of(4, 0)]);
  // Sample 4 is stock 1 on day 10: days 9 and 10. Sample 0 is stock 0 on day 9.
  expect(short).toEqual([[[values[28]], [values[31]]], [[values[24]], [values[27]]]]);
  await batches.close();
});

test.each([['a thread', () => program], ['the caller', () => NOWHERE]])('steps around bars and panels are applied across the stocks of the day by %s', async (_, where) => {
  const all = data();
  const zscored: PanelInput = { ...panelInput('short', 2, 1), prepared: [{ kind: 'across', operator: 'zscore', parameters: [], by: null }] };
  const neutral: BarsInput = { ...BARS, prepared: [{ kind: 'across', operator: 'neutralize', parameters: [], by: 'industry' }] };
  const batches = new ModelBatches(training, { ...all, inputs: [zscored, neutral] }, 3, where());
  const found: unknown[] = [];
  // All stocks of day 10.
  for await (const { batch } of gatherInTurn(batches.samples(TABLE), [Int32Array.of(3, 4, 5)])) for (const name of ['short', 'bars']) found.push(tf.tidy(() => batch.get(name)?.toTensor().arraySync()));
  const [short, bars] = found as number[][][][];
  const raw = all.features.get('short')?.values ?? new Float32Array();
  const day = Float64Array.from([30, 31, 32], (at) => raw[at] ?? NaN);
  zscore(day);
  [...day].forEach((value, i) => expect(short?.[i]?.[1]?.[0]).toBeCloseTo(value, 6));
  // One industry: what is left is the difference from the mean, step by step.
  for (let step = 0; step < 3; step++) expect([0, 1, 2].reduce((sum, i) => sum + (bars?.[i]?.[step]?.[0] ?? NaN), 0)).toBeCloseTo(0, 6);
  await batches.close();
});

test.each([['a thread', () => program], ['the caller', () => NOWHERE]])('a window outside the panel is an error where %s gathers, and the next batch is gathered', async (_, where) => {
  const batches = new ModelBatches(training, data(), 3, where());
  const wrong = { ...TABLE, days: TABLE.days.with(1, 2) };
  await expect(gathered(batches, [Int32Array.of(0, 1)], wrong)).rejects.toThrow('sample 1 of a batch: a window of 5 days up to day 2 of stock 1 lies outside the panel');
  expect(await gathered(batches, [Int32Array.of(0)], wrong)).toHaveLength(3);
  await batches.close();
});

test('a batch larger than its room is refused before the thread would write past it', async () => {
  const batches = new ModelBatches(training, data(), 2, program);
  await expect(gathered(batches, [Int32Array.of(0, 1, 2)])).rejects.toThrow('3 sequences do not fit into a batch of 2');
  await batches.close();
});

test('a panel that threads do not share is refused: a thread would get a copy', () => {
  const { features, ...rest } = data();
  const own = new Map([...features].map(([name, panel]) => [name, { ...panel, values: Float32Array.from(panel.values) }]));
  expect(() => new ModelBatches(training, { ...rest, features: own }, 3, program)).toThrow('does not lie in memory that threads share');
});

test('a thread that has ended is the error of the next batch', async () => {
  const batches = new ModelBatches(training, data(), 3, program);
  await batches.close();
  await expect(gathered(batches, [Int32Array.of(0)])).rejects.toThrow('has ended');
});
