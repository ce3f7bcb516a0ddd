import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../src/runtime/store/duckdb.ts';
import { MINUTE_FIELDS, type MinuteData, type MinuteField } from '../../../src/runtime/store/minute-data.ts';
import { readMinuteDay } from '../../../src/runtime/store/read-minute.ts';
import { RowsOutOfOrder, streamMinuteDay } from '../../../src/runtime/store/stream-minute.ts';
import { barsSelect, faultOf, freshFolder, writePartitionFile, type BarRow } from './support.ts';

const DATE = '2023-02-01';
let db: Database;
beforeAll(async () => {
  db = await openDatabase({ threads: 2 });
});
afterAll(() => db.close());

async function storeOf(rows: readonly BarRow[]): Promise<string> {
  const store = await freshFolder();
  await writePartitionFile(store, 'minute', DATE, barsSelect(rows, 'DOUBLE'));
  return store;
}

interface Settings {
  readonly most?: number;
  readonly reused?: boolean;
  readonly onlyFields?: readonly MinuteField[];
}

/** Parts of the day, copied: memory may be used again. */
async function partsOf(store: string, { most = 2, reused = false, onlyFields = MINUTE_FIELDS }: Settings = {}): Promise<readonly MinuteData[]> {
  const parts: MinuteData[] = [];
  for await (const part of streamMinuteDay(db, store, DATE, { onlyFields, most, reused })) parts.push(structuredClone(part));
  return parts;
}

/** Bars of some stocks: whole days, days with gaps and bars without a trade, some cells missing; more rows than a chunk has. */
function rowsOf(symbols: readonly string[]): readonly BarRow[] {
  return symbols.flatMap((symbol, s) =>
    Array.from({ length: 240 }, (_, i): BarRow => {
      const price = 10 + s + ((i * 7) % 13) / 100;
      const volume = s % 3 === 1 && i % 5 === 0 ? 0 : 100 + i;
      return [symbol, i + 1, price, price + 0.02, price - 0.02, price + 0.01, volume, s % 4 === 2 && i === 9 ? null : volume * price, s === 5 ? null : i];
    }).filter((_, i) => s % 3 !== 2 || i % 4 !== 1),
  );
}

describe('a day whose rows lie stock by stock', () => {
  const symbols = Array.from({ length: 23 }, (_, i) => `${String(600000 + i)}.SH`);

  test.for([1, 2, 7, 23, 100])('is the same in parts of %d stocks as read at once', async (most) => {
    const store = await storeOf(rowsOf(symbols));
    const whole = await readMinuteDay(db, store, DATE);
    for (const reused of [false, true]) {
      const parts = await partsOf(store, { most, reused });
      expect(parts.map((part) => part.symbols.length).every((count) => count <= most)).toBe(true);
      expect(parts.flatMap((part) => part.symbols)).toEqual(symbols);
      for (const field of MINUTE_FIELDS) expect(parts.flatMap((part) => [...part.columns[field]])).toEqual([...whole.columns[field]]);
    }
  });

  test('has only the wanted columns', async () => {
    const [part] = await partsOf(await storeOf(rowsOf(symbols.slice(0, 1))), { most: 3, onlyFields: ['close', 'items'] });
    expect(part?.columns.close.some(Number.isNaN)).toBe(false);
    expect(part?.columns.items.some(Number.isNaN)).toBe(false);
    expect(part?.columns.open.every(Number.isNaN)).toBe(true);
  });

  test('may have symbols longer than twelve bytes', async () => {
    const long = ['a symbol of many letters', 'a symbol of many letters more', 'ß'.repeat(9)];
    expect((await partsOf(await storeOf(rowsOf(long)), { most: 1 })).map((part) => part.symbols)).toEqual(long.map((symbol) => [symbol]));
  });

  test('without a row has no part', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'minute', DATE, `SELECT * FROM (${barsSelect(rowsOf(['A']), 'DOUBLE')}) WHERE false`);
    expect(await partsOf(store)).toEqual([]);
  });
});

describe('rows in another order', () => {
  test.for([
    ['a symbol before a smaller one', ['B', 'A']],
    ['a symbol in two places', ['A', 'B', 'A']],
    ['a symbol in two places of two parts', ['A', 'B', 'C', 'D', 'A']],
  ] as const)('are told: %s', async ([, order]) => {
    const rows = order.flatMap((symbol, i) => rowsOf([symbol]).slice(40 * i, 40 * i + 40));
    await expect(partsOf(await storeOf(rows))).rejects.toThrow(RowsOutOfOrder);
  });

  test('within a stock make no difference', async () => {
    const rows = rowsOf(['A', 'B']);
    const turned = [...rows.slice(0, 240).reverse(), ...rows.slice(240)];
    expect(await partsOf(await storeOf(turned))).toEqual(await partsOf(await storeOf(rows)));
  });
});

describe('a row that is not valid', () => {
  const rows = rowsOf(['A', 'B', 'C', 'D']);
  const bad = (row: number, changed: (row: BarRow) => BarRow): readonly BarRow[] => rows.map((own, i) => (i === row ? changed(own) : own));
  test.for([
    ['a price', bad(600, ([symbol, bar, , ...others]) => [symbol, bar, -1, ...others]), '-1.0 at bar'],
    ['a bar', bad(3, ([symbol, , ...others]) => [symbol, 241, ...others]), '241'],
    ['a bar twice', [...rows.slice(0, 200), ...rows.slice(199)], 'a second time'],
  ] as const)('is named with its file and row: %s', async ([, wrong, found]) => {
    const fault = await faultOf(partsOf(await storeOf(wrong)));
    expect(fault.found).toContain(found);
    expect(fault.message).toMatch(/other\.parquet, row \d+/);
  });

  test('is one without a symbol', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'minute', DATE, `SELECT CASE WHEN bar = 7 THEN NULL ELSE symbol END AS symbol, * EXCLUDE (symbol) FROM (${barsSelect(rows, 'DOUBLE')})`);
    expect((await faultOf(partsOf(store))).message).toMatch(/row 7, column symbol: found no symbol/);
  });
});
