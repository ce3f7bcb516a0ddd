/** Signals of a model as a file of values: date, symbol, and one column that has the model's name. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DOUBLE, DuckDBDataChunk, INTEGER } from '@duckdb/node-api';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { requireOutputFormat } from '../../engine/output.ts';
import { quoteName, quoteText, withDatabase } from '../../store/duckdb.ts';
import { syncFile } from '../../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../../store/temporary-name.ts';

/** Days and stocks as rows of the panel. */
export interface SignalRows {
  readonly days: Int32Array;
  readonly stocks: Int32Array;
  readonly values: Float64Array;
}

const CHUNK_ROWS = 2048;

/** Writes rows sorted by date and symbol, whole or not at all. */
export async function writeSignal(out: string, name: string, { dates, symbols }: DailyPanel, parts: readonly SignalRows[]): Promise<{ readonly rows: number; readonly dates: number }> {
  const format = requireOutputFormat(out);
  const folder = dirname(out);
  await mkdir(folder, { recursive: true });
  await clearLeftOvers(folder, basename(out));
  const temporary = join(folder, temporaryName(basename(out)));
  try {
    const rows = await withDatabase({ memoryMiB: 512 }, (db) =>
      db.use(async (connection) => {
        await connection.run('CREATE TEMP TABLE signal (day INTEGER, stock INTEGER, value DOUBLE)');
        const appender = await connection.createAppender('signal');
        for (const { days, stocks, values } of parts) {
          for (let from = 0; from < days.length; from += CHUNK_ROWS) {
            const end = Math.min(days.length, from + CHUNK_ROWS);
            const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, DOUBLE], end - from);
            chunk.setColumnValues(0, [...days.subarray(from, end)]);
            chunk.setColumnValues(1, [...stocks.subarray(from, end)]);
            chunk.setColumnValues(2, [...values.subarray(from, end)]);
            appender.appendDataChunk(chunk);
          }
        }
        appender.closeSync();
        const list = (texts: readonly string[]): string => `[${texts.map(quoteText).join(', ')}]`;
        await connection.run(`CREATE TEMP TABLE names AS SELECT unnest(${list(symbols)}) AS symbol, unnest(range(${String(symbols.length)})) AS stock`);
        await connection.run(`CREATE TEMP TABLE calendar AS SELECT CAST(unnest(${list(dates)}) AS DATE) AS date, unnest(range(${String(dates.length)})) AS day`);
        const { rowsChanged } = await connection.run(`COPY (SELECT date, symbol, ${format.cell('value', 'webasm')} AS ${quoteName(name)} FROM signal JOIN names USING (stock) JOIN calendar USING (day) ORDER BY date, symbol) TO ${quoteText(temporary)} (${format.options})`);
        return rowsChanged;
      }),
    );
    await syncFile(temporary);
    await rename(temporary, out);
    return { rows, dates: parts.reduce((count, { days }) => count + new Set(days).size, 0) };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
