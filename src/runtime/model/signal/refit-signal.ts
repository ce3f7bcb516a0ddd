/** The signal of a refit as the store keeps it: what its seeds predict together, from its day to the one before the next refit. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { ColumnAppender } from '../../store/column-appender.ts';
import { quoteList, quoteText } from '../../store/duckdb.ts';
import { syncFile, syncFolder } from '../../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../../store/temporary-name.ts';

/** Scores of stocks on days; days and stocks are rows of the panel. */
export interface SignalRows {
  readonly days: Int32Array;
  readonly stocks: Int32Array;
  readonly values: Float64Array;
}

/** A signal that is kept. */
export interface RefitSignal {
  /** Date of the refit. */
  readonly refit: string;
  /** Of the model, its settings, seeds and weights, and all data up to the last day that is predicted. */
  readonly hash: string;
  /** Parquet with date, symbol, score. */
  readonly file: string;
}

const NAME = /^signal-[0-9a-f]{12}\.parquet$/;

/** Where the signal with a hash lies in a refit's folder, and whether it is there: files appear whole. */
export function keptSignal(folder: string, hash: string): { readonly file: string; readonly isThere: boolean } {
  const file = join(folder, `signal-${hash.slice(0, 12)}.parquet`);
  return { file, isThere: existsSync(file) };
}

/** Writes a refit's signal, sorted by date and symbol, whole or not at all; of what was kept of other data or weights before the oldest goes. */
export async function writeRefitSignal(connection: DuckDBConnection, folder: string, hash: string, panel: DailyPanel, rows: SignalRows): Promise<void> {
  const { file } = keptSignal(folder, hash);
  await clearLeftOvers(folder);
  const temporary = join(folder, temporaryName('signal.parquet'));
  try {
    await fillTable(connection, rows);
    const { dates, symbols } = panel;
    await connection.run(`COPY (SELECT CAST((${quoteList(dates)})[day + 1] AS DATE) AS date, (${quoteList(symbols)})[stock + 1] AS symbol, score FROM refit_signal ORDER BY day, stock) TO ${quoteText(temporary)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {fullband_signal: ${quoteText(hash)}})`);
    await syncFile(temporary);
    await rename(temporary, file);
    await syncFolder(folder);
    await removeOld(folder);
  } finally {
    await rm(temporary, { force: true });
    await connection.run('DROP TABLE IF EXISTS refit_signal');
  }
}

/** Signals of a refit that stay: those of runs with other seeds or last days, which may be at work at the same time. */
const MOST_KEPT = 4;

async function removeOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name));
  const dated = await Promise.all(names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })));
  for (const { name } of dated.toSorted((a, b) => b.time - a.time).slice(MOST_KEPT)) await rm(join(folder, name), { force: true });
}

async function fillTable(connection: DuckDBConnection, { days, stocks, values }: SignalRows): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE refit_signal (day INTEGER, stock INTEGER, score DOUBLE)');
  const appender = await ColumnAppender.open(connection, 'refit_signal');
  appender.append([Int32Array.from(days), Int32Array.from(stocks), Float64Array.from(values)], days.length);
  appender.close();
}
