import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { putInOrder } from '../../../src/runtime/store/event-checks.ts';
import { EVENT_FIELDS, type EventTable, type StockEvents } from '../../../src/runtime/store/event-columns.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { planEvents } from '../../../src/runtime/store/event-plan.ts';
import { portionsOfSome, type Portion } from '../../../src/runtime/store/event-portions.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { decodeEvents, encodeEvents, eventWidth, type EventIndex } from '../../../src/runtime/store/prepared-events.ts';
import { planPreparedEvents, PreparedEvents, type PreparedPlan } from '../../../src/runtime/store/prepared-events-read.ts';
import { writePreparedEvents } from '../../../src/runtime/store/prepared-events-write.ts';
import { PreparedDamaged } from '../../../src/runtime/store/prepared-file.ts';
import { ColumnEncoder } from '../../../src/runtime/store/prepared-format.ts';
import { readEvents } from '../../../src/runtime/store/read-events.ts';
import { hurtingEvents } from '../../oracle/hurting-events.ts';
import { numbered, writeEventStore } from '../../support/event-store.ts';
import { withIndex } from './prepared-index.ts';
import { freshFolder } from './support.ts';

const DATE = '2023-02-01';
const FULL = process.env['FULLBAND_TEST'] === 'full';
const FILES: Partial<Record<EventTable, Buffer>> = {};
let store = '';

beforeAll(async () => {
  store = await freshFolder();
  await writeEventStore(store, DATE, numbered(Array.from({ length: 20 }, (_, i) => hurtingEvents(i).day)));
  for (const table of ['trade', 'order'] as const) {
    const path = join(store, `${table}.events`);
    const bytes = await withDatabase({}, (db) => writePreparedEvents(path, db, { store, table, date: DATE }, () => Promise.resolve(true)));
    FILES[table] = readFileSync(path);
    expect(bytes).toBe(FILES[table].length);
  }
});

async function allOf<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const each of rows) all.push(each);
  return all;
}

async function readAll(plan: PreparedPlan): Promise<readonly StockEvents[]> {
  return allOf(new PreparedEvents().read(plan));
}

async function stocksOf(path: string, table: EventTable): Promise<readonly StockEvents[]> {
  const plan = await planPreparedEvents({ store, table, date: DATE, path, fields: EVENT_FIELDS[table], symbols: null });
  if (plan === null) throw new Error(`${path} is not there`);
  return readAll(plan);
}

