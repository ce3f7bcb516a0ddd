import { appendFileSync, copyFileSync, cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { textIn, type Row } from '../../../src/runtime/store/duckdb.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import type { DatedTable } from '../../../src/runtime/store/tables.ts';
import { hurtingEvents } from '../../oracle/hurting-events.ts';
import { numbered, writeEventStore, type StockEvents } from '../../support/event-store.ts';
import { agrees, KERNEL_TOLERANCE } from '../../support/agreement.ts';
import { factorsOf, factorText } from '../../support/programs.ts';
import { faultOf, freshFolder } from '../store/support.ts';
import { compute, outputRows } from './stores.ts';

const DATES = ['2023-02-01', '2023-02-02'] as const;
const [FIRST, SECOND] = DATES;

const factor = (name: string, table: string, value: string): string => `/// t\nfactor ${name} { from ${table} direction 1 value ${value} }`;
const FACTORS = factorsOf(
  [
    factor('bars', 'minute', 'sum(volume, window=late) / sum(volume)'),
    factor('trades', 'trade', 'sum(sum(amount, by=buy_id)^2) / sum(amount)^2'),
    factor('both', 'trade', 'corr(sum(amount, by=minute), minute.ret)'),
    factor('orders', 'order', 'skew(volume, where=side == buy)'),
  ].join('\n'),
);
const chosen = (...names: readonly string[]) => FACTORS.filter(({ name }) => names.includes(name));

function stocksOf(date: (typeof DATES)[number]): readonly StockEvents[] {
  const from = DATES.indexOf(date) * 30;
  return numbered(Array.from({ length: 12 }, (_, i) => hurtingEvents(from + i).day));
}

/** Written once, copied by every test. */
let written = '';
beforeAll(async () => {
  written = await freshFolder();
  for (const date of DATES) await writeEventStore(written, date, stocksOf(date));
});

/** Two days of stocks with bars, executions and orders. */
async function eventStore(): Promise<string> {
  const store = await freshFolder();
  cpSync(written, store, { recursive: true });
  return store;
}

/** A table's file of a date with other stocks. */
async function otherFile(table: DatedTable, date: string): Promise<string> {
  const other = await freshFolder();
  await writeEventStore(other, date, numbered(Array.from({ length: 9 }, (_, i) => hurtingEvents(100 + i).day)));
  return join(partitionFolder(other, table, date), 'events.parquet');
}

/** Puts a file in a day's place in one step, as an import does. */
function replace(store: string, table: DatedTable, date: string, file: string): void {
  const place = join(partitionFolder(store, table, date), 'events.parquet');
  copyFileSync(file, `${place}.new`);
  renameSync(`${place}.new`, place);
}

function valueFiles(store: string): readonly string[] {
  const folder = join(store, 'values');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet')).sort() : [];
}

const placeOf = (row: Row): string => `${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`;
const placesOf = (rows: readonly Row[]): readonly string[] => rows.map(placeOf);

describe('factors over bars, executions and orders in one request', () => {
  test('give one row per date and symbol of any of their tables; what a stock lacks is null', async () => {
    const store = await eventStore();
    const report = await compute({ store, factors: FACTORS });
    expect(report).toMatchObject({ computed: 8, cached: 0, dates: 2, warnings: [] });
    const rows = await outputRows(report.out);
    const expected = DATES.flatMap((date) => stocksOf(date).flatMap(({ symbol, executions, orders }) => (executions.length + orders.length === 0 ? [] : [`${date} ${symbol}`])));
    expect(placesOf(rows)).toEqual(expected);
    const ordersOnly = DATES.flatMap((date) => stocksOf(date).flatMap(({ symbol, executions, orders }) => (executions.length === 0 && orders.length > 0 ? [`${date} ${symbol}`] : [])));
    for (const row of rows) if (ordersOnly.includes(placeOf(row))) expect(row).toMatchObject({ bars: null, trades: null, both: null });
    for (const name of ['bars', 'trades', 'both', 'orders']) expect(rows.filter((row) => typeof row[name] === 'number').length).toBeGreaterThan(8);
  });

  test.each(['cpu', 'reference'] as const)('agree on webasm and %s', async (engine) => {
    const store = await eventStore();
    const one = await outputRows((await compute({ store, factors: FACTORS })).out);
    const other = await outputRows((await compute({ store, factors: FACTORS, engine })).out);
    expect(placesOf(other)).toEqual(placesOf(one));
    one.forEach((row, i) => {
      for (const { name } of FACTORS) expect([row['symbol'], name, agrees(Number(row[name] ?? NaN), Number(other[i]?.[name] ?? NaN), KERNEL_TOLERANCE)]).toEqual([row['symbol'], name, true]);
    });
  });

  test('a factor has the rows of its own tables, whatever it was computed with', async () => {
    const [together, alone] = [await eventStore(), await eventStore()];
    await compute({ store: together, factors: FACTORS });
    for (const name of ['trades', 'orders', 'both']) {
      const cached = await compute({ store: together, factors: chosen(name) });
      expect(cached).toMatchObject({ computed: 0, cached: 2 });
      const [kept, own] = [await outputRows(cached.out), await outputRows((await compute({ store: alone, factors: chosen(name) })).out)];
      expect(placesOf(kept)).toEqual(placesOf(own));
      // What is compiled together may decide where a value is computed, and so its last digits.
      kept.forEach((row, i) => expect([placeOf(row), agrees(Number(row[name] ?? NaN), Number(own[i]?.[name] ?? NaN), KERNEL_TOLERANCE)]).toEqual([placeOf(row), true]));
    }
  });

  test('of some symbols are taken from values of all', async () => {
    const store = await eventStore();
    const [stock = ''] = stocksOf(FIRST).filter(({ executions }) => executions.length > 100).map(({ symbol }) => symbol);
    const fresh = await compute({ store, factors: FACTORS, symbols: [stock, '000000.SZ'], to: FIRST });
    expect(await outputRows(fresh.out)).toHaveLength(1);
    expect(fresh.warnings.join()).toContain('000000.SZ');
    await compute({ store, factors: FACTORS });
    const again = await compute({ store, factors: FACTORS, symbols: [stock], from: SECOND });
    expect(again).toMatchObject({ computed: 0, cached: 4 });
  });
});

describe('values of executions and orders that are in the store', () => {
  test.each([
    ['order', 1],
    ['trade', 2],
    ['minute', 2],
  ] as const)('of which %s is imported again are computed again, and no others', async (table, computed) => {
    const store = await eventStore();
    const first = await outputRows((await compute({ store, factors: FACTORS })).out);
    replace(store, table, FIRST, await otherFile(table, FIRST));
    const again = await compute({ store, factors: FACTORS });
    expect(again).toMatchObject({ computed, cached: 8 - computed });
    const second = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => row['date'] === SECOND);
    expect(second(await outputRows(again.out))).toEqual(second(first));
    expect(await outputRows(again.out)).not.toEqual(first);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0, cached: 8 });
  });

  test('a damaged file is removed, told and computed again', async () => {
    const store = await eventStore();
    const first = await compute({ store, factors: FACTORS });
    const [damaged = ''] = valueFiles(store).filter((name) => name.includes(join('events', 'trade')));
    appendFileSync(join(store, 'values', damaged), 'damage');
    const again = await compute({ store, factors: FACTORS });
    expect(again).toMatchObject({ computed: 1, cached: 7, warnings: [`${join(store, 'values', damaged)} was damaged and is removed; its values are computed again where they are needed`] });
    expect(await outputRows(again.out)).toEqual(await outputRows(first.out));
  });

  test('a run that is stopped within a day keeps the days before and goes on from there', async () => {
    const store = await eventStore();
    const stop = new AbortController();
    const notes: string[] = [];
    const run = compute({
      store,
      factors: chosen('trades', 'orders'),
      signal: stop.signal,
      onProgress: ({ date, note, done, total }) => {
        if (date === '') return;
        notes.push(`${String(done)}/${String(total)} ${note}`);
        if (note === `${SECOND}, stock 3`) stop.abort();
      },
    });
    await expect(run).rejects.toThrow(/abort/);
    expect(notes).toContain(`0/2 ${FIRST}, stock 1`);
    expect(notes.at(-1)).toBe(`1/2 ${SECOND}, stock 3`);
    expect(await compute({ store, factors: chosen('trades', 'orders') })).toMatchObject({ computed: 2, cached: 2 });
  });

  test('a day that is imported again while it is read is read again, and kept under what was read', async () => {
    const store = await eventStore();
    const other = await otherFile('order', SECOND);
    let replaced = false;
    const run = await compute({
      store,
      factors: FACTORS,
      onProgress: ({ note }) => {
        if (replaced || note !== `${SECOND}, stock 4`) return;
        replaced = true;
        replace(store, 'order', SECOND, other);
      },
    });
    expect(replaced).toBe(true);
    const fresh = await eventStore();
    replace(fresh, 'order', SECOND, other);
    expect(await outputRows(run.out)).toEqual(await outputRows((await compute({ store: fresh, factors: FACTORS })).out));
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0, cached: 8 });
  });
});

