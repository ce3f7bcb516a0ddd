/** Generated markets of minute bars, kept in a folder: making one takes a minute, so that it is made once for each size. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { MINUTE_MARKET_FORM, writeMinuteMarket, type MinuteMarket } from './data-minutes.ts';

/** Stands beside the table once all of it is whole. */
const NOTE = 'market.json';

/** Folder of the market below `folder`, as it was kept, or made now: then `onMake` is called before. One that was made otherwise, or not to its end, is replaced. */
export async function keptMinuteMarket(folder: string, market: MinuteMarket, onMake: () => void): Promise<string> {
  const store = join(folder, `minute-${market.days}-days-${market.stocks}-stocks-seed-${market.seed}`);
  const made = JSON.stringify({ ...market, form: MINUTE_MARKET_FORM });
  if ((await readFile(join(store, NOTE), 'utf8').catch(() => '')) === made) return store;
  onMake();
  await rm(store, { recursive: true, force: true });
  await mkdir(store, { recursive: true });
  await withDatabase({}, (db) => writeMinuteMarket(db, store, market));
  await writeFile(join(store, NOTE), made);
  return store;
}

/** Runs `work` with a store that has a market's bars and no values yet, and with a file for its output; both are removed after it. */
export async function withFreshBars<T>(market: string, work: (store: string, out: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-bench-'));
  try {
    const store = join(folder, 'store');
    await mkdir(store);
    await symlink(join(market, 'minute'), join(store, 'minute'), 'junction');
    return await work(store, join(folder, 'values.parquet'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
