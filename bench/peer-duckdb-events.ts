/**
 * The 8 factors of executions and the 4 of orders in SQL over a store's Parquet files: what a user of DuckDB would write after looking for the fastest
 * form. Step by step, because one statement for all holds every order of the market twice. Forms that were tried and left: symbols as text for keys (grouping takes
 * 2.2 times as long), the sums of all orders joined back instead of the big ones (4 times), window sums over orders (10 times), prices before through
 * `PARTITION BY` (a half more).
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetSource, quoteText } from '../src/runtime/store/duckdb.ts';
import { EVENT_FACTORS, eventValuesIn, type EventValues } from './event-factors.ts';

/** A step: a table that later steps read, or the last SELECT. */
export interface Step {
  readonly name: string;
  readonly sql: string;
}

const OPEN = 34_200_000;
const TEN = 36_000_000;
const MIDDAY = 46_800_000;

/** Division that is missing, not infinite, by 0. */
const quotient = (a: string, b: string): string => `(${a}) / nullif(${b}, 0)`;

/**
 * Stocks as small integers in the order of their symbols, which group and join several times faster than text. Cut into ranges of about equal rows.
 */
function stocksSql(source: string, parts: number): string {
  return `SELECT symbol, first, (row_number() OVER (ORDER BY symbol) - 1)::SMALLINT AS stock,
      (least(${parts - 1}, (sum(n) OVER (ORDER BY symbol) - n) * ${parts} // sum(n) OVER ()))::TINYINT AS part
    FROM (SELECT symbol, count(*) AS n, min(seq) AS first FROM ${source} GROUP BY symbol)`;
}

/** Rows of a table of events, with their stocks as integers. */
interface Rows {
  /** What SQL reads them from. */
  readonly from: string;
  /** The column that tells the stock, which the table `stock` has as well. */
  readonly key: 'symbol' | 'stock';
}

/**
 * Executions with the step from the price before. `lag() OVER ()` streams over rows that are stored stock by stock in exchange order; a window
 * with PARTITION BY would sort the market. It uses one core, so each core gets its own range of stocks. Amounts are counted in 0.001 CNY, which
 * float64 adds exactly.
 */
function executionsSql({ from, key }: Rows, ranges: readonly string[]): string {
  return ranges
    .map(
      (range) => `SELECT stock,
        (CASE WHEN "time" < ${MIDDAY} THEN least(120, greatest(1, 1 + ("time" - ${OPEN}) // 60000)) ELSE least(240, 121 + ("time" - ${MIDDAY}) // 60000) END)::SMALLINT AS bar,
        round(amount * 1000) AS amount, side, buy_id, sell_id, CASE WHEN seq > first THEN (price - before) / before END AS step
      FROM (SELECT ${key}, seq, "time", price, amount, side, buy_id, sell_id, lag(price) OVER () AS before FROM ${from} WHERE ${key} ${range})
      JOIN stock USING (${key})`,
    )
    .join('\nUNION ALL\n');
}

function restoredSql(id: string): string {
  return `SELECT stock, ${id} AS id, coalesce(sum(amount), 0) AS amount FROM execution GROUP BY stock, ${id}`;
}

/** θ, and what needs orders alone. One that equals θ is not big: rounding moves θ by less than 1e-12 of itself. */
const THRESHOLD = `SELECT stock, avg(amount) + CASE WHEN min(amount) < max(amount) THEN stddev_pop(amount) ELSE 0 END AS theta,
    (sum(amount * amount) FILTER (buy)) - (sum(amount * amount) FILTER (NOT buy)) AS concentration
  FROM (SELECT *, true AS buy FROM buys UNION ALL SELECT *, false FROM sells) GROUP BY stock`;

function bigSql(orders: string): string {
  return `SELECT stock, id, amount FROM ${orders} JOIN threshold USING (stock) WHERE amount > theta * (1 + 1e-12)`;
}

