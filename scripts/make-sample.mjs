// Writes the sample store: minute bars of 30 generated stocks on two days. Run it with `node scripts/make-sample.mjs [FOLDER]`; the
// folder is samples/store unless given.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER, SMALLINT, VARCHAR } from '@duckdb/node-api';
import { BARS, dayFromBars, liquidBars, randomSource } from './intraday.mjs';

/**
 * @import { LiquidStock, RandomSource, TradedBar } from './intraday.d.mts'
 * @import { DuckDBConnection } from '@duckdb/node-api'
 * @typedef {{ symbol: string, stock: LiquidStock, share: number, sparseRows: boolean, suspended: string[] }} Listing
 *   share: part of the bars in which the stock trades; sparseRows: bars without a trade have no row
 */

export const DATES = ['2023-02-01', '2023-02-02'];

/** Boards: symbols, how far a price may move in a day, and the shares that volumes are multiples of. */
const BOARDS = [
  { count: 14, symbol: (/** @type {number} */ i) => `${600101 + 37 * i}.SH`, limit: 0.1, lot: 100 },
  { count: 3, symbol: (/** @type {number} */ i) => `${688101 + 37 * i}.SH`, limit: 0.2, lot: 1 },
  { count: 8, symbol: (/** @type {number} */ i) => `${String(2101 + 37 * i).padStart(6, '0')}.SZ`, limit: 0.1, lot: 100 },
  { count: 4, symbol: (/** @type {number} */ i) => `${300101 + 37 * i}.SZ`, limit: 0.2, lot: 100 },
  { count: 1, symbol: () => '430101.BJ', limit: 0.3, lot: 1 },
];

/**
 * The stocks, with prices of 2–1,700 CNY: two trade rarely, one is suspended on the second day.
 * @param {RandomSource} random
 * @returns {Listing[]}
 */
function listings(random) {
  const stocks = BOARDS.flatMap(({ count, symbol, limit, lot }) =>
    Array.from({ length: count }, (_, i) => {
      const price = 10 * Math.round(100 * Math.max(2, 15 * Math.exp(0.9 * random.normal())));
      const volume = Math.round((1_200_000 / Math.sqrt(price)) * Math.exp(0.8 * random.normal()));
      const volatility = 5e-4 + 7e-4 * random.uniform() + limit * 1e-3;
      const stock = { price, volume, volatility, limit, lot, tradeSize: 400 + random.integer(0, 1600) };
      return { symbol: symbol(i), stock, share: 1, sparseRows: false, suspended: [] };
    }),
  );
  return stocks.map((listing, i) => {
    if (i === 3) return { ...listing, stock: { ...listing.stock, price: 1_680_000, volume: 9_000, tradeSize: 100 } };
    if (i === 7) return { ...listing, stock: { ...listing.stock, volume: 2_500 }, share: 0.04, sparseRows: true };
    if (i === 21) return { ...listing, stock: { ...listing.stock, volume: 2_500 }, share: 0.35 };
    if (i === 11) return { ...listing, suspended: ['2023-02-02'] };
    return listing;
  });
}

/**
 * The rows of one stock and day, by column: symbol, bar, four prices, volume, amount, items. A bar before the first trade has no row.
 * @param {Listing} listing
 * @param {(TradedBar | undefined)[]} bars
 */
function rowsOf({ symbol, sparseRows }, bars) {
  const day = dayFromBars(bars);
  const kept = [...Array(BARS).keys()].filter((t) => (sparseRows ? bars[t] !== undefined : !Number.isNaN(day.close[t])));
  const pick = (/** @type {Float64Array} */ column) => kept.map((t) => column[t] ?? NaN);
  return [
    kept.map(() => symbol),
    kept.map((t) => t + 1),
    pick(day.open),
    pick(day.high),
    pick(day.low),
    pick(day.close),
    pick(day.volume),
    pick(day.amount),
    pick(day.items),
  ];
}

/**
 * @param {DuckDBConnection} connection
 * @param {string} file
 * @param {ReturnType<typeof rowsOf>[]} stocks
 */
async function writeParquet(connection, file, stocks) {
  await connection.run(
    `CREATE OR REPLACE TABLE day (symbol VARCHAR, bar SMALLINT, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE,
       volume DOUBLE, amount DOUBLE, items INTEGER)`,
  );
  const types = [VARCHAR, SMALLINT, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, INTEGER];
  const appender = await connection.createAppender('day');
  for (const columns of stocks) {
    const chunk = DuckDBDataChunk.create(types, columns[0]?.length ?? 0);
    columns.forEach((values, i) => chunk.setColumnValues(i, values));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const quoted = file.replaceAll("'", "''");
  await connection.run(
    `COPY (SELECT * REPLACE (volume::BIGINT AS volume) FROM day ORDER BY symbol, bar) TO '${quoted}' (FORMAT parquet, COMPRESSION zstd)`,
  );
}

/**
 * Writes `minute/date=…/part-0.parquet` of both days into a store folder. The same version of DuckDB writes the same bytes each time.
 * @param {string} store folder of the store; made if it is not there
 * @returns {Promise<string[]>} the files written
 */
export async function main(store) {
  const random = randomSource(20230201);
  const market = listings(random);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const files = [];
  for (const date of DATES) {
    const days = market
      .filter(({ suspended }) => !suspended.includes(date))
      .map((listing) => {
        const bars = liquidBars(random, listing.stock).map((bar) => (random.uniform() < listing.share ? bar : undefined));
        const last = bars.findLast((bar) => bar !== undefined);
        // The next day starts around this close.
        if (last) listing.stock = { ...listing.stock, price: last.close };
        return rowsOf(listing, bars);
      });
    const folder = `${store}/minute/date=${date}`;
    await mkdir(folder, { recursive: true });
    files.push(`${folder}/part-0.parquet`);
    await writeParquet(connection, `${folder}/part-0.parquet`, days);
  }
  connection.closeSync();
  instance.closeSync();
  return files;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = await main(process.argv[2] ?? fileURLToPath(new URL('../samples/store', import.meta.url)));
  process.stderr.write(files.map((file) => `wrote ${file}\n`).join(''));
}
