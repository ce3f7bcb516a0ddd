/** Stores that hold a simulated market: nothing else may come into them, because its symbols are those of real stocks. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from './data-error.ts';

/** File that says what a simulated market was made with. */
export const SIMULATED = 'simulated.json';

/** Throws DataError if a store holds a simulated market. */
export function requireNotSimulated(store: string): void {
  if (!existsSync(join(store, SIMULATED))) return;
  throw new DataError({
    file: join(store, SIMULATED),
    found: 'a store with a simulated market',
    expected: 'a store of real data, or a new one',
    remedy: 'Import into another folder with --store: simulated stocks have the symbols of real ones, and both would be mixed.',
  });
}
