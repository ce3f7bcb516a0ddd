/**
 * What a day of a stock takes from its other days and from other files: the adjustment factor, and the industry. An import makes them anew for every stored
 * day that it may change, so that the order of imports does not matter.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFactors } from './adjustment-factors.ts';
import { numberIn, parquetSource, queryRows, quoteName, textIn } from './duckdb.ts';
import { listYears, partitionFiles } from './layout.ts';
import { checkMissingDays } from './missing-days.ts';
import { checkColumns, readingOld } from './partition-file.ts';
import { storedColumns } from './tables.ts';

const COLUMNS = storedColumns('daily');
/** Years of all stocks pass here: only what is needed. */
const NEEDED = ['date', 'symbol', 'close', 'pre_close', 'suspended', 'adj_factor', 'industry'];

export interface DaysToComplete {
  /** SELECT of new rows of `daily`; null: industries are new, and only stored rows may change. */
  readonly imported: string | null;
  /** Whether their feed gives pre_close, on most days at least. */
  readonly withPreClose: boolean;
  /** SELECT of the symbols, one column `symbol`, of what is new. */
  readonly touched: string;
  /** Files of `industry`. */
  readonly industries: readonly string[];
}

/**
 * Makes the temporary table `completed`: the imported rows, and the stored ones that are not the same any more (`imported` false), with all
 * columns of `daily`. Returns the number of the latter, and what looks wrong.
 */
export async function completeDays(connection: DuckDBConnection, store: string, { imported, withPreClose, touched, industries }: DaysToComplete): Promise<{ readonly recomputed: number; readonly warnings: readonly string[] }> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched AS ${touched}`);
  const none = COLUMNS.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE imported_days AS ${imported === null ? `SELECT ${none} WHERE false` : `SELECT ${castSql(COLUMNS.map(({ name }) => name))} FROM (${imported})`}`);
  const [first] = await queryRows(connection, 'SELECT CAST(min("date") AS VARCHAR) AS day FROM imported_days');
  // New days change no day before the first of them; an industry may have begun at any time.
  const since = textIn(first, 'day');
  const files = await dailyFiles(store);
  for (const each of files) await checkColumns(connection, each.files, 'daily');
  await checkColumns(connection, industries, 'industry');
  const later = files.filter(({ year }) => since === null || year >= since.slice(0, 4)).flatMap((each) => each.files);
  await gatherHistory(connection, later, since, withPreClose);
  if (imported === null) await connection.run('CREATE OR REPLACE TEMP TABLE made_factors AS SELECT symbol, "date", adj_factor FROM history');
  else await makeFactors(connection, files, since ?? '9999-12-31');
  await readingOld({ existing: industries }, () => connection.run(industrySql(industries)));
  await connection.run(`CREATE OR REPLACE TEMP TABLE made AS SELECT h.symbol, h."date", h.imported, f.adj_factor, i.industry
    FROM history h JOIN made_factors f USING (symbol, "date") JOIN made_industries i USING (symbol, "date")
    WHERE h.imported OR f.adj_factor IS DISTINCT FROM h.adj_factor OR i.industry IS DISTINCT FROM h.industry`);
  return { recomputed: await gatherCompleted(connection, later), warnings: imported === null ? [] : await checkMissingDays(connection) };
}

/** Files of `daily`, by year. */
export async function dailyFiles(store: string): Promise<readonly { readonly year: string; readonly files: readonly string[] }[]> {
  const years: { year: string; files: readonly string[] }[] = [];
  for (const year of await listYears(store)) years.push({ year, files: await partitionFiles(store, 'daily', year) });
  return years;
}

function castSql(names: readonly string[]): string {
  return COLUMNS.filter(({ name }) => names.includes(name)).map(({ name, type }) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`).join(', ');
}

/** The imported days, and those that are stored since the first of them, with the factor that held before each. */
async function gatherHistory(connection: DuckDBConnection, files: readonly string[], since: string | null, withPreClose: boolean): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE history AS SELECT *, true AS imported, ${withPreClose} AS carries, CAST(NULL AS DOUBLE) AS before FROM (SELECT ${castSql(NEEDED)} FROM imported_days)`);
  if (files.length === 0) return;
  const before = 'last_value(CASE WHEN NOT coalesce(suspended, false) OR pre_close IS NULL THEN adj_factor END IGNORE NULLS) OVER (PARTITION BY symbol ORDER BY "date" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)';
  await readingOld({ existing: files }, () =>
    connection.run(`INSERT INTO history SELECT * FROM (SELECT *, false, false, ${before} FROM (SELECT ${castSql(NEEDED)} FROM ${parquetSource(files)} WHERE symbol IN (FROM touched)${since === null ? '' : ` AND "date" >= DATE '${since}'`})) old
      WHERE NOT EXISTS (SELECT 1 FROM imported_days new WHERE new.symbol = old.symbol AND new."date" = old."date")`),
  );
}

async function gatherCompleted(connection: DuckDBConnection, files: readonly string[]): Promise<number> {
  const made = '* REPLACE (m.adj_factor AS adj_factor, m.industry AS industry), m.imported';
  await connection.run(`CREATE OR REPLACE TEMP TABLE completed AS SELECT days.${made} FROM imported_days days JOIN made m USING (symbol, "date") WHERE m.imported`);
  const [row] = await queryRows(connection, 'SELECT count(*) AS n FROM made WHERE NOT imported');
  const recomputed = numberIn(row, 'n');
  if (recomputed > 0) {
    const stored = `SELECT ${castSql(COLUMNS.map(({ name }) => name))} FROM ${parquetSource(files)}`;
    await readingOld({ existing: files }, () => connection.run(`INSERT INTO completed BY NAME SELECT days.${made} FROM (${stored}) days JOIN made m USING (symbol, "date") WHERE NOT m.imported`));
  }
  return recomputed;
}

/** The industry of a stock is the last that began, unless it has ended; a stock of which no file says one keeps that of its feed. */
function industrySql(files: readonly string[]): string {
  const into = 'CREATE OR REPLACE TEMP TABLE made_industries AS';
  if (files.length === 0) return `${into} SELECT symbol, "date", industry FROM history`;
  return `${into} WITH spans AS (SELECT symbol, coalesce("date", DATE '0001-01-01') AS since, until, industry FROM ${parquetSource(files)} WHERE symbol IN (FROM touched))
    SELECT h.symbol, h."date", CASE WHEN h.symbol NOT IN (SELECT symbol FROM spans) THEN h.industry WHEN s.until IS NULL OR h."date" <= s.until THEN s.industry END AS industry
    FROM history h ASOF LEFT JOIN spans s ON h.symbol = s.symbol AND h."date" >= s.since`;
}
