/** What a user should know about values that are written: symbols and dates without bars, factors without a value. */
import { columnsRead } from '../../compiler/columns-read.ts';
import type { Program } from '../../compiler/compile.ts';
import { parquetSource, queryRows, quoteName, quoteText, type Database } from '../store/duckdb.ts';
import { partitionFiles } from '../store/layout.ts';
import type { MinuteField } from '../store/minute-data.ts';
import type { StoredValues, ValuesSummary } from './stored-values.ts';

/** Names that a warning spells out. */
const MOST_NAMED = 5;

/** Warnings about dates and symbols that have no row. */
export function warnAboutRows(dates: readonly string[], symbols: readonly string[] | null, summary: ValuesSummary): readonly string[] {
  const warnings: string[] = [];
  const absent = symbols?.filter((symbol) => summary.symbols?.has(symbol) !== true) ?? [];
  if (absent.length > 0) warnings.push(`no bars of ${some(absent)} on these dates`);
  const held = new Set(summary.dates);
  const empty = dates.filter((date) => !held.has(date));
  if (empty.length > 0) warnings.push(`${some(empty)}: ${symbols === null ? 'the files hold no row' : 'no bars of the symbols asked for'}`);
  return warnings;
}

/** Warnings about factors of which every value is missing, with the reason if the bars lack what they read. Reads those columns of the bars. */
export async function warnAboutMissing(db: Database, store: string, values: StoredValues, summary: ValuesSummary, program: Program): Promise<readonly string[]> {
  const missing = values.names.flatMap((name, i) => {
    const source = program.sources[i];
    return summary.present[i] === 0 && source !== undefined ? [{ name, reads: columnsRead([source]) }] : [];
  });
  if (missing.length === 0) return [];
  const lacking = await columnsWithout(db, store, values, [...new Set(missing.flatMap(({ reads }) => reads))]);
  const reasons = new Map<string, string[]>();
  for (const { name, reads } of missing) {
    const absent = reads.filter((field) => lacking.has(field));
    const reason = absent.length === 0 ? '' : `: the bars have no ${absent.join(', no ')}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons].map(([reason, names]) => `${names.join(', ')}: every value is missing${reason}`);
}

/** Columns that hold no value in any bar of these dates and symbols. */
async function columnsWithout(db: Database, store: string, values: StoredValues, fields: readonly MinuteField[]): Promise<ReadonlySet<MinuteField>> {
  const files: string[] = [];
  for (const date of values.places.keys()) files.push(...(await partitionFiles(store, 'minute', date)));
  if (files.length === 0) return new Set();
  const filter = values.symbols === null ? '' : ` AND symbol IN (${values.symbols.map(quoteText).join(', ')})`;
  const lacking = new Set<MinuteField>();
  await db.use(async (connection) => {
    for (const field of fields) {
      // The first value ends the search, and a column of nulls is passed over by its statistics.
      const rows = await queryRows(connection, `SELECT 1 AS n FROM ${parquetSource(files)} WHERE ${quoteName(field)} IS NOT NULL${filter} LIMIT 1`);
      if (rows.length === 0) lacking.add(field);
    }
  });
  return lacking;
}

/** `a, b, c`, and of many the first few and how many more. */
function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${String(more)} more` : names.join(', ');
}
