/** Generated markets of executions and orders, kept in a folder: making one takes minutes, so that it is made once for each size. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { EVENT_DATE, marketSource, writeEventMarket, type EventMarket } from './data-events.ts';
import { partitionFiles, partitionFolder } from '../src/runtime/store/layout.ts';

const TABLES = ['minute', 'order', 'trade'] as const;
type Table = (typeof TABLES)[number];

/** A market on disk. */
export interface KeptMarket {
  readonly store: string;
  readonly rows: Readonly<Record<Table, number>>;
}

/** What stands beside the tables once all of them are whole. */
interface Note {
  /** Hash of everything that the rows depend on. */
  readonly made: string;
  readonly rows: KeptMarket['rows'];
}

const NOTE = 'market.json';

/** The market below `folder`, as it was kept, or made now: then `onMake` is called before. A kept one that was made otherwise, or not to its end, is replaced. */
export async function keptMarket(folder: string, market: EventMarket, onMake: () => void): Promise<KeptMarket> {
  const store = join(folder, `${market.executions}-rows-${market.stocks}-stocks-seed-${market.seed}`);
  const made = createHash('sha256').update(marketSource(market)).digest('hex');
  const kept = await readNote(store);
  if (kept?.made === made) return { store, rows: kept.rows };
  onMake();
  await rm(store, { recursive: true, force: true });
  await mkdir(store, { recursive: true });
  const note: Note = { made, rows: await writeEventMarket(store, market) };
  await writeFile(join(store, NOTE), `${JSON.stringify(note)}\n`);
  return { store, rows: note.rows };
}

async function readNote(store: string): Promise<Note | null> {
  try {
    return JSON.parse(await readFile(join(store, NOTE), 'utf8')) as Note;
  } catch (error) {
    // A note that was cut off is as good as none.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return null;
    throw error;
  }
}

/** Dates of a market of several days. */
const DATES = [EVENT_DATE, '2023-02-02', '2023-02-03', '2023-02-06'] as const;

/** The market with so many days, each of which has its files, in a store beside it. What was prepared there is kept. */
export async function asDays(market: KeptMarket, days: number): Promise<KeptMarket> {
  if (days === 1) return market;
  if (days > DATES.length) throw new RangeError(`a market has at most ${String(DATES.length)} days`);
  const store = `${market.store}-${String(days)}-days`;
  for (const table of TABLES) {
    await rm(join(store, table), { recursive: true, force: true });
    await mkdir(join(store, table), { recursive: true });
    for (const date of DATES.slice(0, days)) await symlink(partitionFolder(market.store, table, EVENT_DATE), partitionFolder(store, table, date), 'junction');
  }
  return { store, rows: { minute: days * market.rows.minute, order: days * market.rows.order, trade: days * market.rows.trade } };
}

/** Paths of a market's files of a day, by table. */
export async function marketFiles(store: string, date: string = EVENT_DATE): Promise<Readonly<Record<Table, readonly string[]>>> {
  const [minute, order, trade] = await Promise.all(TABLES.map((table) => partitionFiles(store, table, date)));
  return { minute: minute ?? [], order: order ?? [], trade: trade ?? [] };
}

/** Reads every file once, so that no contender pays for the disk because it is the first. */
export async function readThrough(store: string): Promise<void> {
  for (const file of Object.values(await marketFiles(store)).flat()) {
    await finished(createReadStream(file, { highWaterMark: 2 ** 20 }).resume());
  }
}

/** Runs `work` with a store that has a market's tables and no values yet, and with a folder for its output; both are removed after it. */
export async function withFreshStore<T>(market: KeptMarket, work: (store: string, output: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-bench-'));
  try {
    const store = join(folder, 'store');
    await mkdir(store);
    for (const table of TABLES) await symlink(join(market.store, table), join(store, table), 'junction');
    return await work(store, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
