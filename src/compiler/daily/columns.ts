/** Columns of days as the compiler knows them. */
import { rounded, type Accuracy, type Range } from '../../dsl/catalogue/traits.ts';
import type { Unit } from '../../dsl/units.ts';

/** Stored columns of `daily` that factors read. */
export const STORED_DAILY = ['open', 'high', 'low', 'close', 'vwap', 'pre_close', 'volume', 'amount', 'turnover', 'adj_factor', 'limit_up', 'limit_down', 'float_market_cap'] as const;
export type StoredDaily = (typeof STORED_DAILY)[number];

/** Columns of the language that are made of stored ones, in float64, before anything else: kernels read them like those. */
const MADE_OF = {
  ret: ['close', 'adj_factor'],
  adj_open: ['open', 'adj_factor'],
  adj_high: ['high', 'adj_factor'],
  adj_low: ['low', 'adj_factor'],
  adj_close: ['close', 'adj_factor'],
  adj_vwap: ['vwap', 'adj_factor'],
} as const satisfies Readonly<Record<string, readonly StoredDaily[]>>;

export type DailyColumn = StoredDaily | keyof typeof MADE_OF;

/** Columns that say how much traded: 0 on a day without trading. */
export const TRADED: ReadonlySet<DailyColumn> = new Set<DailyColumn>(['volume', 'amount', 'turnover']);

/** Prices as they were traded; what `adj_` columns are made of. */
export const TRADED_AT: readonly StoredDaily[] = ['open', 'high', 'low', 'close', 'vwap'];

/** Stored columns that a column is, or is made of: the price and the factor of an adjusted one. */
export function madeOf(column: DailyColumn): readonly StoredDaily[] {
  return isMade(column) ? MADE_OF[column] : [column];
}

export function isMade(column: DailyColumn): column is keyof typeof MADE_OF {
  return column in MADE_OF;
}

export function isDailyColumn(name: string): name is DailyColumn {
  return name in MADE_OF || STORED_DAILY.some((column) => column === name);
}

/** Kernels compute with shares / 10^6 and CNY / 10^7, so that products and squares of a market's numbers stay inside f32. */
const SHARE_SCALE = 1e-6;
const CNY_SCALE = 1e-7;

/** What a value in a unit is multiplied by on its way into a kernel. */
export function kernelScale({ cny, share }: Unit): number {
  return cny === 0 && share === 0 ? 1 : Math.pow(CNY_SCALE, cny) * Math.pow(SHARE_SCALE, share);
}

/** Scaled: prices of 0.01 to 10^5 CNY, adjusted ones a thousand times that; a share to a trillion CNY traded; a share of the float. Stocks beyond are computed in float64. */
const RANGES: Readonly<Record<DailyColumn, Range>> = {
  open: { smallest: 3, largest: 4 },
  high: { smallest: 3, largest: 4 },
  low: { smallest: 3, largest: 4 },
  close: { smallest: 3, largest: 4 },
  vwap: { smallest: 3, largest: 4 },
  pre_close: { smallest: 3, largest: 4 },
  limit_up: { smallest: 3, largest: 4 },
  limit_down: { smallest: 3, largest: 4 },
  adj_open: { smallest: 4, largest: 7 },
  adj_high: { smallest: 4, largest: 7 },
  adj_low: { smallest: 4, largest: 7 },
  adj_close: { smallest: 4, largest: 7 },
  adj_vwap: { smallest: 4, largest: 7 },
  adj_factor: { smallest: 3, largest: 5 },
  volume: { smallest: 6, largest: 6 },
  amount: { smallest: 9, largest: 6 },
  turnover: { smallest: 9, largest: 2 },
  float_market_cap: { smallest: 4, largest: 8 },
  ret: { smallest: 9, largest: 3 },
};

/** What is known of a column beforehand. Prices over days are no whole numbers of a tick once they are adjusted, so no difference of two is exact. */
export function dailyColumnFacts(column: DailyColumn): Accuracy & Range {
  const sign = column === 'ret' ? 'any' : TRADED.has(column) ? 'nonnegative' : 'positive';
  return { ...rounded(sign), ...RANGES[column] };
}
