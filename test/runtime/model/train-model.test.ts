import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { predictDate } from '../../../src/runtime/model/signal/predict-date.ts';
import { trainModel, type TrainReport, type TrainRequest } from '../../../src/runtime/model/signal/train-model.ts';
import { quoteText, textIn } from '../../../src/runtime/store/duckdb.ts';
import { dailyFolder } from '../../../src/runtime/store/layout.ts';
import { modelOf } from '../../support/models.ts';
import { outputRows } from '../engine/stores.ts';
import { freshFolder, sql } from '../store/support.ts';

const TRAIN = 'train { optimizer adam(learning_rate=0.01) batch 200 epochs 2 patience 5 every 5d split 80% refit 6mo seeds 2 }';
const BARS = modelOf(`/// test
model small_bars {
  input day = zscore(over_last(bars(every=1d, count=5, fields=[open, close, volume])))
  input week = zscore(over_last(bars(every=1w, count=3, fields=[open, close, volume])))
  target y = zscore(forward_return(from=1, to=4, price=vwap))
  layer shared = gru(units=4)
  let a = dense(batch_norm(shared(day)), units=1)
  let b = dense(batch_norm(shared(week)), units=1)
  output p = (a + b) / 2
  loss -(corr(a, y) + corr(b, y))
  ${TRAIN}
}`);
const PANEL = modelOf(`/// test
factor swing { from daily direction -1 value high / low - 1 }
/// test
factor busy { from daily direction 1 value turnover }
set both { swing, busy }
/// test
model small_panel {
  input x = panel(fill(zscore(neutralize(winsorize(both))), 0), days=6)
  target y = zscore(forward_return(from=1, to=4, price=vwap))
  output p = sigmoid(dense(batch_norm(gru(x, units=3)), units=1))
  loss -corr(p, y)
  ${TRAIN}
}`);

const STOCKS = 20;
const DATES: readonly string[] = Array.from({ length: 460 }, (_, i) => new Date(Date.UTC(2021, 0, 4 + i))).filter((day) => day.getUTCDay() % 6 !== 0).map((day) => day.toISOString().slice(0, 10));

/** Days of stocks; those from `changed` on have other prices. */
async function storeOf(dates: readonly string[], changed = '9999'): Promise<string> {
  const store = await freshFolder();
  const price = (n: number): string => `round(10 + i + sin(d / 7.0 + i) + (hash(i, d, ${n}, day >= '${changed}') % 100) / 100, 2)`;
  const rows = `SELECT CAST(day AS DATE) AS date, printf('%06d.SH', 600000 + i) AS symbol, ${price(1)} AS open, ${price(2)} + 1 AS high, ${price(3)} - 1 AS low, ${price(4)} AS close, ${price(5)} AS vwap,
    CAST(100 * (1 + hash(i, d, day >= '${changed}') % 50) AS BIGINT) AS volume, 1e6 AS amount, (hash(d, i) % 1000) / 1e4 AS turnover, 10.0 AS pre_close, 1.0 AS adj_factor, NULL::DOUBLE AS limit_up, NULL::DOUBLE AS limit_down,
    i = 4 AND d < 40 AS is_st, i = 5 AND d BETWEEN 60 AND 70 AS suspended, 1e9 * (1 + i) AS float_market_cap, 'industry ' || i % 3 AS industry
    FROM (SELECT unnest([${dates.map((date) => `'${date}'`).join(', ')}]) AS day, unnest(range(${dates.length})) AS d), range(${STOCKS}) r(i)`;
  for (const year of new Set(dates.map((date) => date.slice(0, 4)))) {
    await mkdir(dailyFolder(store, Number(year)), { recursive: true });
    await sql(`COPY (SELECT * FROM (${rows}) WHERE year(date) = ${year}) TO ${quoteText(join(dailyFolder(store, Number(year)), 'days.parquet'))} (FORMAT parquet)`);
  }
  return store;
}

/** Values of the factors of `PANEL`, from the same days. */
async function valuesOf(store: string): Promise<string> {
  const file = join(await freshFolder(), 'values.parquet');
  await sql(`COPY (SELECT date, symbol, high / low - 1 AS swing, turnover AS busy FROM read_parquet('${store}/daily/*/*.parquet') ORDER BY date, symbol) TO ${quoteText(file)} (FORMAT parquet)`);
  return file;
}

async function train(store: string, more: Partial<TrainRequest> = {}): Promise<TrainReport & { readonly signal: ReadonlyMap<string, unknown> }> {
  const out = join(await freshFolder(), 'signal.parquet');
  const model = more.model ?? BARS;
  const report = await trainModel({ store, model, values: null, out, fewestDates: 20, training: { threads: 1 }, ...more });
  const rows = await outputRows(out);
  return { ...report, signal: new Map(rows.map((row) => [`${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`, row[model.name]])) };
}