/** Sums of a stock over its executions, each with whether its orders are big: a twentieth of the orders are, so these joins are small. */
const SUMS = `SELECT execution.stock, sum(amount) AS total, count(amount) > 0 AS has_amount, count(side) > 0 AS has_side,
    sum(amount) FILTER (bar <= 30) AS early,
    coalesce(sum(amount) FILTER (bar <= 30 AND side = 'B'), 0) AS early_active_buy,
    coalesce(sum(amount) FILTER (bar <= 30 AND big_buys.id IS NOT NULL), 0) AS early_big_buy,
    coalesce(sum(amount) FILTER (bar <= 30 AND big_sells.id IS NOT NULL), 0) AS early_big_sell,
    coalesce(sum(ln(1 + step)) FILTER (side <> 'N' AND (big_buys.id IS NOT NULL OR big_sells.id IS NOT NULL)), 0) AS big_steps,
    coalesce(sum(ln(1 + step)) FILTER (bar <= 30 AND ((side = 'B' AND big_buys.id IS NOT NULL) OR (side = 'S' AND big_sells.id IS NOT NULL))), 0) AS early_big_steps
  FROM execution
  LEFT JOIN (SELECT stock, id FROM big_buys) AS big_buys ON execution.stock = big_buys.stock AND execution.buy_id = big_buys.id
  LEFT JOIN (SELECT stock, id FROM big_sells) AS big_sells ON execution.stock = big_sells.stock AND execution.sell_id = big_sells.id
  GROUP BY execution.stock`;

/** The grid of minutes: net active buying, and the return with the last price carried through minutes without a trade. */
function minutesSql({ from, key }: Rows): string {
  return `SELECT *, ("close" / coalesce(lag("close") OVER (PARTITION BY stock ORDER BY bar), open)) - 1 AS ret
    FROM (SELECT stock, bar, coalesce(net, 0) AS net, open, last_value("close" IGNORE NULLS) OVER (PARTITION BY stock ORDER BY bar) AS "close"
      FROM (SELECT stock, bar::SMALLINT AS bar FROM stock, range(1, 241) AS t(bar))
      LEFT JOIN (SELECT stock, bar, sum(CASE side WHEN 'B' THEN amount WHEN 'S' THEN -amount ELSE 0 END) AS net FROM execution GROUP BY stock, bar) USING (stock, bar)
      LEFT JOIN (SELECT stock, bar, open, "close" FROM ${from} JOIN stock USING (${key})) USING (stock, bar))`;
}

const CORRELATIONS = `SELECT stock, corr(next_net, ret) AS lastret, corr(net, next_ret) AS nextret
  FROM (SELECT *, lead(net) OVER (PARTITION BY stock ORDER BY bar) AS next_net, lead(ret) OVER (PARTITION BY stock ORDER BY bar) AS next_ret FROM grid)
  GROUP BY stock`;

const FACTORS = `SELECT symbol,
    CASE WHEN has_amount THEN ${quotient('coalesce(big.amount, 0)', '2 * total')} END AS bigorder_amt_perc,
    CASE WHEN has_amount THEN ${quotient('early_big_buy', 'early_big_buy + early_big_sell')} END AS early_bigorder_buy_perc,
    CASE WHEN has_amount AND has_side THEN exp(big_steps) - 1 END AS bigorder_ret2,
    CASE WHEN has_amount AND has_side THEN exp(early_big_steps) - 1 END AS early_active_bigorder_ret,
    ${quotient('concentration', 'total * total')} AS concentration_diff,
    CASE WHEN has_amount AND has_side THEN ${quotient('early_active_buy', 'early')} END AS early_active_buy_perc,
    CASE WHEN has_amount AND has_side THEN lastret END AS corr_netactivebuy_lastret,
    CASE WHEN has_amount AND has_side THEN nextret END AS corr_netactivebuy_nextret
  FROM stock JOIN sums USING (stock) JOIN threshold USING (stock) JOIN correlation USING (stock)
  LEFT JOIN (SELECT stock, sum(amount) AS amount FROM (SELECT * FROM big_buys UNION ALL SELECT * FROM big_sells) GROUP BY stock) AS big USING (stock)
  ORDER BY symbol`;

