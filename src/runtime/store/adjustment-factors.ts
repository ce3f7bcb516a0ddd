/**
 * The factor that makes the prices of a stock comparable over time. That of a day is the factor of the last day on which the stock traded × that day's
 * close / this day's pre_close; of the first day it is 1. A day without pre_close keeps the factor that its feed gives. If the feed gives pre_close on other
 * days, nothing is known to have changed on this one, and it carries the last factor on; of a feed that gives neither there is none.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { numberIn, parquetSource, queryRows, quoteText, textIn } from './duckdb.ts';
import { readingOld } from './partition-file.ts';

/** Literals in one statement. */
const AT_ONCE = 2_000;

/**
 * Makes the temporary table `made_factors` (symbol, date, adj_factor) for the days of `history`, which are all of the symbols of `touched` since a date, and
 * `steps`, which tells how. Products run from day to day in one order, so that equal days give equal bits, wherever an import began.
 *
 * `history` says of an imported day whether its feed gives pre_close (`carries`), and of a stored one the factor that held before it (`before`): a stored
 * factor that is the same was carried on, or is that of a feed that gives one every day. It is taken for the feed's if the factor before it is.
 */
export async function makeFactors(connection: DuckDBConnection, files: readonly { readonly year: string; readonly files: readonly string[] }[], since: string): Promise<void> {
  await findBases(connection, files, since);
  const past = 'PARTITION BY symbol ORDER BY "date" ROWS BETWEEN UNBOUNDED PRECEDING AND';
  await connection.run(`CREATE OR REPLACE TEMP TABLE steps AS WITH
    days AS (SELECT h.symbol, h."date", h.pre_close, coalesce(NOT h.suspended, true) AS traded, b."close" AS base, b.day AS base_day,
      CASE WHEN NOT coalesce(h.suspended, false) THEN h."close" END AS traded_close,
      CASE WHEN h.pre_close IS NULL THEN h.adj_factor END AS said,
      coalesce(NOT h.imported AND h.pre_close IS NULL AND h.adj_factor = coalesce(h.before, b.factor, 1), false) AS unsure,
      CASE WHEN h.imported THEN h.carries ELSE h.adj_factor IS NOT NULL END AS carries
      FROM history h LEFT JOIN bases b USING (symbol)),
    told AS (SELECT *, last_value(CASE WHEN NOT unsure THEN said IS NOT NULL END IGNORE NULLS) OVER (${past} CURRENT ROW) AS by_feed,
      last_value(traded_close IGNORE NULLS) OVER (${past} 1 PRECEDING) AS prior FROM days),
    kept AS (SELECT *, CASE WHEN NOT unsure OR by_feed THEN said END AS given FROM told)
    SELECT symbol, "date", traded, carries, given, lag(given) OVER same AS given_before, coalesce(lag("date") OVER same, base_day) AS day_before,
      CASE WHEN pre_close > 0 THEN coalesce(coalesce(prior, base) / pre_close, 1) END AS step
    FROM kept WINDOW same AS (PARTITION BY symbol ORDER BY "date")`);
  // Most days change nothing: only the others are multiplied.
  const changes = await queryRows(
    connection,
    `SELECT s.symbol, CAST(s."date" AS VARCHAR) AS day, s.step, s.given, coalesce(b.factor, 1) AS base FROM steps s LEFT JOIN bases b USING (symbol)
     WHERE (s.traded AND s.step <> 1) OR (s.given IS NOT NULL AND s.given IS DISTINCT FROM s.given_before) ORDER BY s.symbol, s."date"`,
  );
  await connection.run('CREATE OR REPLACE TEMP TABLE changes (symbol VARCHAR, since DATE, factor DOUBLE)');
  let symbol = '';
  let factor = 1;
  let values: string[] = [];
  for (const [i, row] of changes.entries()) {
    const next = textIn(row, 'symbol') ?? '';
    if (next !== symbol) factor = numberIn(row, 'base');
    symbol = next;
    factor = row['given'] === null ? factor * numberIn(row, 'step') : numberIn(row, 'given');
    // As text: a decimal literal would be rounded twice.
    values.push(`(${quoteText(symbol)}, DATE '${textIn(row, 'day') ?? ''}', CAST('${String(factor)}' AS DOUBLE))`);
    if (values.length < AT_ONCE && i + 1 < changes.length) continue;
    await connection.run(`INSERT INTO changes VALUES ${values.join(', ')}`);
    values = [];
  }
  await connection.run(`CREATE OR REPLACE TEMP TABLE made_factors AS SELECT s.symbol, s."date",
      CASE WHEN s.given IS NOT NULL THEN s.given WHEN s.step IS NOT NULL OR s.carries THEN coalesce(c.factor, b.factor, 1) * CASE WHEN s.traded THEN 1 ELSE coalesce(s.step, 1) END END AS adj_factor
    FROM steps s ASOF LEFT JOIN changes c ON s.symbol = c.symbol AND s."date" >= c.since LEFT JOIN bases b ON s.symbol = b.symbol`);
}

/** Makes `bases`: of each touched symbol the last close before a date, the factor that then held, and its last day. Looks back year by year, as far as it must. */
async function findBases(connection: DuckDBConnection, files: readonly { readonly year: string; readonly files: readonly string[] }[], since: string): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE bases (symbol VARCHAR, "close" DOUBLE, factor DOUBLE, day DATE)');
  for (const { year, files: ofYear } of [...files].reverse()) {
    if (year > since.slice(0, 4)) continue;
    const [open] = await queryRows(connection, 'SELECT count(*) AS n FROM touched WHERE symbol NOT IN (SELECT symbol FROM bases WHERE "close" IS NOT NULL AND factor IS NOT NULL)');
    if (numberIn(open, 'n') === 0) return;
    // A day of another year may give what this year's lack.
    await readingOld({ existing: ofYear }, () =>
      connection.run(`CREATE OR REPLACE TEMP TABLE bases AS SELECT symbol, coalesce(b."close", y."close") AS "close", coalesce(b.factor, y.factor) AS factor, coalesce(b.day, y.day) AS day FROM bases b FULL JOIN (
          SELECT symbol, CAST(arg_max("close", "date") FILTER (NOT coalesce(suspended, false)) AS DOUBLE) AS "close", CAST(arg_max(adj_factor, "date") FILTER (NOT coalesce(suspended, false) OR pre_close IS NULL) AS DOUBLE) AS factor, CAST(max("date") AS DATE) AS day
          FROM ${parquetSource(ofYear)} WHERE symbol IN (FROM touched) AND "date" < DATE '${since}' GROUP BY symbol) y USING (symbol)`),
    );
  }
}
