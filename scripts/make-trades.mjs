// Writes samples/trades.csv.gz: generated executions of two stocks on one day, in the columns of Huatai INSIGHT, to try `import` and `bars` with.
// Run it with `node scripts/make-trades.mjs [FILE]`; the file is samples/trades.csv.gz unless given.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { liquidBars, randomSource } from './intraday.mjs';

/**
 * @import { RandomSource, TradedBar } from './intraday.d.mts'
 * @typedef {{ time: number, price: number, volume: number, bought: boolean, auction: boolean }} Execution
 */

const DATE = '2023-02-03';
const STOCKS = [
  { symbol: '600101.SH', price: 12_340, volume: 30_000, tradeSize: 12_000 },
  { symbol: '002101.SZ', price: 28_060, volume: 24_000, tradeSize: 12_000 },
];
const HEADER = 'MDDate,MDTime,SecurityID,ApplSeqNum,TradeBuyNo,TradeSellNo,TradePrice,TradeQty,TradeMoney,TradeType,TradeBSFlag';
const MINUTE = 60_000;

/** Milliseconds since midnight at which bar t (from 0) begins. */
function startOfBar(/** @type {number} */ t) {
  return (t < 120 ? 9.5 * 60 + t : 13 * 60 + t - 120) * MINUTE;
}

/** `09:30:00.120`. */
function clock(/** @type {number} */ time) {
  return new Date(time).toISOString().slice(11, 23);
}

/**
 * Executions that make a bar: the first at its open, the last at its close, all within high and low, in lots of 100.
 * @param {RandomSource} random
 * @param {TradedBar} bar
 * @param {number} t
 * @returns {Execution[]}
 */
function executionsOf(random, { open, high, low, close, volume, items }, t) {
  // The closing auction prints everything at once.
  const last = t === 239;
  const times = Array.from({ length: items }, () => (last ? 15 * 60 * MINUTE : startOfBar(t) + 10 * random.integer(0, 5_999))).sort((a, b) => a - b);
  let left = volume / 100;
  return times.map((time, i) => {
    const lots = i + 1 === items ? left : Math.max(1, Math.min(left - (items - i - 1), random.integer(1, Math.ceil((2 * left) / (items - i)))));
    left -= lots;
    const price = last || i + 1 === items ? close : i === 0 ? open : low + 10 * random.integer(0, (high - low) / 10);
    return { time, price, volume: 100 * lots, bought: random.uniform() < 0.5, auction: last };
  });
}

/**
 * Lines of one stock. Shenzhen names no aggressor, only which order is the younger one.
 * @param {RandomSource} random
 * @param {(typeof STOCKS)[number]} stock
 */
function linesOf(random, stock) {
  let seq = 100_000;
  const executions = liquidBars(random, stock).flatMap((bar, t) => (bar === undefined ? [] : executionsOf(random, bar, t)));
  return executions.map(({ time, price, volume, bought, auction }) => {
    seq += random.integer(1, 40);
    const [older, younger] = [seq - random.integer(400, 9_000), seq - random.integer(1, 300)];
    const flag = stock.symbol.endsWith('.SZ') || auction ? 0 : bought ? 1 : 2;
    const money = ((price * volume) / 1000).toFixed(2);
    return [DATE, clock(time), stock.symbol, seq, bought ? younger : older, bought ? older : younger, (price / 1000).toFixed(2), volume, money, 0, flag].join(',');
  });
}

/**
 * Writes the file, the same bytes each time.
 * @param {string} file
 */
export async function main(file) {
  const random = randomSource(20230203);
  const lines = STOCKS.flatMap((stock) => linesOf(random, stock));
  await writeFile(file, gzipSync(`${[HEADER, ...lines].join('\n')}\n`, { level: 9 }));
  return lines.length;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2] ?? fileURLToPath(new URL('../samples/trades.csv.gz', import.meta.url));
  process.stderr.write(`wrote ${await main(file)} executions to ${file}\n`);
}
