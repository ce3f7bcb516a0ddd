import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { predictDate } from '../../../src/runtime/model/signal/predict-date.ts';
import { quoteText } from '../../../src/runtime/store/duckdb.ts';
import { freshFolder, sql } from '../store/support.ts';
import { BARS, DATES, PANEL, STOCKS, storeOf, train, valuesOf } from './small-market.ts';

describe('a model trained at every refit', () => {
  test('predicts every day from its first refit on, for stocks whose inputs are there', async () => {
    const { trained, signal, report: { dates }, parameters } = await train(await storeOf(DATES));
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
    const request = { store, model: BARS, values: null, date, training: { threads: 1 } };
    const { refit, scores, seeds } = await predictDate(request);
    expect([refit, seeds]).toEqual(['2022-01-03', 2]);
    expect(scores.map(({ symbol, score }) => [`${date} ${symbol}`, score])).toEqual([...signal].filter(([place]) => place.startsWith(date)));
    await expect(predictDate({ ...request, store: await storeOf(DATES) })).rejects.toThrow(/no weights of seed 1 of the refit of 2022-01-03.*Train it first: fullband train/);
    await expect(predictDate({ ...request, date: '2022-01-01' })).rejects.toThrow(/no day 2022-01-01 in daily; the last one up to it is 2021-12-31/);
  });

  test('scores a day of factors by the days of its windows, as its signal has it', async () => {
    const store = await storeOf(DATES);
    const values = await valuesOf(store);
    const { signal } = await train(store, { model: PANEL, values });
    for (const date of ['2021-09-01', DATES.at(-1) ?? '']) {
      const { scores } = await predictDate({ store, model: PANEL, values, date, training: { threads: 1 } });
      expect(scores.map(({ symbol, score }) => [`${date} ${symbol}`, score])).toEqual([...signal].filter(([place]) => place.startsWith(date)));
    }
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
