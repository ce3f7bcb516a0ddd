/** What a user should know about values that are missing: tables that are not there, columns that nobody delivers. */
import { tablesRead } from '../../compiler/columns-read.ts';
import type { CompileResult } from '../../compiler/compile.ts';
import type { Node } from '../../compiler/ir.ts';
import { parquetSource, queryRows, quoteName, quoteText, type Database } from '../store/duckdb.ts';
import { partitionFiles } from '../store/layout.ts';
import type { DatedTable } from '../store/tables.ts';
import type { TableDates } from './compute-run.ts';
import { some } from './compute-warnings.ts';
import { NAMES_OF_ROWS } from './row-names.ts';
import type { StoredValues, ValuesSummary } from './stored-values.ts';
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
  readonly table: DatedTable;
  readonly name: string;
}

/** Warnings about factors of which every value is missing, with the reason if the tables lack what they read. Reads those columns. */
export async function warnAboutMissing(db: Database, store: string, values: StoredValues, summary: ValuesSummary, tables: TableDates, compiled: CompileResult, works: readonly Work[]): Promise<readonly string[]> {
  const sources = sourcesOf(compiled, works);
  const missing = values.names.flatMap((name, i) => {
    const source = sources.get(i);
    if (summary.present[i] !== 0 || source === undefined) return [];
    return [{ name, reads: tablesRead([source]).flatMap(({ table, columns }) => columns.map((column): Column => ({ table, name: column }))) }];
  });
  // A table that is nowhere is told already.
  const explained = missing.filter(({ reads }) => reads.every(({ table }) => (tables.get(table)?.size ?? 0) > 0));
  if (explained.length === 0) return [];
  const lacking = await columnsWithout(db, store, values, explained.flatMap(({ reads }) => reads));
  const reasons = new Map<string, string[]>();
  for (const { name, reads } of explained) {
    const absent = reads.filter((column) => lacking.has(keyOf(column)));
    const parts = [...new Set(absent.map(({ table }) => table))].map((table) => `the ${table === 'minute' ? 'bars' : NAMES_OF_ROWS[table]} have no ${absent.filter((column) => column.table === table).map((column) => column.name).join(', no ')}`);
    const reason = parts.length === 0 ? '' : `: ${parts.join('; ')}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons].map(([reason, names]) => `${names.join(', ')}: every value is missing${reason}`);
}

/** Graphs of the factors by their places in the request. */
function sourcesOf({ program, events }: CompileResult, works: readonly Work[]): ReadonlyMap<number, Node> {
  const sources = [...(program?.sources ?? []), ...(events?.sources ?? [])];
  return new Map(works.flatMap(({ factors }) => factors).flatMap((factor, i) => (sources[i] === undefined ? [] : [[factor, sources[i]] as const])));
}

function keyOf({ table, name }: Column): string {
  return `${table}.${name}`;
}

/** Columns that hold no value in any row of these dates and symbols. */
async function columnsWithout(db: Database, store: string, values: StoredValues, columns: readonly Column[]): Promise<ReadonlySet<string>> {
  const filter = values.symbols === null ? '' : ` AND symbol IN (${values.symbols.map(quoteText).join(', ')})`;
  const lacking = new Set<string>();
  for (const table of new Set(columns.map((column) => column.table))) {
    const files: string[] = [];
    for (const date of values.places.keys()) files.push(...(await partitionFiles(store, table, date)));
    const names = new Set(columns.filter((column) => column.table === table).map(({ name }) => name));
    if (files.length === 0) continue;
    await db.use(async (connection) => {
      for (const name of names) {
        // The first value ends the search, and a column of nulls is passed over by its statistics.
        const rows = await queryRows(connection, `SELECT 1 AS n FROM ${parquetSource(files)} WHERE ${quoteName(name)} IS NOT NULL${filter} LIMIT 1`);
        if (rows.length === 0) lacking.add(keyOf({ table, name }));
      }
    });
  }
  return lacking;
}
