import { describe, expect, test } from 'vitest';
import { DayInBatches } from '../../../src/runtime/engine/day-in-batches.ts';
import type { BatchEngine, BatchOutcome } from '../../../src/runtime/engine/event-batches.ts';
import type { StockRows } from '../../../src/runtime/engine/stocks-of-day.ts';

/** A stock of executions that tells when it is released. */
function stock(symbol: string, rows: number, released: string[]): StockRows {
  return { symbol, minute: null, order: null, trade: { symbol, n: rows, columns: {}, release: () => released.push(symbol) } };
}

/** Answers batches with the number of each stock, some of them late. */
function answering(atOnce: number, outcome: (stocks: readonly StockRows[]) => BatchOutcome): BatchEngine & { most: number } {
  let busy = 0;
  return {
    atOnce,
    most: 0,
    async compute(stocks) {
      this.most = Math.max(this.most, ++busy);
      const turns = Number(stocks[0]?.symbol ?? 0) % 3;
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      busy--;
      return outcome(stocks);
    },
    close: () => Promise.resolve(),
  };
}

const numbers = (stocks: readonly StockRows[]): BatchOutcome => ({ columns: [stocks.map(({ symbol }) => Number(symbol))], recomputed: [stocks.length] });

describe('a day in batches', () => {
  test('has its values in the order of the stocks, however batches finish, and releases every stock', async () => {
    const engine = answering(3, numbers);
    const day = new DayInBatches(engine);
    const released: string[] = [];
    const symbols = Array.from({ length: 40 }, (_, i) => String(i));
    for (const symbol of symbols) await day.add(stock(symbol, 70_000, released));
    expect(await day.finish()).toEqual({ symbols, columns: [Float64Array.from(symbols, Number)], recomputed: [40] });
    expect(released.sort()).toEqual([...symbols].sort());
    expect(day.held.get('trade')).toEqual(new Set(symbols));
    expect(day.held.get('order')?.size).toBe(0);
  });

  test('asks for no more batches at once than the engine wants, and one that fills', async () => {
    const engine = answering(2, numbers);
    const day = new DayInBatches(engine);
    for (let i = 0; i < 60; i++) await day.add(stock(String(i), 250_000, []));
    await day.finish();
    expect(engine.most).toBeLessThanOrEqual(3);
  });

  test('without a stock has no values', async () => {
    expect(await new DayInBatches(answering(1, numbers)).finish()).toEqual({ symbols: [], columns: [], recomputed: [] });
  });

  test('names the table of a row that is not valid', async () => {
    const day = new DayInBatches(answering(1, (stocks) => (stocks.some(({ symbol }) => symbol === '3') ? { fault: 'trade' } : numbers(stocks))));
    for (let i = 0; i < 5; i++) await day.add(stock(String(i), 250_000, []));
    expect(await day.finish()).toEqual({ fault: 'trade' });
  });

  test('fails as the engine fails, and can be given up', async () => {
    const day = new DayInBatches(answering(1, () => { throw new Error('no memory'); }));
    await day.add(stock('1', 250_000, []));
    await expect(day.finish()).rejects.toThrow('no memory');
    await day.giveUp();
  });
});
