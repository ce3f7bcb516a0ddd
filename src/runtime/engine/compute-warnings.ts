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

/** A factor without any value on some dates. */
interface Absence {
  readonly name: string;
  readonly dates: readonly string[];
  readonly reads: readonly MinuteField[];
}

/**
 * Warnings about factors without any value on some dates, with the reason if the bars lack what they read; where the bars have it all, only if every value is missing.
 * Reads those columns of the bars.
 */
export async function warnAboutMissing(db: Database, store: string, values: StoredValues, summary: ValuesSummary, program: Program): Promise<readonly string[]> {
  const absences = values.names.flatMap((name, i): readonly Absence[] => {
    const source = program.sources[i];
    const dates = summary.missingOn[i] ?? [];
    return source === undefined || dates.length === 0 ? [] : [{ name, dates, reads: columnsRead([source]) }];
  });
  const lacking = await columnsWithout(db, store, values.symbols, absences);
  const said = new Map<string, string[]>();
  const say = (name: string, text: string): void => void said.set(text, [...(said.get(text) ?? []), name]);
  for (const { name, dates, reads } of absences) {
    const byReason = new Map<string, string[]>();
    for (const date of dates) {
      const absent = reads.filter((field) => lacking.get(date)?.has(field) === true);
      const reason = absent.length === 0 ? '' : `: the bars have no ${absent.join(', no ')}`;
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

/** Of each date, the columns read by factors that are missing there that hold no value in any bar of the symbols. */
async function columnsWithout(db: Database, store: string, symbols: readonly string[] | null, absences: readonly Absence[]): Promise<ReadonlyMap<string, ReadonlySet<MinuteField>>> {
  const filter = symbols === null ? '' : ` AND symbol IN (${symbols.map(quoteText).join(', ')})`;
  const lacking = new Map<string, Set<MinuteField>>();
  await db.use(async (connection) => {
    for (const date of new Set(absences.flatMap(({ dates }) => dates))) {
      const files = await partitionFiles(store, 'minute', date);
      const fields = new Set(absences.flatMap(({ dates, reads }) => (dates.includes(date) ? reads : [])));
      if (files.length === 0) continue;
      const absent = new Set<MinuteField>();
      lacking.set(date, absent);
      for (const field of fields) {
        // The first value ends the search, and a column of nulls is passed over by its statistics.
        const rows = await queryRows(connection, `SELECT 1 AS n FROM ${parquetSource(files)} WHERE ${quoteName(field)} IS NOT NULL${filter} LIMIT 1`);
        if (rows.length === 0) absent.add(field);
      }
    }
  });
  return lacking;
}

/** Dates one after the other by their ends, a few others by name. */
function range(dates: readonly string[], all: readonly string[]): string {
  const [first = ''] = dates;
  const start = all.indexOf(first);
  const isRun = dates.every((date, i) => all[start + i] === date);
  if (dates.length <= 2 || (!isRun && dates.length <= MOST_NAMED)) return dates.join(', ');
  return `${first} … ${dates.at(-1) ?? ''}`;
}

/** `a, b, c`, and of many the first few and how many more. */
function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${String(more)} more` : names.join(', ');
}