/** Moments of volumes around their means, which are taken first, above the least volume: sums of powers of the volumes themselves lose every digit. */
function momentSteps(entries: string): readonly Step[] {
  // Products, because pow() takes three times as long.
  const moments = (name: string, rows: string): string => {
    const d = `(volume - ${name}_least - ${name}_mean)`;
    return [2, 3, 4].map((power) => `avg(${Array.from({ length: power }, () => d).join(' * ')}) FILTER (${rows}) AS ${name}${power}`).join(', ');
  };
  const skew = (name: string): string => `(CASE WHEN ${name}_varies THEN ${name}3 / pow(${name}2, 1.5) END)`;
  const kurt = (name: string): string => `(CASE WHEN ${name}_varies THEN ${name}4 / (${name}2 * ${name}2) - 3 END)`;
  const mean = (name: string, rows: string): string => `min(volume) FILTER (${rows}) AS ${name}_least, (sum(volume) FILTER (${rows}) - ${name}_least * count(*) FILTER (${rows})) / count(*) FILTER (${rows}) AS ${name}_mean, ${name}_least < max(volume) FILTER (${rows}) AS ${name}_varies`;
  return [
    { name: 'mean', sql: `SELECT stock, ${mean('buy', 'buy')}, ${mean('sell', 'NOT buy')}, ${mean('early', 'early')} FROM ${entries} GROUP BY stock` },
    {
      name: 'moment',
      sql: `SELECT stock, ${moments('buy', 'buy')}, ${moments('sell', 'NOT buy')}, ${moments('early', 'early')},
        corr(volume - buy_least, price) FILTER (buy AND price > 0) AS corr_buyorder_volume_price FROM ${entries} JOIN mean USING (stock) GROUP BY stock`,
    },
    {
      name: 'factors',
      sql: `SELECT symbol, ${skew('buy')} - ${skew('sell')} AS skew_order_diff, ${kurt('buy')} - ${kurt('sell')} AS kurt_order_diff, ${kurt('early')} AS early_kurt_order, corr_buyorder_volume_price
        FROM stock JOIN mean USING (stock) JOIN moment USING (stock) ORDER BY symbol`,
    },
  ];
}

const EARLY = `"time" >= ${OPEN} AND "time" < ${TEN}`;

function orderSteps(source: string): readonly Step[] {
  return [
    { name: 'stock', sql: `SELECT symbol, (row_number() OVER (ORDER BY symbol) - 1)::SMALLINT AS stock FROM (SELECT DISTINCT symbol FROM ${source})` },
    { name: 'entry', sql: `SELECT stock, volume::DOUBLE AS volume, side = 'B' AS buy, ${EARLY} AS early, price FROM ${source} JOIN stock USING (symbol)` },
    ...momentSteps('entry'),
  ];
}

function tradeSteps(trade: Rows, minute: Rows, ranges: readonly string[]): readonly Step[] {
  return [
    { name: 'execution', sql: executionsSql(trade, ranges) },
    { name: 'buys', sql: restoredSql('buy_id') },
    { name: 'sells', sql: restoredSql('sell_id') },
    { name: 'threshold', sql: THRESHOLD },
    { name: 'big_buys', sql: bigSql('buys') },
    { name: 'big_sells', sql: bigSql('sells') },
    { name: 'sums', sql: SUMS },
    { name: 'grid', sql: minutesSql(minute) },
    { name: 'correlation', sql: CORRELATIONS },
    { name: 'factors', sql: FACTORS },
  ];
}

export type OnStep = (name: string, milliseconds: number) => void;

