/** What a user should know about the rows of values that are written: symbols and dates without one. */
import type { ValuesSummary } from './stored-values.ts';

/** Names that a warning spells out. */
export const MOST_NAMED = 5;

/** Warnings about dates and symbols that have no row; `rows` is what they could have: minute bars, executions. */
export function warnAboutRows(dates: readonly string[], symbols: readonly string[] | null, summary: ValuesSummary, rows: string): readonly string[] {
  const what = rows === 'minute bars' ? 'bars' : rows;
  const warnings: string[] = [];
  const absent = symbols?.filter((symbol) => summary.symbols?.has(symbol) !== true) ?? [];
  if (absent.length > 0) warnings.push(`no ${what} of ${some(absent)} on these dates`);
  const held = new Set(summary.dates);
  const empty = dates.filter((date) => !held.has(date));
  if (empty.length > 0) warnings.push(`${some(empty)}: ${symbols === null ? 'the files hold no row' : `no ${what} of the symbols asked for`}`);
  return warnings;
}

/** `a, b, c`, and of many the first few and how many more. */
export function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${String(more)} more` : names.join(', ');
}
