/** How much there is to read: what decides whether threads are worth their start. */
import { statSync } from 'node:fs';
import { partitionFiles } from '../store/layout.ts';
import type { DatedTable } from '../store/tables.ts';

/** Stocks of a market, to guess how much of it some symbols are. */
const MARKET = 5000;

/** Bytes of the files of some tables on some dates; of some symbols (null: all) about their share. */
export async function bytesToRead(store: string, tables: readonly DatedTable[], dates: readonly string[], symbols: readonly string[] | null): Promise<number> {
  let bytes = 0;
  for (const table of tables) {
    for (const date of dates) {
      // A file that is gone by now counts nothing.
      for (const file of await partitionFiles(store, table, date)) bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return symbols === null ? bytes : bytes * Math.min(1, symbols.length / MARKET);
}
