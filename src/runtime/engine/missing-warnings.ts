/** What a user should know about values that are missing: tables that are not there, columns that nobody delivers. */
import { tablesRead } from '../../compiler/columns-read.ts';
import { daysRead } from '../../compiler/daily/columns-read.ts';
import type { CompileResult } from '../../compiler/compile.ts';
import type { Node } from '../../compiler/ir.ts';
import { openDailyRelation } from '../store/daily-source.ts';
import { parquetSource, queryRows, quoteName, quoteText, type Database } from '../store/duckdb.ts';
import { partitionFiles } from '../store/layout.ts';
import type { TableDates } from './values-run.ts';
import { MOST_NAMED, some } from './compute-warnings.ts';
import { NAMES_OF_ROWS } from './row-names.ts';
import type { StoredValues, ValuesSummary } from './stored-values.ts';
import type { ComputedTable } from './shelf.ts';
import type { Work } from './work.ts';

/** Warnings about dates that lack a table which factors read, with the factors. */
export function warnAboutTables(dates: readonly string[], tables: TableDates, names: readonly string[], works: readonly Work[]): readonly string[] {
  return [...tables].flatMap(([table, has]) => {
    const lacking = dates.filter((date) => !has.has(date));
    if (lacking.length === 0) return [];
    const readers = works.flatMap((work) => work.factors.filter((factor) => work.shelfOf(factor).tables.includes(table)).map((factor) => names[factor] ?? ''));
    const remedy = table === 'minute' ? '`fullband bars` makes them of executions' : '`fullband import` brings them in';
    return [`no ${NAMES_OF_ROWS[table]} on ${some(lacking)}: ${readers.join(', ')} ${readers.length === 1 ? 'has' : 'have'} no value there; ${remedy}`];
  });
}

/** A column of a table. */
interface Column {
  readonly table: ComputedTable;
  readonly name: string;
}

/** A factor without any value on some dates. */
interface Absence {
  readonly name: string;
  readonly dates: readonly string[];
  readonly reads: readonly Column[];
}

/**
 * Warnings about factors without any value on some dates, with the reason if the tables lack what they read; where they have it all, only if every value is missing.
 * Dates without a table are told already. Reads those columns.
 */
export async function warnAboutMissing(db: Database, store: string, values: StoredValues, summary: ValuesSummary, tables: TableDates, compiled: CompileResult, works: readonly Work[]): Promise<readonly string[]> {
  const sources = sourcesOf(compiled, works);
  const absences = values.names.flatMap((name, i): readonly Absence[] => {
    const source = sources.get(i);
    if (source === undefined) return [];
    const reads = [...tablesRead([source]), { table: 'daily' as const, columns: daysRead([source]) }].flatMap(({ table, columns }) => columns.map((column): Column => ({ table, name: column })));
    const dates = (summary.missingOn[i] ?? []).filter((date) => reads.every(({ table }) => tables.get(table)?.has(date) === true));
    return dates.length === 0 ? [] : [{ name, dates, reads }];
  });
  const lacking = await columnsWithout(db, store, values.symbols, absences);
  const said = new Map<string, string[]>();
  const say = (name: string, text: string): void => void said.set(text, [...(said.get(text) ?? []), name]);
  for (const { name, dates, reads } of absences) {
    const byReason = new Map<string, string[]>();
    for (const date of dates) {
      const reason = reasonOf(reads.filter((column) => lacking.get(date)?.has(keyOf(column)) === true));
      byReason.set(reason, [...(byReason.get(reason) ?? []), date]);
    }
    const isAll = dates.length === summary.dates.length;
    if (isAll && (byReason.size > 1 || byReason.has(''))) say(name, 'every value is missing');
    for (const [reason, because] of byReason) {
      if (reason === '') continue;
      const when = because.length === summary.dates.length ? 'every value is missing' : `missing on ${String(because.length)} of ${String(summary.dates.length)} dates (${range(because, summary.dates)})`;
      say(name, `${when}${reason}`);
    }
  }
  return [...said].map(([text, names]) => `${names.join(', ')}: ${text}`);
}

/** `: the bars have no items; the executions have no amount`; empty if nothing is absent. */
function reasonOf(absent: readonly Column[]): string {
  const parts = [...new Set(absent.map(({ table }) => table))].map((table) => `the ${table === 'minute' ? 'bars' : NAMES_OF_ROWS[table]} have no ${absent.filter((column) => column.table === table).map((column) => column.name).join(', no ')}`);
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

/** Dates one after the other by their ends, a few others by name. */
function range(dates: readonly string[], all: readonly string[]): string {
  const [first = ''] = dates;
  const start = all.indexOf(first);
  const isRun = dates.every((date, i) => all[start + i] === date);
  if (dates.length <= 2 || (!isRun && dates.length <= MOST_NAMED)) return dates.join(', ');
  return `${first} … ${dates.at(-1) ?? ''}`;
}

/** Graphs of the factors by their places in the request. */
function sourcesOf({ program, events, daily }: CompileResult, works: readonly Work[]): ReadonlyMap<number, Node> {
  const sources = [...(program?.sources ?? []), ...(events?.sources ?? []), ...(daily?.sources ?? [])];
  return new Map(works.flatMap(({ factors }) => factors).flatMap((factor, i) => (sources[i] === undefined ? [] : [[factor, sources[i]] as const])));
}

function keyOf({ table, name }: Column): string {
  return `${table}.${name}`;
}

/** Of each date, the columns read by factors that are missing there that hold no value in any row of the symbols. */
async function columnsWithout(db: Database, store: string, symbols: readonly string[] | null, absences: readonly Absence[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const filter = symbols === null ? '' : ` AND symbol IN (${symbols.map(quoteText).join(', ')})`;
  const lacking = new Map<string, Set<string>>();
  await db.use(async (connection) => {
    for (const date of new Set(absences.flatMap(({ dates }) => dates))) {
      const columns = new Map(absences.flatMap(({ dates, reads }) => (dates.includes(date) ? reads.map((column) => [keyOf(column), column] as const) : [])));
      const absent = new Set<string>();
      lacking.set(date, absent);
      for (const [key, { table, name }] of columns) {
        if (table === 'daily') {
          // Any day up to this one: a column that held numbers last year is delivered.
          const { sql } = await openDailyRelation(connection, store, [name], date);
          const [row] = sql === '' ? [undefined] : await queryRows(connection, `SELECT 1 AS n FROM ${sql} WHERE ${quoteName(name)} IS NOT NULL${filter} LIMIT 1`);
          if (row === undefined) absent.add(key);
          continue;
        }
        const files = await partitionFiles(store, table, date);
        if (files.length === 0) continue;
        // The first value ends the search, and a column of nulls is passed over by its statistics.
        const rows = await queryRows(connection, `SELECT 1 AS n FROM ${parquetSource(files)} WHERE ${quoteName(name)} IS NOT NULL${filter} LIMIT 1`);
        if (rows.length === 0) absent.add(key);
      }
    }
  });
  return lacking;
}
