/**
 * A generated day of executions and orders of a whole market, written by DuckDB straight into a store: 20 million rows of each take less memory than
 * one of their columns. Each number is a function of seed, stock and row, so that rows need nothing but themselves.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { version, type DuckDBConnection } from '@duckdb/node-api';
import { openDatabase, quoteText } from '../src/runtime/store/duckdb.ts';
import { partitionFolder } from '../src/runtime/store/layout.ts';
import { TABLES } from '../src/runtime/store/tables.ts';

/** What to generate. */
export interface EventMarket {
  readonly stocks: number;
  /** Executions of all stocks together, about; as many orders. Stocks have 30 … 200,000 each, a few of them most. */
  readonly executions: number;
  readonly seed: number;
}

export const EVENT_DATE = '2023-02-01';

/** Uniform in [0, 1): numbers differ by `purpose` and by what they are of. */
const MACROS = [
  'CREATE TEMP MACRO chance(stock, of, purpose) AS hash((stock * 1048576 + of) * 64 + purpose + 1)::DOUBLE / 18446744073709551616.0',
  // Small lots mostly; one in a few thousand is a hundred times the usual.
  'CREATE TEMP MACRO lots(u) AS 100 * least(20000, ceil(1.5 * pow(u + 1e-9, -0.75)))::BIGINT',
  // Continuous trading from 09:30 to 11:30 and 13:00 to 14:57, busier at both ends.
  `CREATE TEMP MACRO continuous_time(f) AS (f - 0.11 * sin(2 * pi() * f)) * 14220000`,
  'CREATE TEMP MACRO clock(since) AS (CASE WHEN since < 7200000 THEN 34200000 + since ELSE 39600000 + since END)::INTEGER',
  // Slow waves and noise: a price path whose every point can be computed alone.
  `CREATE TEMP MACRO path(stock, f) AS 18 * sin(4 * f + 6 * chance(stock, 0, 11)) + 6 * sin(35 * f + 6 * chance(stock, 0, 12)) + 2 * sin(210 * f + 6 * chance(stock, 0, 13))`,
];

/** Stocks with how much they trade, log-normal, and a price around 14 CNY. */
function stocksSql({ stocks, executions, seed }: EventMarket): string {
  const normal = (purpose: number): string => `sqrt(-2 * ln(1 - chance(key, 0, ${purpose}))) * cos(2 * pi() * chance(key, 0, ${purpose + 1}))`;
  return `CREATE TEMP TABLE stocks AS
    WITH drawn AS (SELECT i AS stock, (600000 + i) || '.SH' AS symbol, i + ${seed} * 100003 AS key, exp(1.05 * ${normal(21)}) AS weight, 10 * round(100 * least(150, greatest(3, 14 * exp(0.8 * ${normal(23)}))))::BIGINT AS price
      FROM range(${stocks}) AS t(i))
    SELECT *, least(200000, greatest(30, round(${executions} * weight / sum(weight) OVER ())))::BIGINT AS n FROM drawn`;
}

/**
 * Executions in exchange order: 2 % in the opening auction, 1.5 % in the closing one. Between them aggressors meet about two resting orders each;
 * now and then one sweeps five hundred. Resting orders are older than those that meet them.
 */
function executionsSql(from: number, to: number): string {
  const starts = (back: number): string => `chance(key, i - ${back}, 1) < 0.45`;
  return `WITH numbered AS (SELECT symbol, key, price AS base, n, unnest(range(n)) AS i FROM stocks WHERE stock >= ${from} AND stock < ${to}),
    placed AS (SELECT *, greatest(1, n // 50) AS opening, n - greatest(1, n * 3 // 200) AS closing,
      CASE WHEN chance(key, i // 512, 2) < 0.02 THEN i // 512 * 512 ${[0, 1, 2, 3, 4, 5, 6].map((back) => `WHEN ${starts(back)} THEN i - ${back}`).join(' ')} ELSE i - 7 END AS started FROM numbered),
    met AS (SELECT *, greatest(0, started) AS active, greatest(0, least(i // 3 * 3, started) - floor(exp(8 * chance(key, i // 3, 4)))::BIGINT) AS rested,
      i >= opening AND i < closing AS continuous, CASE WHEN i < opening THEN opening WHEN i >= closing THEN closing ELSE started END / n AS f FROM placed),
    priced AS (SELECT *, greatest(10, base + 10 * floor(path(key, f) + CASE WHEN continuous THEN 2 * chance(key, active, 5) ELSE 0 END)::BIGINT) AS price,
      lots(chance(key, i, 6)) AS volume, chance(key, active, 3) < 0.5 AS buying FROM met)
    SELECT symbol, i + 1 AS seq,
      CASE WHEN i < opening THEN 33900000 + i * 900 // opening WHEN i >= closing THEN 54000000
        ELSE clock(continuous_time((i - opening + chance(key, i, 7)) / (closing - opening))) END::INTEGER AS "time",
      price / 1000 AS price, volume, round(price * volume / 1000, 3) AS amount,
      CASE WHEN buying THEN 1005 + 4 * active ELSE 1003 + 4 * rested END AS buy_id,
      CASE WHEN buying THEN 1003 + 4 * rested ELSE 1005 + 4 * active END AS sell_id,
      CASE WHEN NOT continuous THEN 'N' WHEN buying THEN 'B' ELSE 'S' END AS side
    FROM priced`;
}

