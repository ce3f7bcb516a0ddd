/** DuckDB in memory, with bounded memory, spilling to a folder that is removed on close. */
import { rmSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { DuckDBConnection, Json } from '@duckdb/node-api';
import { duckdbApi } from './duckdb-api.ts';
import { scratchPath } from './scratch.ts';

export interface DatabaseOptions {
  /** Threads of a query; default: all cores. */
  readonly threads?: number;
  /** MiB that queries may hold before they spill; default: half of the machine's memory, at most 8 GiB. */
  readonly memoryMiB?: number;
  /** Folder in which a folder for spilled data is made; default: the system's temporary folder. */
  readonly tempFolder?: string;
}

/** An open database. Its connections share tables and may run queries at the same time; one connection runs one query at a time. */
export interface Database {
  /** Runs `work` with a connection of its own, which is closed after it; temporary tables live as long as the connection. */
  use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** A connection that the caller closes: for work that is not one call, such as a generator. */
  connect(): Promise<DuckDBConnection>;
  /** Frees everything. May be called twice. */
  close(): void;
}

/** MiB that queries may hold if nobody says otherwise. */
export function defaultMemoryMiB(): number {
  return Math.min(8192, Math.floor(totalmem() / 2 ** 21));
}

/** Opens an empty database in memory; the caller closes it (`withDatabase` does so by itself). */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const memory = options.memoryMiB ?? defaultMemoryMiB();
  const spill = scratchPath(options.tempFolder);
  const instance = await duckdbApi().DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? availableParallelism()),
    memory_limit: `${memory}MiB`,
    temp_directory: spill,
    // Nothing here needs an extension that is not built in, so nothing may be downloaded.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Of a file that was replaced it has given out parts of the old one.
    enable_external_file_cache: 'false',
  });
  let open = true;
  return {
    async use(work) {
      const connection = await instance.connect();
      try {
        return await work(connection);
      } finally {
        connection.closeSync();
      }
    },
    connect: () => instance.connect(),
    close() {
      if (!open) return;
      open = false;
      instance.closeSync();
      rmSync(spill, { recursive: true, force: true });
    },
  };
}

/** The same, opened when it is first used: loading DuckDB takes longer than much of what is done without it, such as reading prepared rows or finding out that nothing has to be computed. */
export function databaseWhenNeeded(options: DatabaseOptions): Database {
  let opening: Promise<Database> | null = null;
  let database: Database | null = null;
  let closed = false;
  const opened = async (): Promise<Database> => {
    if (closed) throw new Error('the database is closed');
    opening ??= openDatabase(options).then(
      (one) => {
        if (closed) one.close();
        return (database = one);
      },
      (error: unknown) => {
        // The next may open.
        opening = null;
        throw error;
      },
    );
    return opening;
  };
  return {
    use: async (work) => (await opened()).use(work),
    connect: async () => (await opened()).connect(),
    close() {
      closed = true;
      database?.close();
    },
  };
}

/** Runs `work` with a fresh database, which is opened when it is first used, and closes it, whatever happens. */
export async function withDatabase<T>(options: DatabaseOptions, work: (db: Database) => Promise<T>): Promise<T> {
  const db = databaseWhenNeeded(options);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** A row of a small result, by column name; BIGINT and DECIMAL are text. */
export type Row = Readonly<Record<string, Json>>;

/** Rows of a small result; large ones go through `streamChunks`. */
export async function queryRows(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  return (await connection.run(sql)).getRowObjectsJson();
}

/** Number in a row's cell (counts arrive as text); throws if the cell holds none. */
export function numberIn(row: Row | undefined, column: string): number {
  const cell = row?.[column];
  const value = typeof cell === 'number' ? cell : typeof cell === 'string' ? Number(cell) : NaN;
  if (Number.isNaN(value)) throw new TypeError(`the result has no number in ${column}`);
  return value;
}

/** Text of a row's cell; null if it is null. */
export function textIn(row: Row | undefined, column: string): string | null {
  const cell = row?.[column];
  return cell === null || cell === undefined ? null : typeof cell === 'string' ? cell : JSON.stringify(cell);
}

/** A text literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list literal of texts. */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** `read_parquet` of exactly these files; columns are matched by name, folder names add none. */
export function parquetSource(files: readonly string[], extra: readonly ('filename' | 'file_row_number')[] = []): string {
  const options = ['union_by_name = true', 'hive_partitioning = false', ...extra.map((name) => `${name} = true`)];
  return `read_parquet(${quoteList(files.map(literalPath))}, ${options.join(', ')})`;
}

/** A path that DuckDB takes literally: its pattern characters are bracketed. */
export function literalPath(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}