async function makeTable(connection: DuckDBConnection, name: string, sql: string, onStep: OnStep): Promise<void> {
  const start = performance.now();
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${sql}`);
  onStep(name, performance.now() - start);
}

/** Runs the steps; the last becomes the table `into`, those before it go again. `onStep` hears how long each took, in milliseconds. */
async function runSteps(connection: DuckDBConnection, steps: readonly Step[], into: string, onStep: OnStep): Promise<void> {
  const before = steps.slice(0, -1);
  for (const { name, sql } of before) await makeTable(connection, name, sql, onStep);
  await makeTable(connection, into, steps.at(-1)?.sql ?? '', onStep);
  for (const { name } of before) await connection.run(`DROP TABLE ${name}`);
}

const bySymbol = (from: string): Rows => ({ from, key: 'symbol' });
const byStock = (from: string): Rows => ({ from, key: 'stock' });

/** Ranges of stocks of about equal rows, one for each thread; makes the table `stock`. */
async function cutStocks(connection: DuckDBConnection, trade: string, threads: number, key: Rows['key'], onStep: OnStep): Promise<readonly string[]> {
  await makeTable(connection, 'stock', stocksSql(trade, threads), onStep);
  const bounds = await connection.runAndReadAll(`SELECT min(${key}), max(${key}) FROM stock GROUP BY part ORDER BY part`);
  return bounds.getRows().map(([from, to]) => (key === 'symbol' ? `BETWEEN '${String(from)}' AND '${String(to)}'` : `BETWEEN ${String(from)} AND ${String(to)}`));
}

/** Files of one day by table; those of executions hold stocks one after the other, sorted by symbol, then seq. */
export type EventFiles = Readonly<Record<'trade' | 'order' | 'minute', readonly string[]>>;

const ALL_FACTORS = `SELECT symbol, ${EVENT_FACTORS.join(', ')} FROM trade_factor FULL JOIN order_factor USING (symbol) ORDER BY symbol`;

/** Computes all 12 factors of a day and writes them to a Parquet file, one row per symbol; a stock that is not in a table has no values of it. */
export async function duckdbEventFactors(connection: DuckDBConnection, files: EventFiles, out: string, threads: number, onStep: OnStep = () => undefined): Promise<void> {
  const trade = parquetSource(files.trade);
  const ranges = await cutStocks(connection, trade, threads, 'symbol', onStep);
  await runSteps(connection, tradeSteps(bySymbol(trade), bySymbol(parquetSource(files.minute)), ranges), 'trade_factor', onStep);
  await runSteps(connection, orderSteps(parquetSource(files.order)), 'order_factor', onStep);
  await connection.run(`COPY (${ALL_FACTORS}) TO ${quoteText(out)} (FORMAT parquet, COMPRESSION zstd)`);
}

/**
 * Reads a day into tables in memory, in the form that its factors are fastest from: stocks as integers, sides as an enum, whether an order buys as a truth value. What is returned computes
 * all 12 factors from them and reads the values.
 */
export async function duckdbEventFactorsInMemory(connection: DuckDBConnection, files: EventFiles, threads: number): Promise<(onStep?: OnStep) => Promise<EventValues>> {
  const all = `(SELECT symbol, seq FROM ${parquetSource(files.trade)} UNION ALL SELECT symbol, NULL FROM ${parquetSource(files.order)})`;
  const ranges = await cutStocks(connection, all, threads, 'stock', () => undefined);
  const rows = (columns: string, from: readonly string[]): string => `SELECT stock, ${columns} FROM ${parquetSource(from)} JOIN stock USING (symbol)`;
  await connection.run(`CREATE TYPE side_of_trade AS ENUM ('B', 'S', 'N')`);
  await connection.run(`CREATE TEMP TABLE trade_row AS ${rows('seq, "time", price, amount, side::side_of_trade AS side, buy_id, sell_id', files.trade)} ORDER BY stock, seq`);
  await connection.run(`CREATE TEMP TABLE order_row AS ${rows(`"time", volume::DOUBLE AS volume, side = 'B' AS buy, price`, files.order)} ORDER BY stock`);
  await connection.run(`CREATE TEMP TABLE bar_row AS ${rows('bar, open, "close"', files.minute)}`);
  return async (onStep = () => undefined) => {
    await runSteps(connection, tradeSteps(byStock('trade_row'), byStock('bar_row'), ranges), 'trade_factor', onStep);
    await runSteps(connection, momentSteps(`(SELECT *, ${EARLY} AS early FROM order_row)`), 'order_factor', onStep);
    return eventValuesIn(await connection.runAndReadAll(ALL_FACTORS));
  };
}
