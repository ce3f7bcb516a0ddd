/** Writing an evaluation into a folder: metrics.json, evaluation.json, and every series as CSV and Parquet. */
import { rename, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literalPath, quoteName, quoteText, withDatabase } from '../store/duckdb.ts';
import { syncFile, syncFolder, writeWhole } from '../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';
import type { Evaluation } from './evaluation.ts';
import { metricsOf } from './metrics.ts';
import { EVALUATION_FILE } from './read-evaluation.ts';
import { seriesTables, type Cell, type SeriesTable } from './series-tables.ts';

/** Folder of the series below the output. */
export const SERIES_FOLDER = 'series';

/** Writes all files, each whole or not at all; returns their paths. `extra` are further tables, such as that of a screening. */
export async function writeEvaluation(folder: string, evaluation: Evaluation, extra: readonly SeriesTable[] = []): Promise<readonly string[]> {
  const written = [...(await writeTables(join(folder, SERIES_FOLDER), [...seriesTables(evaluation), ...extra]))];
  // Last, so that a folder with metrics has its series.
  for (const [name, content] of [[EVALUATION_FILE, evaluation], ['metrics.json', metricsOf(evaluation)]] as const) {
    await writeWhole(join(folder, name), `${JSON.stringify(content, null, name === 'metrics.json' ? 1 : undefined)}\n`);
    written.push(join(folder, name));
  }
  return written;
}

/** Writes tables as CSV and Parquet, each file whole or not at all; returns their paths. */
export async function writeTables(folder: string, tables: readonly SeriesTable[]): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  await clearLeftOvers(folder);
  return withDatabase({ threads: 1 }, (db) =>
    db.use(async (connection) => {
      const written: string[] = [];
      for (const table of tables) written.push(...(await writeTable(connection, folder, table)));
      return written;
    }),
  );
}

async function writeTable(connection: DuckDBConnection, folder: string, table: SeriesTable): Promise<readonly string[]> {
  const [csv, parquet] = [`${table.name}.csv`, `${table.name}.parquet`];
  const temporary = [join(folder, temporaryName(csv)), join(folder, temporaryName(parquet))] as const;
  const [text, columns] = temporary;
  try {
    await pipeline(linesOf(table), createWriteStream(text));
    const types = table.columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`).join(', ');
    await connection.run(`COPY (SELECT ${table.columns.map(({ name }) => quoteName(name)).join(', ')} FROM read_csv(${quoteText(literalPath(text))}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${types}})) TO ${quoteText(columns)} (FORMAT parquet, COMPRESSION zstd)`);
    for (const path of temporary) await syncFile(path);
    await rename(text, join(folder, csv));
    await rename(columns, join(folder, parquet));
  } catch (error) {
    for (const path of temporary) await rm(path, { force: true });
    throw error;
  }
  await syncFolder(folder);
  return [join(folder, csv), join(folder, parquet)];
}

/** Some lines per piece: a stream of single lines is slow. */
const PIECE = 4096;

function* linesOf({ columns, rows }: SeriesTable): Generator<string> {
  let piece = `${columns.map(({ name }) => name).join(',')}\n`;
  let lines = 0;
  for (const row of rows()) {
    piece += `${row.map(cellText).join(',')}\n`;
    if (++lines % PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Numbers in the fewest digits that read back as the same; nothing for null. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