describe('prepared executions and orders', () => {
  test.for(['trade', 'order'] as const)('are the rows of %s, in order and checked', async (table) => {
    const found = await stocksOf(join(store, `${table}.events`), table);
    const expected = await withDatabase({}, (db) => allOf(readEvents(db, store, table, DATE)));
    expect(found.map(({ symbol, n }) => [symbol, n])).toEqual(expected.map(({ symbol, n }) => [symbol, n]));
    expect(expected.length).toBeGreaterThan(10);
    found.forEach(({ columns, checked }, i) => {
      const { seq, ...others } = expected[i]?.columns ?? {};
      expect(checked).toBe(true);
      expect(columns).toEqual(others);
      expect(putInOrder(table, { ...columns, ...(seq === undefined ? {} : { seq }) })).toBe(true);
    });
  });

  test('of some columns and stocks are those alone', async () => {
    const plan = await planPreparedEvents({ store, table: 'trade', date: DATE, path: join(store, 'trade.events'), fields: ['time', 'price', 'side'], symbols: null });
    if (plan === null) throw new Error('it is not there');
    const [first, second, third] = plan.portions.flatMap(({ stocks }) => stocks);
    const found = await readAll({ ...plan, portions: plan.portions.map((portion) => ({ ...portion, stocks: portion.stocks.filter(({ symbol }) => symbol !== second?.symbol) })) });
    expect(found.slice(0, 2).map(({ symbol }) => symbol)).toEqual([first?.symbol, third?.symbol]);
    expect(Object.keys(found[0]?.columns ?? {})).toEqual(['time', 'price', 'side']);
  });

  test('are read range after range, with other ranges and tables between, and again after one that is given up', async () => {
    const prepared = new PreparedEvents();
    const whole = { trade: await stocksOf(join(store, 'trade.events'), 'trade'), order: await stocksOf(join(store, 'order.events'), 'order') };
    for (const range of [0, 1, 2, 1]) {
      for (const table of ['trade', 'order'] as const) {
        const plan = await planPreparedEvents({ store, table, date: DATE, path: join(store, `${table}.events`), fields: EVENT_FIELDS[table], symbols: null });
        if (plan === null) throw new Error('it is not there');
        const symbols = whole[table].map(({ symbol }) => symbol).filter((_, i) => i % 3 === range);
        const part = { ...plan, portions: plan.portions.map((portion) => ({ ...portion, stocks: portion.stocks.filter(({ symbol }) => symbols.includes(symbol)) })) };
        for await (const { symbol } of prepared.read(part)) {
          expect(symbol).toBe(symbols[0]);
          break;
        }
        const found = (await allOf(prepared.read(part))).map(({ symbol, columns }) => [symbol, columns]);
        expect(found).toEqual(whole[table].filter(({ symbol }) => symbols.includes(symbol)).map(({ symbol, columns }) => [symbol, columns]));
      }
    }
  });

  test('are those of the file that lies there now, under the same name', async () => {
    const path = join(await freshFolder(), 'trade.events');
    const bytes = Buffer.from(FILES.trade ?? []);
    bytes[100] = (bytes[100] ?? 0) ^ 255;
    writeFileSync(path, bytes);
    const plan = await planPreparedEvents({ store, table: 'trade', date: DATE, path, fields: EVENT_FIELDS.trade, symbols: null });
    const prepared = new PreparedEvents();
    await expect(allOf(prepared.read(plan as PreparedPlan))).rejects.toThrow(PreparedDamaged);
    writeFileSync(`${path}.new`, FILES.trade ?? '');
    renameSync(`${path}.new`, path);
    expect(await allOf(prepared.read(plan as PreparedPlan))).toEqual(await stocksOf(join(store, 'trade.events'), 'trade'));
  });

  test('of some stocks are cut apart where many rows lie between', () => {
    const stocks = ['a', 'b', 'c', 'd', 'e'].map((symbol) => ({ symbol, rows: 400_000, file: 'f', wanted: true }));
    const cut = (symbols: readonly string[]): unknown => portionsOfSome([{ files: ['f'], stocks, where: '', scattered: false }], symbols)?.map((portion) => portion.stocks.map(({ symbol, wanted }) => (wanted ? symbol : `(${symbol})`)).join(''));
    expect(cut(['c', 'a'])).toEqual(['a(b)c']);
    expect(cut(['a', 'd', 'e'])).toEqual(['a', 'de']);
    expect(cut(['x'])).toEqual([]);
    expect(portionsOfSome([{ files: ['f'], stocks, where: '', scattered: true }], ['a'])).toBeNull();
  });

  test('of some stocks lie in the portions that stored rows of them have, in one file or two', async () => {
    const files = await freshFolder();
    await writeEventStore(files, DATE, numbered(Array.from({ length: 20 }, (_, i) => hurtingEvents(i).day)));
    const folder = partitionFolder(files, 'trade', DATE);
    const path = join(files, 'two.events');
    const nameless = (portions: readonly Portion[]): unknown => portions.map((portion) => ({ ...portion, files: portion.files.map((file) => basename(file)), stocks: portion.stocks.map(({ symbol, rows, file, wanted }) => ({ symbol, rows, wanted, file: file === null ? null : basename(file) })) }));
    await withDatabase({}, async (db) => {
      await db.use(async (connection) => {
        await connection.run(`CREATE TEMP TABLE kept AS SELECT * FROM read_parquet('${join(folder, 'events.parquet')}')`);
        await connection.run(`COPY (SELECT * FROM kept WHERE symbol < '600009.SH' ORDER BY symbol, seq) TO '${join(folder, 'z.parquet')}' (FORMAT parquet)`);
        await connection.run(`COPY (SELECT * FROM kept WHERE symbol >= '600009.SH' ORDER BY symbol, seq) TO '${join(folder, 'events.parquet')}' (FORMAT parquet)`);
      });
      await writePreparedEvents(path, db, { store: files, table: 'trade', date: DATE }, () => Promise.resolve(true));
      const symbol = fc.integer({ min: 599_998, max: 600_025 }).map((code) => `${String(code)}.SH`);
      await fc.assert(
        fc.asyncProperty(fc.array(symbol, { minLength: 1, maxLength: 8 }), fc.boolean(), async (symbols, two) => {
          const place = two ? { store: files, path } : { store, path: join(store, 'trade.events') };
          const plan = await planPreparedEvents({ ...place, table: 'trade', date: DATE, fields: EVENT_FIELDS.trade, symbols });
          const stored = await planEvents(db, place.store, 'trade', DATE, symbols);
          expect(nameless(plan?.portions ?? [])).toEqual(nameless(stored.portions));
          expect((await readAll(plan as PreparedPlan)).map((events) => events.symbol)).toEqual(stored.portions.flatMap(({ stocks }) => stocks.flatMap((stock) => (stock.wanted ? [stock.symbol] : []))));
        }),
        { numRuns: FULL ? 100 : 20 },
      );
    });
  });

  test('that are gone are null, those of another day or table are damaged', async () => {
    expect(await planPreparedEvents({ store, table: 'trade', date: DATE, path: join(store, 'gone.events'), fields: [], symbols: null })).toBeNull();
    await expect(planPreparedEvents({ store, table: 'trade', date: '2023-02-02', path: join(store, 'trade.events'), fields: [], symbols: null })).rejects.toThrow(`it has rows of trade of ${DATE}`);
    await expect(planPreparedEvents({ store, table: 'order', date: DATE, path: join(store, 'trade.events'), fields: [], symbols: null })).rejects.toThrow(PreparedDamaged);
  });

  test('keep any column bit for bit', () => {
    const number = fc.oneof(fc.constantFrom(NaN, -0, 0, 0.1, 2 ** 31, 2 ** 53 - 1, 1e-3, 5e-324), fc.integer({ min: 1, max: 9e8 }).map((n) => n / 1000), fc.double());
    const column = fc.oneof(
      fc.array(number, { minLength: 1 }).map((values) => Float64Array.from(values)),
      fc.array(fc.integer(), { minLength: 1 }).map((values) => Int32Array.from(values)),
      fc.array(fc.integer({ min: -128, max: 127 }), { minLength: 1 }).map((values) => Int8Array.from(values)),
    );
    fc.assert(
      fc.property(column, (values) => {
        const { form, bytes } = encodeEvents(new ColumnEncoder(), values);
        expect(bytes.length).toBe(values.length * eventWidth(form));
        const into = values.slice().fill(7);
        decodeEvents(form, bytes, into);
        expect(Array.from(into, (value) => (Object.is(value, -0) ? '-0' : String(value)))).toEqual(Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value))));
      }),
      { numRuns: FULL ? 2000 : 200 },
    );
  });
});

