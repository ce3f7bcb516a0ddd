/** Which rows of a series count: those of a window where a condition holds and everything has a value. */
import type { SeriesPool } from './series-pool.ts';

/** Whether a value is missing among some rows. */
export function hasMissing(x: Float64Array): boolean {
  for (let k = 0; k < x.length; k++) {
    const value = x[k] as number;
    if (value !== value) return true;
  }
  return false;
}

/** Whether there is no value among some rows. */
export function isEmpty(x: Float64Array): boolean {
  for (let k = 0; k < x.length; k++) {
    const value = x[k] as number;
    if (value === value) return false;
  }
  return true;
}

/** Rows where a window and a condition hold, 1 and 0; null for every row. Rows of the window alone are shared and must not change. */
export function allowedRows(inWindow: Uint8Array | null, condition: Float64Array | null, pool: SeriesPool): Uint8Array | null {
  if (condition === null) return inWindow;
  const rows = pool.takeFlags(condition.length);
  if (inWindow === null) for (let k = 0; k < rows.length; k++) rows[k] = condition[k] === 0 ? 0 : 1;
  else for (let k = 0; k < rows.length; k++) rows[k] = condition[k] === 0 ? 0 : (inWindow[k] as number);
  return rows;
}

/** The allowed rows in which every series has a value; a series of which all rows count is handed on as it is. `gaps`: the series of which a row may be missing. */
export function presentRows(series: readonly Float64Array[], allowed: Uint8Array | null, gaps: readonly Float64Array[], pool: SeriesPool): readonly Float64Array[] {
  const rows = series[0]?.length ?? 0;
  if (allowed === null && gaps.length === 0) return series;
  const counted = pool.takeFlags(rows);
  if (allowed === null) counted.fill(1);
  else counted.set(allowed);
  for (const x of gaps) withoutGaps(counted, x);
  const count = countOf(counted);
  if (count === rows) return series;
  return series.map((x) => pick(x, counted, pool.take(rows)).subarray(0, count));
}

function withoutGaps(counted: Uint8Array, x: Float64Array): void {
  for (let k = 0; k < counted.length; k++) {
    const value = x[k] as number;
    if (value !== value) counted[k] = 0;
  }
}

function countOf(counted: Uint8Array): number {
  let count = 0;
  for (let k = 0; k < counted.length; k++) count += counted[k] as number;
  return count;
}

/** The rows that count, from the start of `into` on. */
function pick(x: Float64Array, counted: Uint8Array, into: Float64Array): Float64Array {
  let at = 0;
  // Written in any case, kept where the row counts: no branch to guess.
  for (let k = 0; k < counted.length; k++) {
    into[at] = x[k] as number;
    at += counted[k] as number;
  }
  return into;
}
