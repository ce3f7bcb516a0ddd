/** Writes the market that the playground holds: simulated with a fixed seed, in the form of packed-day.ts, each day a compressed file. Run by `npm run build:playground`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { packDay, unpackDay } from '../../src/runtime/live/packed-day.ts';
import { numberIn, queryRows, quoteText, textIn, withDatabase, type Database } from '../../src/runtime/store/duckdb.ts';
import { listDates } from '../../src/runtime/store/layout.ts';
import type { MinuteData } from '../../src/runtime/store/minute-data.ts';
import { readMinuteDay } from '../../src/runtime/store/read-minute.ts';
import { simulateMarket } from '../../src/runtime/store/simulate/simulate.ts';

/** Few orders for each stock: a page is to be loaded in a moment. */
const MARKET = { stocks: 300, days: 20, seed: 20, from: '2024-03-01', ordersPerStock: 400, information: true } as const;
const FOLDER = '.fullband/playground';

/** Kept, so that the page can be built again at once; another market has another place. */
const store = join(FOLDER, `store-${Object.values(MARKET).join('-')}`);
const market = join(FOLDER, 'market/market');

const { signal } = new AbortController();
await simulateMarket({ ...MARKET, store, signal });
rmSync(market, { recursive: true, force: true });
mkdirSync(market, { recursive: true });
await withDatabase({}, async (db) => {
  const dates = await listDates(store, 'minute');
  const days: MinuteData[] = [];
  for (const date of dates) days.push(await readMinuteDay(db, store, date));
  const symbols = [...new Set(days.flatMap((day) => day.symbols))].sort();
  for (const day of days) {
    const bytes = deflateRawSync(packDay(day, symbols), { level: 9 });
    // What a page will read is what the store has.
    if (!isDeepStrictEqual(unpackDay(inflateRawSync(bytes), day.date, symbols), { date: day.date, symbols: day.symbols, columns: day.columns })) throw new Error(`${day.date} does not come back from its bytes`);
    writeFileSync(join(market, `${day.date}.bin`), bytes);
  }
  writeFileSync(join(market, 'market.json'), JSON.stringify({ version: version(), symbols, dates, adjustments: await adjustments(db, symbols) }));
});

/** By date: stocks whose shares have become more than one, and how many. */
async function adjustments(db: Database, symbols: readonly string[]): Promise<Readonly<Record<string, readonly (readonly [number, number])[]>>> {
  const rows = await db.use((connection) => queryRows(connection, `SELECT CAST(date AS VARCHAR) AS date, symbol, adj_factor FROM read_parquet(${quoteText(`${store}/daily/*/*.parquet`)}) WHERE adj_factor <> 1 ORDER BY ALL`));
  const found: Record<string, (readonly [number, number])[]> = {};
  for (const row of rows) (found[textIn(row, 'date') ?? ''] ??= []).push([symbols.indexOf(textIn(row, 'symbol') ?? ''), numberIn(row, 'adj_factor')]);
  return found;
}

function version(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }).version;
}
