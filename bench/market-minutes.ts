/** Markets of minute bars in Parquet: a generated one that is kept in a folder, and parts of any. */
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { parquetSource, quoteText, withDatabase, type Database } from '../src/runtime/store/duckdb.ts';
import { listDates, PARTITION_FILE, partitionFiles, partitionFolder, valuesFolder } from '../src/runtime/store/layout.ts';
import { preparedFolder } from '../src/runtime/store/prepared-paths.ts';
import { TABLES } from '../src/runtime/store/tables.ts';
import { MINUTE_MARKET_FORM, writeMinuteMarket, type MinuteMarket } from './data-minutes.ts';

/** A part of a market: a store with nothing but the bars of some of its stocks and days. */
export interface MarketPart {
  readonly stocks: number;
  readonly days: number;
  readonly bars: number;
}

const NOTE = 'market.json';

/** The store of a generated market below `folder`, as it was kept, or made now: then `onMake` is called before. */
export async function keptMinuteMarket(folder: string, market: MinuteMarket, onMake: () => void): Promise<string> {
  const store = join(folder, `minute-${market.days}-days-${market.stocks}-stocks-seed-${market.seed}`);
  const note = JSON.stringify({ ...market, form: MINUTE_MARKET_FORM });
  if ((await noteOf(store)) === note) return store;
  onMake();
  await rm(store, { recursive: true, force: true });
  await mkdir(store, { recursive: true });
  await withDatabase({}, (db) => writeMinuteMarket(db, store, market));
  // Last, so that a market that was not made to its end is made again.
  await writeFile(join(store, NOTE), note);
  return store;
}

async function noteOf(store: string): Promise<string | null> {
  try {
    return await readFile(join(store, NOTE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Puts the first days of a market into an empty store, with its first stocks by symbol. Throws an Error if it has fewer days. */
export async function cutMarket(market: string, store: string, share: number, days: number): Promise<MarketPart> {
  const dates = (await listDates(market, 'minute')).slice(0, days);
  if (dates.length < days) throw new Error(`${market} has minute bars of ${dates.length} days, expected ${days}`);
  await mkdir(join(store, 'minute'), { recursive: true });
  return withDatabase({}, async (db) => {
    for (const date of dates) {
      if (share === 1) await symlink(resolve(partitionFolder(market, 'minute', date)), partitionFolder(store, 'minute', date), 'junction');
      else await copyShare(db, await partitionFiles(market, 'minute', date), partitionFolder(store, 'minute', date), share);
    }
    const files = (await Promise.all(dates.map((date) => partitionFiles(store, 'minute', date)))).flat();
    const [stocks, bars] = await db.use(async (connection) => (await connection.runAndReadAll(`SELECT count(DISTINCT symbol)::INTEGER, count(*)::INTEGER FROM ${parquetSource(files)}`)).getRows()[0] ?? []);
    return { stocks: Number(stocks), days, bars: Number(bars) };
  });
}

async function copyShare(db: Database, files: readonly string[], folder: string, share: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = parquetSource(files);
  const last = `(SELECT quantile_disc(symbol, ${String(share)}) FROM (SELECT DISTINCT symbol FROM ${source}))`;
  const part = join(folder, `${PARTITION_FILE}.part`);
  await db.use((connection) => connection.run(`COPY (SELECT * FROM ${source} WHERE symbol <= ${last} ORDER BY symbol, bar) TO ${quoteText(part)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${TABLES.minute.rowGroup})`));
  await rename(part, join(folder, PARTITION_FILE));
}

/** Reads every bar once, so that no size pays for the disk because it is the first. */
export async function readBars(store: string): Promise<void> {
  for (const date of await listDates(store, 'minute')) {
    for (const file of await partitionFiles(store, 'minute', date)) await finished(createReadStream(file, { highWaterMark: 2 ** 20 }).resume());
  }
}

/** Gives a store made of links the prepared rows of the one that it links to, and what that knows of its files; nothing where there are none. */
export async function takePrepared(from: string, store: string): Promise<void> {
  if (!existsSync(preparedFolder(from))) return;
  await symlink(resolve(preparedFolder(from)), preparedFolder(store), 'junction');
  // Files that were just written are not remembered.
  if (existsSync(valuesFolder(from))) await cp(valuesFolder(from), valuesFolder(store), { recursive: true });
}
