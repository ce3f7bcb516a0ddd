/** From when to when factors have values of the stocks and dates of `daily`: there the test begins and ends. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '../store/data-error.ts';
import { queryRows, quoteName, quoteText, textIn } from '../store/duckdb.ts';
import type { DailySource } from './read-panel.ts';
import type { ValuesFile } from './values-file.ts';
import { evaluationWarnings, type EvaluationWarning } from './warnings.ts';

/** First and last date of a factor's values, null where it has none. */
export interface FactorSpan {
  readonly name: string;
  readonly first: string | null;
  readonly last: string | null;
}

export interface ValuesSpan {
  readonly factors: readonly FactorSpan[];
  /** First and last date with a value of some factor. */
  readonly first: string;
  readonly last: string;
}

/** The spans of factors from a date on. Throws DataError if no factor has a value that belongs to a row of `daily`. */
export async function spanOf(connection: DuckDBConnection, values: ValuesFile, factors: readonly string[], daily: DailySource, from: string | undefined): Promise<ValuesSpan> {
  const date = (of: 'min' | 'max', name: string, i: number): string => `CAST(${of}(v."date") FILTER (v.${quoteName(name)} IS NOT NULL) AS VARCHAR) AS ${of}${String(i)}`;
  const [row] = await queryRows(
    connection,
    `SELECT ${factors.flatMap((name, i) => [date('min', name, i), date('max', name, i)]).join(', ')} FROM ${values.relation} v SEMI JOIN ${daily.relation} d ON d."date" = v."date" AND d.symbol = v.symbol${from === undefined ? '' : ` WHERE v."date" >= DATE '${from}'`}`,
  );
  const spans = factors.map((name, i) => ({ name, first: textIn(row, `min${String(i)}`), last: textIn(row, `max${String(i)}`) }));
  const first = spans.map((span) => span.first).filter((found) => found !== null).sort()[0];
  const last = spans.map((span) => span.last).filter((found) => found !== null).sort().at(-1);
  if (first === undefined || last === undefined) throw await noValues(connection, values, daily, from);
  return { factors: spans, first, last };
}

async function noValues(connection: DuckDBConnection, { file, relation, firstDate, lastDate }: ValuesFile, { relation: daily, dates }: DailySource, from: string | undefined): Promise<DataError> {
  const [firstDay, lastDay] = [dates[0] ?? '', dates.at(-1) ?? ''];
  if (from !== undefined && from > lastDate) return new DataError({ file, found: `no values from ${from} on; the last is of ${lastDate}`, expected: 'values on or after the first date of a section', remedy: 'Choose an earlier --from, or compute the values of these dates.' });
  const symbol = await foreignSymbol(connection, relation, daily);
  if (symbol !== null) {
    const meant = await sameDigits(connection, daily, symbol);
    return new DataError({ file, column: 'symbol', found: `${JSON.stringify(symbol)}${meant === null ? '' : ` (did you mean ${meant}?)`}, and no symbol that daily has`, expected: 'six digits and the exchange, such as 600519.SH, 000001.SZ or 430047.BJ', remedy: 'Write the symbols so.' });
  }
  return new DataError({
    file,
    found: `values from ${firstDate} to ${lastDate}${from === undefined ? '' : `, none from ${from} on`} of stocks and dates that daily does not have`,
    expected: `values of its stocks between ${firstDay} and ${lastDay}, symbols such as 600519.SH`,
    remedy: 'Import the days of these dates, or name values of the days that are there.',
  });
}

/** A symbol of the values where none of them is in `daily`; null if some is. */
async function foreignSymbol(connection: DuckDBConnection, relation: string, daily: string): Promise<string | null> {
  const [known] = await queryRows(connection, `SELECT v.symbol FROM ${relation} v SEMI JOIN ${daily} d ON d.symbol = v.symbol LIMIT 1`);
  if (known !== undefined) return null;
  // One in another notation says more than one that is merely not there.
  const [row] = await queryRows(connection, `SELECT symbol FROM ${relation} ORDER BY regexp_full_match(symbol, '\\d{6}\\.(SH|SZ|BJ)'), symbol LIMIT 1`);
  return textIn(row, 'symbol');
}

/** The stock of `daily` that has the digits of a symbol, also without their leading zeros; null if there is none. */
async function sameDigits(connection: DuckDBConnection, daily: string, symbol: string): Promise<string | null> {
  const digits = /\d{1,6}/.exec(symbol)?.[0];
  if (digits === undefined) return null;
  const [row] = await queryRows(connection, `SELECT symbol FROM ${daily} WHERE starts_with(symbol, ${quoteText(`${digits.padStart(6, '0')}.`)}) ORDER BY symbol LIMIT 1`);
  return textIn(row, 'symbol');
}

/** What differs among the spans: factors without values, that begin later than others, or that end earlier. */
export function spanWarnings({ factors, first, last }: ValuesSpan, dates: readonly string[], every: number): readonly EvaluationWarning[] {
  const there = factors.filter((span) => span.first !== null);
  const latest = there.toSorted((a, b) => (a.first ?? '').localeCompare(b.first ?? '')).at(-1);
  const warnings = factors.filter((span) => span.first === null).map(({ name }) => evaluationWarnings.noValues(name));
  if (latest !== undefined && latest.first !== null && latest.first !== first) warnings.push(evaluationWarnings.firstDates(first, latest.name, latest.first));
  const end = dates.indexOf(last);
  for (const span of there) {
    if (span.last !== null && end - dates.indexOf(span.last) > every) warnings.push(evaluationWarnings.endsEarly(span.name, span.last, last));
  }
  return warnings;
}
