/** Figures of series of daily returns. */
import { sampleStd } from './moments.ts';

/** Trading days of a year. */
export const DAYS_OF_YEAR = 250;

/** Π (1 + r) − 1. */
export function compounded(returns: ArrayLike<number>): number {
  let value = 1;
  for (let i = 0; i < returns.length; i++) value *= 1 + (returns[i] ?? 0);
  return value - 1;
}

/** (Π (1 + r))^(250 / n) − 1; NaN of nothing. */
export function annualised(returns: ArrayLike<number>): number {
  return returns.length === 0 ? NaN : (1 + compounded(returns)) ** (DAYS_OF_YEAR / returns.length) - 1;
}

/** Sample standard deviation of daily returns × √250. */
export function annualVolatility(returns: ArrayLike<number>): number {
  return sampleStd(returns) * Math.sqrt(DAYS_OF_YEAR);
}

/** Largest fall of the compounded curve from a peak before it, as a share of the peak; the curve starts at 1. */
export function maxDrawdown(returns: ArrayLike<number>): number {
  let value = 1;
  let peak = 1;
  let worst = 0;
  for (let i = 0; i < returns.length; i++) {
    value *= 1 + (returns[i] ?? 0);
    peak = Math.max(peak, value);
    worst = Math.max(worst, 1 - value / peak);
  }
  return worst;
}

/** Compounded returns by the first letters of their dates, in order: 7 for months, 4 for years. */
export function compoundedBy(dates: readonly string[], returns: ArrayLike<number>, letters: number): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  dates.forEach((date, i) => {
    const period = date.slice(0, letters);
    values.set(period, (1 + (values.get(period) ?? 0)) * (1 + (returns[i] ?? 0)) - 1);
  });
  return values;
}

/** Share of the calendar months that have a return in which they compound to more than 0; NaN of none. */
export function monthlyWinRate(dates: readonly string[], returns: ArrayLike<number>): number {
  const months = [...compoundedBy(dates, returns, 7).values()];
  return months.filter((value) => value > 0).length / months.length;
}

/** What a series of daily differences to a benchmark comes to. */
export interface ExcessFigures {
  /** The differences compounded, then annualised. */
  readonly annual: number;
  readonly trackingError: number;
  /** annual / trackingError; NaN without any deviation. */
  readonly informationRatio: number;
  readonly maxDrawdown: number;
  /** annual / maxDrawdown; NaN without any fall. */
  readonly calmar: number;
  readonly monthlyWinRate: number;
}

/** Figures of daily differences; each a NaN of no day. */
export function excessFigures(dates: readonly string[], differences: ArrayLike<number>): ExcessFigures {
  const annual = annualised(differences);
  const trackingError = annualVolatility(differences);
  const fall = differences.length === 0 ? NaN : maxDrawdown(differences);
  return {
    annual,
    trackingError,
    informationRatio: trackingError > 0 ? annual / trackingError : NaN,
    maxDrawdown: fall,
    calmar: fall > 0 ? annual / fall : NaN,
    monthlyWinRate: monthlyWinRate(dates, differences),
  };
}
