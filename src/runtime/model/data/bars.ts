/** Daily, weekly and monthly bars as of each day: a week or month that has not ended holds the days so far. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BarsInput } from '../../../dsl/typed-model.ts';
import { FLAG, has, type DailyPanel } from '../../evaluate/daily-panel.ts';
import { streamedChunks } from '../../store/columns.ts';
import { openDailyRelation } from '../../store/daily-source.ts';
import { quoteName } from '../../store/duckdb.ts';

/** Prices are adjusted; of a suspended day they are the last close. */
const PRICES = ['open', 'high', 'low', 'close', 'vwap'] as const;
/** What adds up over days; 0 on a suspended day. */
const SUMS = ['volume', 'amount', 'turnover'] as const;
/** Fields that bars may have. */
export const BAR_FIELDS = [...PRICES, ...SUMS] as const;
export type BarField = (typeof BAR_FIELDS)[number];

/** Days × stocks × fields, day by day, in memory that threads share; NaN is missing. Prices times adj_factor, volumes divided by it, so that both are comparable over the days. */
export interface DailyBars {
  readonly fields: readonly BarField[];
  readonly values: Float32Array;
}

/** The fields that some fields are made of: a suspended day's prices come from closes, mean prices of weeks from volumes. Throws an Error for a name that is no field. */
export function fieldsFor(asked: Iterable<string>): readonly BarField[] {
  const names = new Set(asked);
  for (const name of names) if (!BAR_FIELDS.some((field) => field === name)) throw new Error(`bars have no field ${name}`);
  const needed = (field: BarField): boolean => names.has(field) || (field === 'close' && PRICES.some((price) => names.has(price))) || (field === 'volume' && names.has('vwap'));
  return BAR_FIELDS.filter(needed);
}

function isPrice(field: BarField): boolean {
  return PRICES.some((price) => price === field);
}

/** Reads fields of a panel's days. Needs the tables of `readPanel` on the same connection. On a suspended day prices are the last close, and what adds up is 0. */
export async function readBars(connection: DuckDBConnection, store: string, panel: DailyPanel, fields: readonly BarField[]): Promise<DailyBars> {
  const { sql: relation } = await openDailyRelation(connection, store, [...fields, 'adj_factor'], panel.dates.at(-1));
  const [width, count] = [panel.symbols.length, fields.length];
  const values = shared(panel.dates.length * width * count);
  const factor = 'CAST(coalesce(r.adj_factor, 1) AS DOUBLE)';
  const adjusted = (name: BarField): string => (isPrice(name) ? ` * ${factor}` : name === 'volume' ? ` / ${factor}` : '');
  const columns = fields.map((name) => `CAST(r.${quoteName(name)} AS DOUBLE)${adjusted(name)}`);
  const isSum = fields.map((name) => !isPrice(name));
  const sql = `SELECT d.place, s.place, ${columns.join(', ')} FROM ${relation} r JOIN calendar d ON d."date" = r."date" JOIN stocks s ON s.symbol = r.symbol`;
  for await (const chunk of streamedChunks(connection, sql)) {
    const [days, stocks] = [chunk.integers(0), chunk.integers(1)];
    const read = fields.map((_, i) => chunk.numbers(2 + i));
    for (let k = 0; k < chunk.rows; k++) {
      const at = ((days[k] ?? 0) * width + (stocks[k] ?? 0)) * count;
      read.forEach((column, i) => {
        const value = column[k] ?? NaN;
        values[at + i] = value > 0 || (value === 0 && isSum[i] === true) ? value : NaN;
      });
    }
  }
  carrySuspended(values, panel, fields);
  return { fields, values };
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length)).fill(NaN);
}

function carrySuspended(values: Float32Array, panel: DailyPanel, fields: readonly BarField[]): void {
  const [width, count, close] = [panel.symbols.length, fields.length, fields.indexOf('close')];
  const last = new Float32Array(width).fill(NaN);
  for (let place = 0; place < panel.dates.length * width; place++) {
    const stock = place % width;
    const at = place * count;
    if (has(panel, place, FLAG.suspended)) fields.forEach((field, i) => (values[at + i] = isPrice(field) ? (last[stock] ?? NaN) : 0));
    else if (close >= 0 && !Number.isNaN(values[at + close])) last[stock] = values[at + close] ?? NaN;
  }
}

