/** Daily, weekly and monthly bars as of each day: a week or month that has not ended holds the days so far. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BarsInput } from '../../../dsl/typed-model.ts';
import { FLAG, has, type DailyPanel } from '../../evaluate/daily-panel.ts';
import { streamedChunks } from '../../store/columns.ts';
import { openDailyRelation } from '../../store/daily-source.ts';
import { quoteName } from '../../store/duckdb.ts';

/** Fields that bars may have. */
export const BAR_FIELDS = ['open', 'high', 'low', 'close', 'vwap', 'volume'] as const;
export type BarField = (typeof BAR_FIELDS)[number];

/** Days × stocks × fields, day by day; NaN is missing. Prices times adj_factor, volumes divided by it, so that both are comparable over the days. */
export interface DailyBars {
  readonly fields: readonly BarField[];
  readonly values: Float32Array;
}

export function isBarField(name: string): name is BarField {
  return BAR_FIELDS.some((field) => field === name);
}

/** Reads the bars of a panel's days. Needs the tables of `readPanel` on the same connection. On a suspended day prices are the last close and the volume is 0. */
export async function readBars(connection: DuckDBConnection, store: string, panel: DailyPanel): Promise<DailyBars> {
  const { sql: relation } = await openDailyRelation(connection, store, [...BAR_FIELDS, 'adj_factor'], panel.dates.at(-1));
  const [width, fields] = [panel.symbols.length, BAR_FIELDS.length];
  const values = new Float32Array(panel.dates.length * width * fields).fill(NaN);
  const factor = 'CAST(coalesce(r.adj_factor, 1) AS DOUBLE)';
  const columns = BAR_FIELDS.map((name) => `CAST(r.${quoteName(name)} AS DOUBLE) ${name === 'volume' ? '/' : '*'} ${factor}`);
  const sql = `SELECT d.place, s.place, ${columns.join(', ')} FROM ${relation} r JOIN calendar d ON d."date" = r."date" JOIN stocks s ON s.symbol = r.symbol`;
  for await (const chunk of streamedChunks(connection, sql)) {
    const [days, stocks] = [chunk.integers(0), chunk.integers(1)];
    const read = BAR_FIELDS.map((_, i) => chunk.numbers(2 + i));
    for (let k = 0; k < chunk.rows; k++) {
      const at = ((days[k] ?? 0) * width + (stocks[k] ?? 0)) * fields;
      read.forEach((column, i) => {
        const value = column[k] ?? NaN;
        values[at + i] = value > 0 || (value === 0 && i === fields - 1) ? value : NaN;
      });
    }
  }
  carrySuspended(values, panel);
  return { fields: BAR_FIELDS, values };
}

function carrySuspended(values: Float32Array, panel: DailyPanel): void {
  const [width, fields] = [panel.symbols.length, BAR_FIELDS.length];
  const close = BAR_FIELDS.indexOf('close');
  const last = new Float32Array(width).fill(NaN);
  for (let place = 0; place < panel.dates.length * width; place++) {
    const stock = place % width;
    const at = place * fields;
    if (has(panel, place, FLAG.suspended)) {
      for (let i = 0; i < fields - 1; i++) values[at + i] = last[stock] ?? NaN;
      values[at + fields - 1] = 0;
    } else if (!Number.isNaN(values[at + close])) last[stock] = values[at + close] ?? NaN;
  }
}

/** Number of the week or month of a date: days of one have the same, later ones a higher. */
function periodOf(date: string, every: BarsInput['every']): number {
  if (every === '1mo') return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  // Weeks begin on Monday; 1970-01-01 was a Thursday.
  return Math.floor((Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 3) / 7);
}

/** Bars of a period as of each day, and which days close a period. */
export interface PeriodBars {
  /** Days × stocks × fields: the bar of the day's period, made of the days of it so far. */
  readonly values: Float32Array;
  /** Of each day, the last day of each period up to it: the day itself for its own. */
  readonly ends: (day: number, count: number) => Int32Array;
}

/** Bars of the days themselves, or of their weeks or months. */
export function periodBars({ values: daily }: DailyBars, panel: DailyPanel, every: BarsInput['every']): PeriodBars {
  if (every === '1d') return { values: daily, ends: (day, count) => Int32Array.from({ length: count }, (_, i) => day - count + 1 + i) };
  const periods = panel.dates.map((date) => periodOf(date, every));
  const lastDays = periods.flatMap((period, day) => (periods[day + 1] === period ? [] : [day]));
  const index = new Int32Array(periods.length);
  let number = 0;
  periods.forEach((period, day) => {
    if (day > 0 && period !== periods[day - 1]) number++;
    index[day] = number;
  });
  const ends = (day: number, count: number): Int32Array => {
    const own = index[day] ?? 0;
    return Int32Array.from({ length: count }, (_, i) => (i === count - 1 ? day : (lastDays[own - count + 1 + i] ?? -1)));
  };
  return { values: toDate(daily, panel, periods), ends };
}

/** Open of the first day, highest, lowest, close of the last, mean price by volume, and what traded, of the days of a period so far. */
function toDate(daily: Float32Array, { dates, symbols }: DailyPanel, periods: readonly number[]): Float32Array {
  const [width, fields] = [symbols.length, BAR_FIELDS.length];
  const made = new Float32Array(daily.length).fill(NaN);
  for (let day = 0; day < dates.length; day++) {
    const isFirst = day === 0 || periods[day] !== periods[day - 1];
    for (let stock = 0; stock < width; stock++) {
      const at = (day * width + stock) * fields;
      const before = at - width * fields;
      const [open = NaN, high = NaN, low = NaN, close = NaN, vwap = NaN, volume = NaN] = daily.subarray(at, at + fields);
      const [priorOpen = NaN, priorHigh = NaN, priorLow = NaN, priorClose = NaN, priorVwap = NaN, priorVolume = NaN] = isFirst ? [] : made.subarray(before, before + fields);
      made[at] = Number.isNaN(priorOpen) ? open : priorOpen;
      made[at + 1] = either(priorHigh, high, Math.max);
      made[at + 2] = either(priorLow, low, Math.min);
      made[at + 3] = Number.isNaN(close) ? priorClose : close;
      const total = either(priorVolume, volume, (a, b) => a + b);
      made[at + 5] = total;
      const worth = either(priorVwap * priorVolume, vwap * volume, (a, b) => a + b);
      // Without a trade the mean price is the last one.
      made[at + 4] = total > 0 && !Number.isNaN(worth) ? worth / total : either(priorVwap, vwap, (_, b) => b);
    }
  }
  return made;
}

function either(a: number, b: number, both: (a: number, b: number) => number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : both(a, b);
}
