/** The error of a range in which a store has no date. */
import { DataError } from '../store/data-error.ts';
import type { DateRange } from '../store/layout.ts';
import { rowsOf } from './row-names.ts';
import type { ComputedTable } from './shelf.ts';

/** @param datesOf all dates of a table */
export async function noDates(store: string, { from, to }: DateRange, tables: readonly ComputedTable[], datesOf: (table: ComputedTable) => Promise<readonly string[]>): Promise<DataError> {
  const range = from === undefined && to === undefined ? '' : ` between ${from ?? 'the start'} and ${to ?? 'the end'}`;
  const found = `no ${rowsOf(tables)}${range}`;
  const held = [...new Set((await Promise.all(tables.map(datesOf))).flat())].sort();
  const [first] = held;
  if (first === undefined) {
    const remedy = tables.includes('minute') ? 'Import minute bars, or import executions and run `fullband bars`.' : 'Import them with `fullband import`.';
    return new DataError({ file: store, found, expected: tables.map((table) => `STORE/${table}/date=…/*.parquet`).join(' or '), remedy });
  }
  const dates = held.length === 1 ? `the one date of the store, ${first}` : `dates of the store: it has ${String(held.length)}, from ${first} to ${held.at(-1) ?? ''}`;
  return new DataError({ file: store, found, expected: dates, remedy: 'Correct --from and --to, or import these days.' });
}