describe('a file of prepared executions that is damaged', () => {
  async function outcomeOf(bytes: Buffer): Promise<unknown> {
    const path = join(await freshFolder(), 'some.events');
    writeFileSync(path, bytes);
    return stocksOf(path, 'trade').then((stocks) => stocks.length, (error: unknown) => error);
  }

  const whole = (): Buffer => FILES.trade ?? Buffer.alloc(0);

  test('by being cut off anywhere, or continued, is known for damaged', async () => {
    expect(await outcomeOf(whole())).toBeGreaterThan(10);
    for (const length of [0, 7, 8, 1000, whole().length - 17, whole().length - 1]) expect(await outcomeOf(whole().subarray(0, length))).toBeInstanceOf(PreparedDamaged);
    expect(await outcomeOf(Buffer.concat([whole(), Buffer.from('x')]))).toBeInstanceOf(PreparedDamaged);
  });

  test('in any bit gives no other number', async () => {
    const expected = JSON.stringify(await stocksOf(join(store, 'trade.events'), 'trade'));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole().length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const bytes = Buffer.from(whole());
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        const path = join(await freshFolder(), 'some.events');
        writeFileSync(path, bytes);
        // Up to seven bytes between columns, and the letters at the beginning, are read by nobody.
        const outcome = await stocksOf(path, 'trade').then(JSON.stringify, (error: unknown) => error);
        expect(outcome === expected || outcome instanceof PreparedDamaged).toBe(true);
      }),
      { numRuns: FULL ? 500 : 40 },
    );
  });

  test.for<[string, (index: EventIndex) => unknown]>([
    ['no object', () => 'text'],
    ['no table', (index) => ({ ...index, table: 'minute' })],
    ['a stock twice', (index) => ({ ...index, portions: index.portions.map((portion) => ({ ...portion, stocks: [...portion.stocks.slice(0, 1), ...portion.stocks.slice(0, 1), ...portion.stocks.slice(2)] })) })],
    ['fewer stocks', (index) => ({ ...index, portions: index.portions.map((portion) => ({ ...portion, stocks: portion.stocks.slice(1) })) })],
    ['other numbers of rows', (index) => ({ ...index, portions: index.portions.map((portion) => ({ ...portion, stocks: portion.stocks.map((stock) => ({ ...stock, rows: stock.rows + 1 })) })) })],
    ['blocks of more rows', (index) => ({ ...index, blocks: index.blocks.map((block) => ({ ...block, rows: block.rows + 1 })) })],
    ['no blocks', (index) => ({ ...index, blocks: [] })],
    ['columns in another place', (index) => ({ ...index, blocks: index.blocks.map((block) => ({ ...block, columns: block.columns.map((column) => ({ ...column, offset: column.offset + 8 })) })) })],
    ['too few columns', (index) => ({ ...index, blocks: index.blocks.map((block) => ({ ...block, columns: block.columns.slice(1) })) })],
    ['prices kept as times', (index) => ({ ...index, blocks: index.blocks.map((block) => ({ ...block, columns: block.columns.map((column) => ({ ...column, form: 'times' })) })) })],
    ['stocks that nobody wants', (index) => ({ ...index, portions: index.portions.map((portion) => ({ ...portion, stocks: portion.stocks.map((stock) => ({ ...stock, wanted: false })) })) })],
  ])('with an index of %s is known for damaged', async ([, change]) => {
    expect(await outcomeOf(withIndex(whole(), (index) => index))).toBeGreaterThan(10);
    expect(await outcomeOf(withIndex(whole(), change))).toBeInstanceOf(PreparedDamaged);
  });
});
