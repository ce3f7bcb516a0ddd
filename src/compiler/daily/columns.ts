/** Columns of days as the compiler knows them. */
import { rounded, type Accuracy, type Range } from '../../dsl/catalogue/traits.ts';
import type { Unit } from '../../dsl/units.ts';

/** Stored columns of `daily` that factors read; those of the language that are not here are made of these. */
export const DAILY_COLUMNS = ['open', 'high', 'low', 'close', 'vwap', 'pre_close', 'volume', 'amount', 'turnover', 'adj_factor', 'limit_up', 'limit_down', 'float_market_cap'] as const;
export type DailyColumn = (typeof DAILY_COLUMNS)[number];

/** Columns of the language that are a stored price times `adj_factor`. */
export const ADJUSTED: ReadonlyMap<string, DailyColumn> = new Map([
  ['adj_open', 'open'],
  ['adj_high', 'high'],
  ['adj_low', 'low'],
  ['adj_close', 'close'],
  ['adj_vwap', 'vwap'],
]);

/** Columns that say how much traded: 0 on a day without trading. */
export const TRADED: ReadonlySet<DailyColumn> = new Set<DailyColumn>(['volume', 'amount', 'turnover']);

export function isDailyColumn(name: string): name is DailyColumn {
  return DAILY_COLUMNS.some((column) => column === name);
}

/** Kernels compute with shares / 10^6 and CNY / 10^7, so that products and squares of a market's numbers stay inside f32. */
const SHARE_SCALE = 1e-6;
const CNY_SCALE = 1e-7;

/** What a value in a unit is multiplied by on its way into a kernel. */
export function kernelScale({ cny, share }: Unit): number {
  return cny === 0 && share === 0 ? 1 : Math.pow(CNY_SCALE, cny) * Math.pow(SHARE_SCALE, share);
}

/** Scaled, a day's sizes lie between a hundred shares and a trillion CNY; shares of the float may be tiny. */
const SIZES: Range = { smallest: 9, largest: 6 };

/** What is known of a column beforehand. Adjusted prices are no whole numbers of a tick, so no difference of two is exact. */
export function dailyColumnFacts(column: DailyColumn): Accuracy & Range {
  return { ...rounded(TRADED.has(column) ? 'nonnegative' : 'positive'), ...SIZES };
}
