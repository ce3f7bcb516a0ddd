/** Days of stocks from a seed that hurt: listings, delistings, suspensions, ST, splits, equal prices, columns and cells that are missing. */
import { randomSource } from '../../scripts/intraday.mjs';
import { STORED_DAILY, TRADED, TRADED_AT, type StoredDaily } from '../../src/compiler/daily/columns.ts';
import type { DailyData } from '../../src/compiler/reference/daily-data.ts';

export interface DailyShape {
  readonly stocks: number;
  readonly days: number;
  /** Empty days before the first. */
  readonly before: number;
}

/** Dates that follow each other; weekends are not the point. */
export function datesOf(count: number, first = '2022-01-03'): readonly string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(start + i * 86_400_000).toISOString().slice(0, 10));
}

/** Days as the engine reads them: suspended days already have carried prices and nothing traded. */
export function hurtingDailyData(seed: number, { stocks, days, before }: DailyShape): DailyData {
  const random = randomSource(seed);
  const width = before + days;
  const columns = new Map<StoredDaily, Float64Array>(STORED_DAILY.map((name) => [name, new Float64Array(stocks * width).fill(NaN)]));
  const set = (name: StoredDaily, at: number, value: number): void => {
    const column = columns.get(name);
    if (column !== undefined) column[at] = value;
  };
  const rows = new Uint8Array(stocks * width);
  const universe = new Uint8Array(stocks * width);
  const cap = new Float64Array(stocks * width).fill(NaN);
  const industry = new Int16Array(stocks * width).fill(-1);
  for (let s = 0; s < stocks; s++) {
    const kind = s % 8;
    const listed = kind === 1 ? random.integer(0, days - 1) : 0;
    const gone = kind === 2 ? random.integer(0, days - 1) : days;
    const scale = kind === 3 ? 1000 : 1;
    let price = (5 + 20 * random.uniform()) * scale;
    let factor = 1;
    let shares = 1e7 + 1e9 * random.uniform();
    const group = random.integer(0, 3);
    for (let d = listed; d < gone; d++) {
      const at = s * width + before + d;
      const isSuspended = kind === 4 ? random.uniform() < 0.4 : random.uniform() < 0.02;
      rows[at] = random.uniform() < 0.01 ? 0 : 1;
      if (rows[at] === 0) continue;
      universe[at] = kind === 5 && random.uniform() < 0.5 ? 0 : 1;
      const before20 = price;
      if (random.uniform() < 0.02) {
        factor *= 1.5;
        price /= 1.5;
        shares *= 1.5;
      }
      // Prices that stay where they are: no variance.
      if (kind !== 6 && !isSuspended) price = Math.round(price * (1 + 0.03 * (random.uniform() - 0.5)) * 100) / 100;
      const volume = isSuspended ? 0 : kind === 7 && random.uniform() < 0.5 ? 0 : Math.round(100 * random.uniform() ** 3 * 1e5) * 100;
      for (const name of TRADED_AT) set(name, at, name === 'high' ? price * 1.01 : name === 'low' ? price * 0.99 : price);
      set('pre_close', at, before20);
      set('volume', at, volume);
      set('amount', at, volume * price);
      set('turnover', at, volume / shares);
      set('adj_factor', at, factor);
      set('limit_up', at, Math.round(before20 * 110) / 100);
      set('limit_down', at, Math.round(before20 * 90) / 100);
      cap[at] = price * shares;
      set('float_market_cap', at, cap[at] ?? NaN);
      industry[at] = group;
      // A cell that the feed left out.
      if (random.uniform() < 0.01) set('turnover', at, NaN);
      if (random.uniform() < 0.005) set('close', at, NaN);
    }
    // A stock of which nothing that traded is delivered.
    if (s === stocks - 1) for (const name of TRADED) if (columns.has(name as StoredDaily)) columns.get(name as StoredDaily)?.fill(NaN, s * width, (s + 1) * width);
  }
  return { dates: [...Array.from({ length: before }, () => ''), ...datesOf(days)], symbols: Array.from({ length: stocks }, (_, s) => `${String(600000 + s)}.SH`), columns, rows, universe, cap, industry };
}
