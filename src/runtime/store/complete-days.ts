/**
 * What a day of a stock takes from its other days and from other files: the adjustment factor, and the industry. Both are made anew for every stored day of
 * the stocks that an import touches, so that the order of imports does not matter.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { numberIn, parquetSource, queryRows, quoteName, quoteText, textIn } from './duckdb.ts';
import { listYears, partitionFiles } from './layout.ts';
import { checkColumns, readingOld } from './partition-file.ts';
import { storedColumns } from './tables.ts';

/** Literals in one statement. */
const AT_ONCE = 2_000;

export interface DaysToComplete {
  /** SELECT of new rows of `daily`; null: only stored ones may change. */
  readonly imported: string | null;
  /** SELECT of the symbols, one column `symbol`, whose days are made anew. */
  readonly touched: string;
  /** Files of `industry`. */
  readonly industries: readonly string[];
}

/**
 * Makes the temporary table `completed`: the imported rows, and the stored ones that are not the same any more (`imported` false), with all
 * columns of `daily`. Returns the number of the latter.
 */
export async function completeDays(connection: DuckDBConnection, store: string, { imported, touched, industries }: DaysToComplete): Promise<{ readonly recomputed: number }> {
  const files: string[] = [];
  for (const year of await listYears(store)) files.push(...(await partitionFiles(store, 'daily', year)));
  await checkColumns(connection, files, 'daily');
  await checkColumns(connection, industries, 'industry');
  const columns = storedColumns('daily');
  const cast = columns.map(({ name, type }) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`).join(', ');
  const empty = `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`).join(', ')} WHERE false`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched AS ${touched}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE history AS SELECT *, true AS imported FROM (SELECT ${cast} FROM (${imported ?? empty}))`);
  if (files.length > 0) {
    await readingOld({ existing: files }, () =>
      connection.run(`INSERT INTO history SELECT *, false FROM (SELECT ${cast} FROM ${parquetSource(files)} WHERE symbol IN (FROM touched)) old
        WHERE NOT EXISTS (SELECT 1 FROM history new WHERE new.symbol = old.symbol AND new."date" = old."date")`),
    );
  }
  await makeFactors(connection);
  await readingOld({ existing: industries }, () => connection.run(industrySql(industries)));
  const given = columns.filter(({ name }) => name !== 'adj_factor' && name !== 'industry').map(({ name }) => `h.${quoteName(name)}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE completed AS SELECT ${given.join(', ')}, h.imported, f.adj_factor, i.industry
    FROM history h JOIN made_factors f USING (symbol, "date") JOIN made_industries i USING (symbol, "date")
    WHERE h.imported OR f.adj_factor IS DISTINCT FROM h.adj_factor OR i.industry IS DISTINCT FROM h.industry`);
  const [row] = await queryRows(connection, 'SELECT count(*) AS n FROM completed WHERE NOT imported');
  return { recomputed: numberIn(row, 'n') };
}

/**
 * The factor of a day is that of the last day on which the stock traded × its close / this day's pre_close; of the first day it is 1. A stock without
 * any pre_close keeps the factors that its feed gives; a day without it among others has none. Products run from day to day in one order, so that equal days give equal bits.
 */
async function makeFactors(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE steps AS SELECT symbol, "date", adj_factor, known, traded, prior IS NULL AS first, CASE WHEN pre_close > 0 THEN coalesce(prior / pre_close, 1) END AS step FROM (
    SELECT symbol, "date", pre_close, adj_factor, coalesce(NOT suspended, true) AS traded, count(pre_close) OVER (PARTITION BY symbol) > 0 AS known,
      last_value(CASE WHEN NOT coalesce(suspended, false) THEN "close" END IGNORE NULLS) OVER (PARTITION BY symbol ORDER BY "date" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS prior FROM history)`);
  // Most days change nothing: only the others are multiplied.
  const changes = await queryRows(connection, 'SELECT symbol, CAST("date" AS VARCHAR) AS day, step FROM steps WHERE traded AND step <> 1 ORDER BY symbol, "date"');
  await connection.run('CREATE OR REPLACE TEMP TABLE changes (symbol VARCHAR, since DATE, factor DOUBLE)');
  let symbol = '';
  let factor = 1;
  let values: string[] = [];
  for (const [i, row] of changes.entries()) {
    const next = textIn(row, 'symbol') ?? '';
    if (next !== symbol) factor = 1;
    symbol = next;
    factor *= numberIn(row, 'step');
    // As text: a decimal literal would be rounded twice.
    values.push(`(${quoteText(symbol)}, DATE '${textIn(row, 'day') ?? ''}', CAST('${String(factor)}' AS DOUBLE))`);
    if (values.length < AT_ONCE && i + 1 < changes.length) continue;
    await connection.run(`INSERT INTO changes VALUES ${values.join(', ')}`);
    values = [];
  }
  await connection.run(`CREATE OR REPLACE TEMP TABLE made_factors AS SELECT s.symbol, s."date", CASE WHEN NOT s.known THEN s.adj_factor
      WHEN s.step IS NULL THEN CASE WHEN s.first THEN 1 END
      ELSE coalesce(c.factor, 1) * CASE WHEN s.traded THEN 1 ELSE s.step END END AS adj_factor
    FROM steps s ASOF LEFT JOIN changes c ON s.symbol = c.symbol AND s."date" >= c.since`);
}

/** The industry of a stock is the last that began, unless it has ended; a stock of which no file says one keeps that of its feed. */
function industrySql(files: readonly string[]): string {
  const into = 'CREATE OR REPLACE TEMP TABLE made_industries AS';
  if (files.length === 0) return `${into} SELECT symbol, "date", industry FROM history`;
  return `${into} WITH spans AS (SELECT symbol, coalesce("date", DATE '0001-01-01') AS since, until, industry FROM ${parquetSource(files)} WHERE symbol IN (FROM touched))
    SELECT h.symbol, h."date", CASE WHEN h.symbol NOT IN (SELECT symbol FROM spans) THEN h.industry WHEN s.until IS NULL OR h."date" <= s.until THEN s.industry END AS industry
    FROM history h ASOF LEFT JOIN spans s ON h.symbol = s.symbol AND h."date" >= s.since`;
}
