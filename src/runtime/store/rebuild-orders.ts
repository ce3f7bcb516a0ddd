/** SSE orders of one day from what was imported: reconstituted, or as their add rows came. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { numberIn, parquetSource, queryRows, quoteName, textIn } from './duckdb.ts';
import { ORIGINS, doubtfulTradesSql, neverEnteredSql, numberedApartSql, reconstitutionSql, type Streams, type SymbolRange } from './reconstitution-sql.ts';
import { storedColumns } from './tables.ts';

/** Add rows and executions that are joined at once; bounds the memory of a day of any size. */
const ROWS_AT_ONCE = 2_000_000;

/** What became of the SSE orders of one date that an import touched. */
export interface ReconstitutionReport {
  readonly date: string;
  /** False: the import was told to leave the orders as the feed gives them. */
  readonly reconstituted: boolean;
  /** Symbols with add rows. */
  readonly symbols: number;
  /** Of them, those without an execution in the store: their orders are their add rows. */
  readonly withoutExecutions: number;
  /** Of them, those whose executions and orders use one number for different events: their orders are their add rows. */
  readonly numberedApart: number;
  readonly addRows: number;
  /** Orders in the store. */
  readonly orders: number;
  /** Orders larger than their add row, which shows only their rest. */
  readonly enlarged: number;
  /** Orders without an add row: filled at once. */
  readonly restored: number;
  /** Orders that executions name and that neither entered nor took: their add row is lost, so they are not in the store. */
  readonly neverEntered: number;
  /** Add rows whose order number an earlier one of the same stock has; executions count for the earlier. */
  readonly enteredAgain: number;
  /** Orders whose rows name both sides; the first execution in which they took decides. */
  readonly disputedSides: number;
  /** Executions before the open that name an aggressor; they do not count, since auctions have none. */
  readonly beforeOpen: number;
  /** Executions of the continuous session whose aggressor has no number; they cannot count. */
  readonly unnamedAggressors: number;
}

/** Orders to be written. */
export interface Rebuilt {
  readonly report: ReconstitutionReport;
  /** SELECT of the columns of `order`, valid until the next rebuilding. */
  readonly rows: string;
}

const COLUMNS = storedColumns('order').map(({ name }) => quoteName(name)).join(', ');

/**
 * Orders of the symbols of the temporary table `touched` from their add rows, in the Parquet files `added`, and from the executions of the day in
 * `trades`. Without reconstitution, and without executions, they are the add rows.
 */
export async function rebuildOrders(connection: DuckDBConnection, date: string, added: readonly string[], trades: readonly string[], reconstituted: boolean): Promise<Rebuilt> {
  const source = parquetSource(added);
  if (reconstituted && trades.length > 0) return reconstitute(connection, date, { added: source, trades: parquetSource(trades) });
  const rows = `SELECT ${COLUMNS} FROM ${source} WHERE symbol IN (FROM touched)`;
  const [counts] = await queryRows(connection, `SELECT count(*) AS "rows", count(DISTINCT symbol) AS symbols FROM (${rows})`);
  const addRows = numberIn(counts, 'rows');
  const symbols = numberIn(counts, 'symbols');
  const nothing = { numberedApart: 0, enlarged: 0, restored: 0, neverEntered: 0, enteredAgain: 0, disputedSides: 0, beforeOpen: 0, unnamedAggressors: 0 };
  return { rows, report: { date, reconstituted, symbols, withoutExecutions: reconstituted ? symbols : 0, addRows, orders: addRows, ...nothing } };
}

async function reconstitute(connection: DuckDBConnection, date: string, streams: Streams): Promise<Rebuilt> {
  const columns = storedColumns('order').map(({ name, type }) => `${quoteName(name)} ${type}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE rebuilt (${columns.join(', ')}, origin TINYINT, again BOOLEAN, disputed BOOLEAN)`);
  await connection.run('CREATE OR REPLACE TEMP TABLE apart (symbol VARCHAR)');
  const { ranges, symbols, withoutExecutions } = await symbolRanges(connection, streams);
  let beforeOpen = 0;
  let unnamedAggressors = 0;
  let neverEntered = 0;
  for (const range of ranges) {
    await connection.run(`INSERT INTO apart ${numberedApartSql(streams, range)}`);
    await connection.run(`INSERT INTO rebuilt ${reconstitutionSql(streams, range)}`);
    const [doubtful] = await queryRows(connection, doubtfulTradesSql(streams, range));
    beforeOpen += numberIn(doubtful, 'early');
    unnamedAggressors += numberIn(doubtful, 'unnamed');
    neverEntered += numberIn((await queryRows(connection, neverEnteredSql(streams, range)))[0], 'n');
  }
  const [counts] = await queryRows(
    connection,
    `SELECT count(*) AS orders, count(*) FILTER (origin = ${ORIGINS.enlarged}) AS enlarged, count(*) FILTER (origin = ${ORIGINS.restored}) AS restored,
      count(*) FILTER (again) AS again, count(*) FILTER (disputed) AS disputed, (SELECT count(*) FROM apart) AS apart FROM rebuilt`,
  );
  const count = (name: string): number => numberIn(counts, name);
  return {
    rows: `SELECT ${COLUMNS} FROM rebuilt`,
    report: {
      date,
      reconstituted: true,
      symbols,
      withoutExecutions,
      numberedApart: count('apart'),
      addRows: count('orders') - count('restored'),
      orders: count('orders'),
      enlarged: count('enlarged'),
      restored: count('restored'),
      neverEntered,
      enteredAgain: count('again'),
      disputedSides: count('disputed'),
      beforeOpen,
      unnamedAggressors,
    },
  };
}

/** The touched symbols in stretches of `ROWS_AT_ONCE` rows; a symbol is never divided. */
async function symbolRanges(connection: DuckDBConnection, { added, trades }: Streams): Promise<{ ranges: readonly SymbolRange[]; symbols: number; withoutExecutions: number }> {
  const rows = await queryRows(
    connection,
    `SELECT symbol, sum(n)::DOUBLE AS "rows", sum(executions)::DOUBLE AS executions FROM (
       SELECT symbol, count(*) AS n, 0 AS executions FROM ${added} WHERE symbol IN (FROM touched) GROUP BY symbol
       UNION ALL SELECT symbol, count(*), count(*) FROM ${trades} WHERE symbol IN (FROM touched) GROUP BY symbol) GROUP BY symbol ORDER BY symbol`,
  );
  const ranges: { from: string; to: string }[] = [];
  let held = Infinity;
  for (const row of rows) {
    const symbol = textIn(row, 'symbol') ?? '';
    const last = ranges.at(-1);
    held += numberIn(row, 'rows');
    if (last === undefined || held > ROWS_AT_ONCE) {
      ranges.push({ from: symbol, to: symbol });
      held = numberIn(row, 'rows');
    } else last.to = symbol;
  }
  return { ranges, symbols: rows.length, withoutExecutions: rows.filter((row) => numberIn(row, 'executions') === 0).length };
}
