/** What looks wrong about the days of an import without being wrong: prices far off, days that end early, days of a weekend. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { count } from './amount-scale.ts';
import { CLOSING_AUCTION, clockText, labelOfBar, labelTime } from './clock.ts';
import { numberIn, queryRows, textIn } from './duckdb.ts';
import { describePlace, rowAt, type StagedRows } from './staged-row.ts';
import { definitionOf, type ImportedTable } from './tables.ts';

/** A price this many times the day's median, or that fraction of it, is far off: no stock moves so far within a day but on its first. */
const FAR = 3;
/** Dates that a warning names. */
const MOST_NAMED = 5;

/** Warnings about prices far off the others of their stock and day, one per file. Orders may have any price. */
export async function checkPrices(connection: DuckDBConnection, staged: StagedRows): Promise<readonly string[]> {
  const { files, name, table } = staged;
  if (table !== 'minute' && table !== 'trade') return [];
  const [low, high, middle] = table === 'minute' ? ['least(open, high, low, "close")', 'greatest(open, high, low, "close")', '"close"'] : ['price', 'price', 'price'];
  const traded = 'dropped = 0 AND volume IS DISTINCT FROM 0';
  const found = await queryRows(
    connection,
    `SELECT file, count(*)::DOUBLE AS "rows", min(place)::DOUBLE AS first, arg_min(CASE WHEN high > ${FAR} * middle THEN high ELSE low END, place)::DOUBLE AS price, arg_min(middle, place)::DOUBLE AS middle FROM (
       SELECT file, rowid AS place, symbol, "date", ${low} AS low, ${high} AS high FROM ${name} WHERE ${traded})
     JOIN (SELECT symbol, "date", approx_quantile(${middle}, 0.5) AS middle FROM ${name} WHERE ${traded} GROUP BY symbol, "date") USING (symbol, "date")
     WHERE high > ${FAR} * middle OR low < middle / ${FAR} GROUP BY file ORDER BY file`,
  );
  const warnings: string[] = [];
  for (const entry of found) {
    const file = files[numberIn(entry, 'file')];
    const rows = numberIn(entry, 'rows');
    const place = describePlace(await rowAt(connection, staged, numberIn(entry, 'first')));
    const noun = `${definitionOf(table).row}${rows === 1 ? '' : 's'}`;
    const example = `first ${place}: ${String(numberIn(entry, 'price'))} where the day's median is ${String(Number(numberIn(entry, 'middle').toPrecision(6)))}`;
    warnings.push(`${file?.path ?? ''}: ${count(rows)} ${noun} with a price more than ${FAR} times the stock's median of the day, or less than a third of it (${example}). Correct ${rows === 1 ? 'it' : 'them'} and import the file again, if ${rows === 1 ? 'it is' : 'they are'} wrong.`);
  }
  return warnings;
}

/** Warnings about days on which nothing happens after some time before the closing auction: files that were cut off look so. */
export async function checkEndOfDay(connection: DuckDBConnection, { name, table }: StagedRows): Promise<readonly string[]> {
  if (table !== 'minute' && table !== 'trade') return [];
  const rows = await queryRows(connection, `SELECT CAST("date" AS VARCHAR) AS day, max(${table === 'minute' ? 'bar' : '"time"'})::DOUBLE AS last FROM ${name} WHERE dropped = 0 GROUP BY "date" ORDER BY "date"`);
  const early = rows.flatMap((row) => {
    const last = numberIn(row, 'last');
    const label = table === 'minute' ? labelOfBar(last) : clockText(last).slice(0, 5);
    return labelTime(label) < CLOSING_AUCTION ? [{ day: textIn(row, 'day') ?? '', label }] : [];
  });
  const what = table === 'minute' ? 'bars' : 'executions';
  const said = early.slice(0, MOST_NAMED).map(({ day, label }) => `${day}: no symbol has ${what} after ${label}; is the file complete?`);
  return early.length > MOST_NAMED ? [...said, `${count(early.length - MOST_NAMED)} more days end before 14:57`] : said;
}

/** Warnings about dates on which the exchanges are closed every week. */
export function checkWeekdays(dates: readonly string[], table: ImportedTable): readonly string[] {
  // Industries and members may begin on any day.
  if (table === 'industry' || table === 'index_member') return [];
  const closed = dates.flatMap((date) => {
    const day = new Date(`${date}T00:00:00Z`).getUTCDay();
    return day === 0 || day === 6 ? [`${date}, a ${day === 0 ? 'Sunday' : 'Saturday'}`] : [];
  });
  if (closed.length === 0) return [];
  const more = closed.length > MOST_NAMED ? ` and ${count(closed.length - MOST_NAMED)} more` : '';
  return [`${table} of ${closed.slice(0, MOST_NAMED).join('; ')}${more}: the exchanges do not trade then; is the date right?`];
}
