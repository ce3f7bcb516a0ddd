import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVENT_DATE, writeEventMarket } from '../../bench/data-events.ts';
import { ORDER_FACTORS, readEventValues, TRADE_FACTORS, type EventValues } from '../../bench/event-factors.ts';
import { marketFiles } from '../../bench/event-market.ts';
import { duckdbEventFactors, duckdbEventFactorsInMemory } from '../../bench/peer-duckdb-events.ts';
import { queryRows, textIn, withDatabase, type Row } from '../../src/runtime/store/duckdb.ts';
import { eventFactorOracle, orderFactorOracle, tradeFactorOracle } from '../oracle/event-formulas.ts';
import { barsOf, groupBy, type EventDay, type Execution, type OrderEntry } from '../oracle/event-rows.ts';
import { HURTING_EVENT_KINDS, hurtingEvents } from '../oracle/hurting-events.ts';
import { returns } from '../oracle/minute-factors.ts';
import { realEventDays } from '../oracle/real-events.ts';
import { describeWithRealFiles, freshFolder, REAL_FILES } from '../runtime/store/support.ts';
import { numbered, writeEventStore, type StockEvents } from '../support/event-store.ts';

const FULL = process.env['FULLBAND_TEST'] === 'full';

type Values = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** All 12 factors in SQL, by symbol; a stock that is not in a table has no values of it. */
async function peerValues(store: string, threads: number): Promise<Values> {
  const files = await marketFiles(store);
  const out = join(await freshFolder(), 'values.parquet');
  return bySymbol(
    await withDatabase({ threads }, (db) =>
      db.use(async (connection) => {
        await duckdbEventFactors(connection, files, out, threads);
        return readEventValues(connection, out);
      }),
    ),
  );
}

/** The same from tables in memory, the second time that they are asked. */
async function peerValuesInMemory(store: string, threads: number): Promise<Values> {
  const files = await marketFiles(store);
  return bySymbol(
    await withDatabase({ threads }, (db) =>
      db.use(async (connection) => {
        const compute = await duckdbEventFactorsInMemory(connection, files, threads);
        await compute();
        return compute();
      }),
    ),
  );
}

function bySymbol({ symbols, values }: EventValues): Values {
  return new Map(symbols.map((symbol, i) => [symbol, Object.fromEntries(Object.entries(values).map(([factor, column]) => [factor, column[i] ?? NaN]))]));
}

/**
 * What 1e-9 of a value cannot mean: a correlation or a skewness near 0 has no digits of its own, returns and concentrations are differences of
 * sums that nearly cancel.
 */
const USUAL_SIZE: Readonly<Record<string, number>> = {
  bigorder_ret2: 1e-3,
  early_active_bigorder_ret: 1e-3,
  concentration_diff: 1e-3,
  corr_netactivebuy_lastret: 1,
  corr_netactivebuy_nextret: 1,
  corr_buyorder_volume_price: 1,
  skew_order_diff: 1,
  kurt_order_diff: 1,
  early_kurt_order: 1,
};

/** Where values differ from the oracle's by more than 1e-9, one line each. */
function differences(stocks: readonly StockEvents[], found: Values, describeStock: (i: number) => string): readonly string[] {
  return stocks.flatMap((day, i) =>
    Object.entries(eventFactorOracle).flatMap(([factor, formula]) => {
      const expected = formula(day);
      const actual = found.get(day.symbol)?.[factor] ?? NaN;
      const tolerance = 1e-9 * Math.max(Math.abs(expected), USUAL_SIZE[factor] ?? 0);
      const same = Number.isNaN(expected) ? Number.isNaN(actual) : Math.abs(actual - expected) <= tolerance;
      return same ? [] : [`${factor} of ${day.symbol} (${describeStock(i)}): found ${actual}, expected ${expected}`];
    }),
  );
}

const CELLS = { B: 'buy', S: 'sell', N: 'none' } as const;

function number(row: Row, name: string): number {
  return row[name] === null ? NaN : Number(row[name]);
}

/** The rows of a store as plain rows, by symbol. */
async function daysOf(store: string): Promise<readonly StockEvents[]> {
  const read = (table: string): Promise<readonly Row[]> => withDatabase({}, (db) => db.use((connection) => queryRows(connection, `FROM read_parquet('${join(store, table, '*', '*.parquet')}') ORDER BY symbol, seq`)));
  const orders = groupBy(await read('order'), (row) => textIn(row, 'symbol') ?? '');
  return [...groupBy(await read('trade'), (row) => textIn(row, 'symbol') ?? '')].map(([symbol, rows]) => {
    const common = (row: Row) => ({ seq: number(row, 'seq'), time: number(row, 'time'), price: number(row, 'price'), volume: number(row, 'volume') });
    const executions: readonly Execution[] = rows.map((row) => ({ ...common(row), amount: number(row, 'amount'), side: CELLS[row['side'] as keyof typeof CELLS], buyId: number(row, 'buy_id'), sellId: number(row, 'sell_id') }));
    const entries: readonly OrderEntry[] = (orders.get(symbol) ?? []).map((row) => ({ ...common(row), orderId: number(row, 'order_id'), side: row['side'] === 'B' ? 'buy' : 'sell', type: row['type'] as OrderEntry['type'] }));
    return { symbol, executions, orders: entries, ret: returns(barsOf(executions)) };
  });
}