describe('a model trained at every refit', () => {
  test('predicts every day from its first refit on, for stocks whose inputs are there', async () => {
    const { trained, signal, dates, parameters } = await train(await storeOf(DATES));
    expect(trained.map(({ refit, seed }) => [refit, seed])).toEqual([['2021-07-01', 1], ['2021-07-01', 2], ['2022-01-03', 1], ['2022-01-03', 2]]);
    expect(dates).toBe(DATES.filter((date) => date >= '2021-07-01').length);
    // A suspended day has no volume to divide by.
    expect(signal.size).toBeGreaterThan(dates * (STOCKS - 1) - 20);
    expect([...signal.values()].every((value) => Number.isFinite(value))).toBe(true);
    expect(parameters).toBe(3 * 4 * (3 + 4) + 2 * 12 + 2 * (5 + 8));
    for (const { history } of trained) expect(history).toHaveLength(2);
  });

  test('knows nothing of later days: other days after a refit, or none, leave what it predicted before as it was, bit for bit', async () => {
    const whole = await train(await storeOf(DATES));
    const until = '2021-12-10';
    const shorter = await train(await storeOf(DATES.filter((date) => date <= until)));
    const other = await train(await storeOf(DATES, '2021-12-13'));
    const before = [...whole.signal].filter(([place]) => place.slice(0, 10) <= until);
    expect(before.length).toBeGreaterThan(1_000);
    for (const [place, value] of before) {
      expect(shorter.signal.get(place), place).toBe(value);
      expect(other.signal.get(place), place).toBe(value);
    }
    expect([...whole.signal].filter(([place, value]) => place.slice(0, 10) > '2022-01-03' && other.signal.get(place) !== value).length).toBeGreaterThan(500);
  });

  test('that is stopped goes on to the same signal, and what is trained is kept', async () => {
    const whole = await train(await storeOf(DATES));
    const store = await storeOf(DATES);
    const stop = new AbortController();
    await expect(
      train(store, { signal: stop.signal, onProgress: ({ done, note }) => {
        if (done === 1 && note.includes('epoch 1')) stop.abort();
      } }),
    ).rejects.toThrow(/abort/);
    const again = await train(store);
    expect(again.trained.map(({ kept }) => kept)).toEqual([true, false, false, false]);
    expect([...again.signal]).toEqual([...whole.signal]);
    const third = await train(store);
    expect(third.trained.every(({ kept }) => kept)).toBe(true);
    expect([...third.signal]).toEqual([...whole.signal]);
    rmSync(store, { recursive: true });
  });

  test('scores a day as its signal has it; without weights it says how to train', async () => {
    const store = await storeOf(DATES);
    const { signal } = await train(store);
    const date = DATES.at(-1) ?? '';
    const request = { store, model: BARS, values: null, date, fewestDates: 20, training: { threads: 1 } };
    const { refit, scores, seeds } = await predictDate(request);
    expect([refit, seeds]).toEqual(['2022-01-03', 2]);
    expect(scores.map(({ symbol, score }) => [`${date} ${symbol}`, score])).toEqual([...signal].filter(([place]) => place.startsWith(date)));
    await expect(predictDate({ ...request, store: await storeOf(DATES) })).rejects.toThrow(/no weights of seed 1 of the refit of 2022-01-03.*Train it first: fullband train/);
    await expect(predictDate({ ...request, date: '2022-01-01' })).rejects.toThrow(/no day 2022-01-01 in daily; the last one up to it is 2021-12-31/);
  });

  test('reads factors of a file of values, with their directions', async () => {
    const store = await storeOf(DATES);
    const values = await valuesOf(store);
    const { trained, signal } = await train(store, { model: PANEL, values });
    expect(trained).toHaveLength(4);
    expect(signal.size).toBeGreaterThan(1_000);
    const missing = join(await freshFolder(), 'one.parquet');
    await sql(`COPY (SELECT date, symbol, busy FROM read_parquet(${quoteText(values)})) TO ${quoteText(missing)} (FORMAT parquet)`);
    await expect(train(store, { model: PANEL, values: missing })).rejects.toThrow(/no values of swing/);
  });

  test('says how many dates of samples it had where they are too few', async () => {
    await expect(train(await storeOf(DATES.slice(0, 140)), { fewestDates: 200 })).rejects.toThrow(/23 dates of samples with a known label at the last refit, 2021-07-01/);
  });
});
