/** Which bars of a partition were built from executions: noted in the metadata of the Parquet file that holds them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { literalPath, queryRows, quoteList, textIn } from './duckdb.ts';
import { unreadable } from './partition-file.ts';

const KEY = 'fullband.bars';

/** Bars built from executions in one partition. */
export interface BuiltBars {
  /** Version of the executions they were built from; empty if some of them have been replaced since. */
  readonly trades: string;
  /** Symbols whose bars were built, sorted. */
  readonly symbols: readonly string[];
}

/** What the files of a partition say; null if no bars in them were built. */
export async function readBuiltBars(connection: DuckDBConnection, files: readonly string[]): Promise<BuiltBars | null> {
  if (files.length === 0) return null;
  let rows;
  try {
    rows = await queryRows(connection, `SELECT decode(value) AS "value" FROM parquet_kv_metadata(${quoteList(files.map(literalPath))}) WHERE decode(key) = '${KEY}'`);
  } catch (error) {
    throw unreadable(files.length === 1 ? (files[0] ?? '') : files.join(', '), error);
  }
  for (const row of rows) {
    const note: unknown = JSON.parse(textIn(row, 'value') ?? 'null');
    if (typeof note !== 'object' || note === null || !('trades' in note) || !('symbols' in note)) continue;
    if (typeof note.trades === 'string' && Array.isArray(note.symbols)) return { trades: note.trades, symbols: note.symbols.map(String) };
  }
  return null;
}

/** Metadata for the file that holds these bars. */
export function builtBarsMetadata(built: BuiltBars | null): Readonly<Record<string, string>> {
  return built === null || built.symbols.length === 0 ? {} : { [KEY]: JSON.stringify(built) };
}