describe('the factors of events in SQL', () => {
  test('the peer and the oracle name the same factors', () => {
    expect(Object.keys(tradeFactorOracle)).toEqual([...TRADE_FACTORS]);
    expect(Object.keys(orderFactorOracle)).toEqual([...ORDER_FACTORS]);
  });

  test.each([1, 2])('agree with the oracle on hurting days, on %i threads', async (threads) => {
    const days = Array.from({ length: HURTING_EVENT_KINDS.length * (FULL ? 10 : 2) }, (_, seed) => hurtingEvents(seed).day);
    const store = await freshFolder();
    const stocks = numbered(days);
    await writeEventStore(store, EVENT_DATE, stocks);
    const nameOf = (seed: number): string => hurtingEvents(seed).name;
    expect(differences(stocks, await peerValues(store, threads), nameOf)).toEqual([]);
    expect(differences(stocks, await peerValuesInMemory(store, threads), nameOf)).toEqual([]);
  });

  test('agree with the oracle on the day that is measured', async () => {
    const store = await freshFolder();
    await writeEventMarket(store, { stocks: FULL ? 200 : 25, executions: FULL ? 400_000 : 20_000, seed: 3 });
    const stocks = await daysOf(store);
    expect(differences(stocks, await peerValues(store, 2), () => 'generated')).toEqual([]);
    expect(differences(stocks, await peerValuesInMemory(store, 2), () => 'generated')).toEqual([]);
  });

  test('a wrong value is found', async () => {
    const store = await freshFolder();
    const [stock] = numbered([hurtingEvents(0).day]);
    if (stock === undefined) throw new Error('no day');
    await writeEventStore(store, EVENT_DATE, [stock]);
    const found = new Map([...(await peerValues(store, 1))].map(([symbol, values]) => [symbol, { ...values, bigorder_amt_perc: (values['bigorder_amt_perc'] ?? NaN) * (1 + 3e-9) }]));
    expect(differences([stock], found, () => 'liquid')).toHaveLength(1);
  });
});

describe('the generated day of events', () => {
  test('it depends on the seed alone and has about as many rows as asked for', async () => {
    const market = { stocks: 20, executions: 10_000, seed: 1 };
    const stores = [await freshFolder(), await freshFolder(), await freshFolder()] as const;
    const rows = await writeEventMarket(stores[0], market);
    await writeEventMarket(stores[1], market);
    await writeEventMarket(stores[2], { ...market, seed: 2 });
    expect(rows.trade).toBeGreaterThan(9_900);
    expect(rows.trade).toBeLessThan(10_100);
    expect(rows.order).toBe(rows.trade);
    const [first, second, other] = [await daysOf(stores[0]), await daysOf(stores[1]), await daysOf(stores[2])];
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('rows are in the order of time; aggressors are younger than the orders they meet; auctions have none', async () => {
    const store = await freshFolder();
    await writeEventMarket(store, { stocks: 20, executions: 20_000, seed: 1 });
    const problems: string[] = [];
    const days: readonly EventDay[] = await daysOf(store);
    for (const { executions, orders } of days) {
      for (const rows of [executions, orders]) rows.forEach((row, i) => row.time < (rows[i - 1]?.time ?? 0) && problems.push(`row ${row.seq} is earlier than the one before`));
      for (const { side, buyId, sellId, seq } of executions) {
        if ((side === 'buy' && buyId <= sellId) || (side === 'sell' && sellId <= buyId)) problems.push(`execution ${seq}: ${side} by the older order`);
      }
      if (executions[0]?.side !== 'none' || executions.at(-1)?.side !== 'none') problems.push('an auction has an aggressor');
      if (new Set(orders.map(({ orderId }) => orderId)).size < orders.length) problems.push('an order number comes twice');
    }
    expect(problems).toEqual([]);
  });
});

describeWithRealFiles('the factors of events in SQL on real days', () => {
  test('agree with the oracle on the eight stock-days', async () => {
    const store = await freshFolder();
    const stocks = realEventDays(dirname(REAL_FILES.minute));
    await writeEventStore(store, EVENT_DATE, stocks);
    const found = await peerValues(store, 2);
    // Without an order stream there are no values of it: SZSE 000001 and SSE 600000.
    expect(stocks).toHaveLength(8);
    expect(differences(stocks, found, () => 'real')).toEqual([]);
  });
});