/** Number of the week or month of a date: days of one have the same, later ones a higher. */
function periodOf(date: string, every: BarsInput['every']): number {
  if (every === '1mo') return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  // Weeks begin on Monday; 1970-01-01 was a Thursday.
  return Math.floor((Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 3) / 7);
}

/** Bars of a period as of each day, and which days close a period. Plain data in memory that threads share. */
export interface PeriodBars {
  readonly fields: readonly BarField[];
  /** Days × stocks × fields: the bar of the day's period, made of the days of it so far. */
  readonly values: Float32Array;
  /** Of each day, the number of its period, from 0. */
  readonly periods: Int32Array;
  /** Of each period, its last day. */
  readonly lastDays: Int32Array;
}

/** The days whose bars are the last `count` of a day: the last day of each period before its own, and the day itself; −1 before the first. */
export function endsOf({ periods, lastDays }: Pick<PeriodBars, 'periods' | 'lastDays'>, day: number, count: number): Int32Array {
  const own = periods[day] ?? 0;
  return Int32Array.from({ length: count }, (_, i) => (i === count - 1 ? day : (lastDays[own - count + 1 + i] ?? -1)));
}

/** Bars of the days themselves, or of their weeks or months. */
export function periodBars({ fields, values: daily }: DailyBars, panel: DailyPanel, every: BarsInput['every']): PeriodBars {
  const numbers = every === '1d' ? panel.dates.map((_, day) => day) : panel.dates.map((date) => periodOf(date, every));
  const lastDays = Int32Array.from(numbers.flatMap((number, day) => (numbers[day + 1] === number ? [] : [day])));
  const periods = new Int32Array(numbers.length);
  numbers.forEach((number, day) => (periods[day] = day === 0 ? 0 : (periods[day - 1] ?? 0) + (number === numbers[day - 1] ? 0 : 1)));
  return { fields, values: every === '1d' ? daily : toDate(daily, panel, fields, periods), periods, lastDays };
}

/** Open of the first day, highest, lowest, close of the last, mean price by volume, and the sums, of the days of a period so far. */
function toDate(daily: Float32Array, { dates, symbols }: DailyPanel, fields: readonly BarField[], periods: Int32Array): Float32Array {
  const [width, count, volumeAt] = [symbols.length, fields.length, fields.indexOf('volume')];
  const made = shared(daily.length);
  const [worth, weight] = [new Float64Array(width), new Float64Array(width)];
  for (let day = 0; day < dates.length; day++) {
    const isFirst = day === 0 || periods[day] !== periods[day - 1];
    for (let stock = 0; stock < width; stock++) {
      const at = (day * width + stock) * count;
      const before = at - width * count;
      for (let i = 0; i < count; i++) {
        const [own, prior] = [daily[at + i] ?? NaN, isFirst ? NaN : (made[before + i] ?? NaN)];
        made[at + i] = own;
        switch (fields[i]) {
          case 'open':
            if (!Number.isNaN(prior)) made[at + i] = prior;
            break;
          case 'high':
            made[at + i] = either(prior, own, Math.max);
            break;
          case 'low':
            made[at + i] = either(prior, own, Math.min);
            break;
          case 'close':
            if (Number.isNaN(own)) made[at + i] = prior;
            break;
          case 'vwap': {
            const volume = daily[at + volumeAt] ?? NaN;
            if (isFirst) [worth[stock], weight[stock]] = [0, 0];
            // Only what has a mean price weighs.
            if (volume > 0 && !Number.isNaN(own)) [worth[stock], weight[stock]] = [(worth[stock] ?? 0) + own * volume, (weight[stock] ?? 0) + volume];
            // Without a trade the mean price is the last one.
            made[at + i] = (weight[stock] ?? 0) > 0 ? (worth[stock] ?? NaN) / (weight[stock] ?? NaN) : either(prior, own, (_, b) => b);
            break;
          }
          default:
            made[at + i] = either(prior, own, (a, b) => a + b);
        }
      }
    }
  }
  return made;
}

function either(a: number, b: number, both: (a: number, b: number) => number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : both(a, b);
}