/** Orders: 8 % before the opening; 3 % without a limit price, the others up to the daily limit away from the last price. */
function ordersSql(from: number, to: number): string {
  return `WITH numbered AS (SELECT symbol, key, price AS base, n, unnest(range(n)) AS i FROM stocks WHERE stock >= ${from} AND stock < ${to}),
    placed AS (SELECT *, greatest(1, n * 2 // 25) AS before, chance(key, i, 31) < 0.5 AS buying, chance(key, i, 32) AS kind FROM numbered)
    SELECT symbol, i + 1 AS seq,
      CASE WHEN i < before THEN 33300000 + i * 600000 // before ELSE clock(continuous_time((i - before + chance(key, i, 33)) / (n - before))) END::INTEGER AS "time",
      1001 + i AS order_id, CASE WHEN buying THEN 'B' ELSE 'S' END AS side,
      CASE WHEN kind < 0.97 THEN 'limit' WHEN kind < 0.99 THEN 'market' ELSE 'own_best' END AS type,
      CASE WHEN kind < 0.97 THEN greatest(10, base + 10 * floor(path(key, i / n) + CASE WHEN buying THEN -1 ELSE 1 END * (pow(chance(key, i, 34) + 1e-3, -0.6) - 2))::BIGINT) / 1000 END AS price,
      lots(chance(key, i, 35)) AS volume
    FROM placed`;
}

/** Bars of the executions; a bar without one has no row. */
function barsSql(executions: string): string {
  return `SELECT symbol, bar, arg_min(price, seq) AS open, max(price) AS high, min(price) AS low, arg_max(price, seq) AS "close",
      sum(volume)::BIGINT AS volume, sum(round(amount * 1000)) / 1000 AS amount, count(*)::INTEGER AS items
    FROM (SELECT *, (CASE WHEN "time" < 46800000 THEN least(120, greatest(1, 1 + ("time" - 34200000) // 60000)) ELSE least(240, 121 + ("time" - 46800000) // 60000) END)::SMALLINT AS bar FROM ${executions})
    GROUP BY symbol, bar ORDER BY symbol, bar`;
}

/** Everything that the rows of a market depend on, as text. DuckDB is in it because its hashes are the chance. */
export function marketSource(market: EventMarket): string {
  return [version(), ...MACROS, stocksSql(market), executionsSql(0, market.stocks), ordersSql(0, market.stocks), barsSql('executions'), STOCKS_PER_FILE, TABLES.trade.rowGroup].join('\n');
}

/** Stocks whose rows are made at a time: what DuckDB unfolds at once. */
const STOCKS_PER_FILE = 512;

/** Writes the day into the tables `trade`, `order` and `minute` of a store, replacing nothing; returns the rows of each. */
export async function writeEventMarket(store: string, market: EventMarket): Promise<Readonly<Record<'trade' | 'order' | 'minute', number>>> {
  const db = await openDatabase({ threads: 2 });
  try {
    return await db.use(async (connection) => {
      for (const macro of MACROS) await connection.run(macro);
      await connection.run(stocksSql(market));
      const rows = { trade: 0, order: 0, minute: 0 };
      for (let from = 0; from < market.stocks; from += STOCKS_PER_FILE) {
        const name = `part-${String(from / STOCKS_PER_FILE).padStart(3, '0')}.parquet`;
        const to = Math.min(market.stocks, from + STOCKS_PER_FILE);
        rows.trade += await write(connection, store, 'trade', name, executionsSql(from, to));
        rows.order += await write(connection, store, 'order', name, ordersSql(from, to));
        const executions = `read_parquet(${quoteText(join(partitionFolder(store, 'trade', EVENT_DATE), name))})`;
        rows.minute += await write(connection, store, 'minute', name, barsSql(executions));
      }
      return rows;
    });
  } finally {
    db.close();
  }
}

async function write(connection: DuckDBConnection, store: string, table: 'trade' | 'order' | 'minute', name: string, select: string): Promise<number> {
  const folder = partitionFolder(store, table, EVENT_DATE);
  await mkdir(folder, { recursive: true });
  const result = await connection.run(`COPY (${select}) TO ${quoteText(join(folder, name))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${TABLES[table].rowGroup})`);
  return Number((await result.getRows())[0]?.[0] ?? 0);
}