describe('tables that are not there', () => {
  test('a day without orders has null there, and a warning names the factors and what to do', async () => {
    const store = await eventStore();
    rmSync(partitionFolder(store, 'order', SECOND), { recursive: true });
    const report = await compute({ store, factors: FACTORS });
    expect(report).toMatchObject({ computed: 7, dates: 2, warnings: [`no order entries on ${SECOND}: orders has no value there; \`fullband import\` brings them in`] });
    expect((await outputRows(report.out)).filter((row) => row['date'] === SECOND && row['orders'] !== null)).toEqual([]);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0, cached: 7 });
  });

  test('days of orders alone are days of the output', async () => {
    const store = await eventStore();
    rmSync(join(store, 'minute'), { recursive: true });
    rmSync(join(store, 'trade'), { recursive: true });
    const report = await compute({ store, factors: FACTORS });
    expect(report).toMatchObject({ computed: 2, dates: 2 });
    expect(report.warnings).toEqual([
      `no minute bars on ${DATES.join(', ')}: bars, both have no value there; \`fullband bars\` makes them of executions`,
      `no executions on ${DATES.join(', ')}: trades, both have no value there; \`fullband import\` brings them in`,
    ]);
  });

  test('no table at all is an error that says where they are looked for', async () => {
    const store = await eventStore();
    rmSync(join(store, 'trade'), { recursive: true });
    expect(await faultOf(compute({ store, factors: chosen('trades') }))).toMatchObject({ found: 'no executions', expected: 'STORE/trade/date=…/*.parquet', remedy: 'Import them with `fullband import`.' });
  });

  test('a factor without a value anywhere is a warning with the column that nobody delivers', async () => {
    const store = await freshFolder();
    const stocks = stocksOf(FIRST).map((stock) => ({ ...stock, executions: stock.executions.map((row) => ({ ...row, amount: NaN })) }));
    await writeEventStore(store, FIRST, stocks);
    const report = await compute({ store, factors: chosen('trades', 'orders') });
    expect(report.warnings).toEqual(['trades: every value is missing: the executions have no amount']);
  });

  test('names of factors may be those of minute factors elsewhere', async () => {
    const store = await eventStore();
    const bars = factorsOf(factorText('mean(ret)'));
    const trades = factorsOf(factor('f0', 'trade', 'mean(volume)/max(volume)'));
    await compute({ store, factors: bars });
    expect(await compute({ store, factors: trades })).toMatchObject({ computed: 2 });
    expect(await compute({ store, factors: bars })).toMatchObject({ computed: 0 });
  });
});
