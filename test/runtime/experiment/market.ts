/** A market for small experiments, which takes less than a second to make. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dailyFolder } from '../../../src/runtime/store/layout.ts';
import { sql } from '../store/support.ts';

const STOCKS = 12;

/** Trading days of the market, from the first of 2022 on. */
export const DAYS: readonly string[] = Array.from({ length: 160 }, (_, i) => new Date(Date.UTC(2022, 0, 3 + i))).filter((day) => day.getUTCDay() % 6 !== 0).map((day) => day.toISOString().slice(0, 10));

export interface MarketChanges {
  /** Days from this date on are others. */
  readonly changedFrom?: string;
  /** Columns of daily that are null. */
  readonly without?: readonly string[];
}

/** Minutes, days and an index of eight of twelve stocks. What a day is does not depend on how many there are. */
export async function writeMarket(store: string, days: number, { changedFrom = '9999', without = [] }: MarketChanges = {}): Promise<void> {
  const dates = DAYS.slice(0, days);
  const any = (n: number, of: string, most: number): string => `(hash(${of}, i, ${n}, day >= '${changedFrom}') % ${most})`;
  const list = `(SELECT unnest([${dates.map((date) => `'${date}'`).join(', ')}]) AS day, unnest(range(${dates.length})) AS d), range(${STOCKS}) r(i)`;
  const price = (n: number): string => `round(20 + i + 3 * sin(d / 7.0 + i) + ${any(n, 'd', 40)} / 100, 2)`;
  const daily = `SELECT CAST(day AS DATE) AS date, printf('%06d.SH', 600000 + i) AS symbol, ${price(1)} AS open, ${price(2)} + 1 AS high, ${price(3)} - 1 AS low, ${price(4)} AS close, ${price(5)} AS vwap,
    CAST(1000000 * (1 + ${any(6, 'd', 50)}) AS BIGINT) AS volume, 1e9 AS amount, ${any(7, 'd', 1000)} / 1e4 AS turnover, ${price(8)} AS pre_close, 1.0 AS adj_factor, 1000.0 AS limit_up, 0.01 AS limit_down,
    false AS is_st, i = 5 AND d BETWEEN 20 AND 22 AS suspended, 1e9 * (1 + i) AS float_market_cap, 'industry ' || i % 3 AS industry FROM ${list}`;
  const nulls = without.length === 0 ? '' : ` REPLACE (${without.map((name) => `NULL AS ${name}`).join(', ')})`;
  const bar = (n: number): string => `20 + i + ${any(n, 'd * 300 + b', 100)} / 100`;
  const minutes = `SELECT day AS date, printf('%06d.SH', 600000 + i) AS symbol, CAST(b AS SMALLINT) AS bar, ${bar(11)} AS open, ${bar(12)} + 1 AS high, ${bar(13)} - 1 AS low, ${bar(14)} AS close,
    CAST(100 * (1 + ${any(15, 'd * 300 + b', 90)}) AS BIGINT) AS volume, 1e5 AS amount, 10 AS items FROM ${list}, range(1, 241) q(b)`;
  const folders = ['minute', 'index_member', 'index_daily'].map((table) => join(store, table));
  await Promise.all([...folders, dailyFolder(store, 2022)].map((folder) => mkdir(folder, { recursive: true })));
  const months = dates.filter((date, i) => date.slice(0, 7) !== dates[i - 1]?.slice(0, 7)).map((date) => `'${date}'`);
  await sql(`COPY (SELECT *${nulls} FROM (${daily}) ORDER BY date, symbol) TO '${dailyFolder(store, 2022)}/days.parquet' (FORMAT parquet);
    COPY (${minutes} ORDER BY date, symbol, bar) TO '${store}/minute' (FORMAT parquet, PARTITION_BY (date), OVERWRITE_OR_IGNORE);
    COPY (SELECT CAST(day AS DATE) AS date, 'tiny' AS index, printf('%06d.SH', 600000 + i) AS symbol, 0.125 AS weight FROM (SELECT unnest([${months.join(', ')}]) AS day), range(8) r(i) ORDER BY ALL) TO '${store}/index_member/tiny.parquet' (FORMAT parquet);
    COPY (SELECT CAST(day AS DATE) AS date, 'tiny' AS index, 1000 + 10 * sin(d / 7.0) AS close FROM (SELECT DISTINCT day, d FROM ${list}) ORDER BY ALL) TO '${store}/index_daily/tiny.parquet' (FORMAT parquet)`);
}
