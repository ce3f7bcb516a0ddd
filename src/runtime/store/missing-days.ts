/** Days that the store may lack: without them adjustment factors are wrong, and no row says so. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { count } from './amount-scale.ts';
import { numberIn, queryRows, textIn } from './duckdb.ts';

/** At least so many stocks, and such a part of those of the date: fewer pay a dividend while they are suspended, or on the day after a holiday. */
const LEAST_STOCKS = 3;
const LEAST_PART = 0.2;
/** Dates that a warning names. */
const MOST_NAMED = 5;

/**
 * Warnings about dates of `steps` on which many stocks have a pre_close that is not their last stored close, while a weekday lies between the two. A holiday
 * alone leaves closes as they are, a day that was left out moves nearly all of them. A day that the store has of some stocks and not of others counts as well.
 */
export async function checkMissingDays(connection: DuckDBConnection): Promise<readonly string[]> {
  // Of the days between two dates one is a weekday unless they are a Saturday, a Sunday or both.
  const gap = '("date" - day_before > 3 OR ("date" - day_before >= 2 AND isodow(day_before + 1) < 6) OR ("date" - day_before = 3 AND isodow(day_before + 1) = 7))';
  const moved = `step <> 1 AND ${gap}`;
  const found = await queryRows(
    connection,
    `SELECT CAST("date" AS VARCHAR) AS day, CAST(mode(day_before) FILTER (${moved}) AS VARCHAR) AS before, count(*) FILTER (${moved})::DOUBLE AS moved, count(*)::DOUBLE AS stocks
     FROM steps WHERE step IS NOT NULL AND day_before IS NOT NULL GROUP BY "date"
     HAVING count(*) FILTER (${moved}) >= greatest(${LEAST_STOCKS}, ${LEAST_PART} * count(*)) ORDER BY "date"`,
  );
  const warnings = found.slice(0, MOST_NAMED).map(
    (row) => `${textIn(row, 'day') ?? ''}: pre_close of ${count(numberIn(row, 'moved'))} of ${count(numberIn(row, 'stocks'))} stocks is not their last close in the store, mostly of ${textIn(row, 'before') ?? ''}; is the day before it imported? Until it is, adj_factor is wrong from ${textIn(row, 'day') ?? ''} on.`,
  );
  return found.length > MOST_NAMED ? [...warnings, `${count(found.length - MOST_NAMED)} more dates before which a day seems to be missing`] : warnings;
}
