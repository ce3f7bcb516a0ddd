/** The symbols of a shard: an equal part of those that a date has, in their order, so that files sorted by symbol are read in one stretch. */
import { createHash } from 'node:crypto';
import type { ComputedTable } from '../engine/shelf.ts';
import type { Shard } from '../engine/wanted-values.ts';
import { parquetSource, queryRows, textIn, type Database } from '../store/duckdb.ts';
import { partitionFiles } from '../store/layout.ts';
import { unreadable } from '../store/partition-file.ts';

/** Symbols of a date in any of the tables, sorted. Throws DataError for files that do not read. */
export async function symbolsOn(db: Database, store: string, tables: readonly ComputedTable[], date: string): Promise<readonly string[]> {
  const symbols = new Set<string>();
  for (const table of tables) {
    if (table === 'daily') throw new TypeError('days are not computed in shards');
    const files = await partitionFiles(store, table, date);
    if (files.length === 0) continue;
    try {
      const rows = await db.use((connection) => queryRows(connection, `SELECT DISTINCT CAST(symbol AS VARCHAR) AS symbol FROM ${parquetSource(files)} WHERE symbol IS NOT NULL`));
      for (const row of rows) symbols.add(textIn(row, 'symbol') ?? '');
    } catch (error) {
      throw unreadable(files.join(', '), error);
    }
  }
  return [...symbols].sort();
}

/** Hash of sorted symbols, by which shards of others are told from these. */
export function splitOf(symbols: readonly string[]): string {
  return createHash('sha256').update(symbols.join(',')).digest('hex').slice(0, 16);
}

/** The part of sorted symbols that a shard has. */
export function shardOf(symbols: readonly string[], { place, of }: Shard): readonly string[] {
  const bound = (part: number): number => Math.floor((symbols.length * part) / of);
  return symbols.slice(bound(place - 1), bound(place));
}
