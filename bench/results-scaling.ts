/** What was found about how times grow with the market. */
import type { Accuracy } from './accuracy.ts';
import type { Timing } from './measure.ts';
import type { ScalingKind } from './scaling-contenders.ts';

/** One size of market: whole processes, from Parquet to Parquet, from prepared bars to Parquet, those that prepare them, or DuckDB's scan of the same columns. Times in milliseconds. */
export interface ScalingResult {
  readonly name: string;
  readonly kind: ScalingKind;
  readonly stocks: number;
  readonly days: number;
  /** Rows of minute bars. */
  readonly bars: number;
  readonly timing: Timing;
  /** Time of all cores together. */
  readonly cores: Timing;
  readonly peakRssMib: number;
  /** Time and rows in times those of all stocks on one day; null if that was not measured. */
  readonly ofOneDay: { readonly time: number; readonly bars: number } | null;
}

/** The scan of the same rows; undefined if it was not measured. */
export function scanOf({ stocks, days }: ScalingResult, results: readonly ScalingResult[]): ScalingResult | undefined {
  return results.find((result) => result.kind === 'floor' && result.stocks === stocks && result.days === days);
}

export interface ScalingReport {
  /** Name of the market's folder, or of how it was made. */
  readonly market: string;
  /** Processes per size. */
  readonly rounds: number;
  readonly results: readonly ScalingResult[];
  /** Stocks of the first day whose values are held against the reference, and how far they are from it. */
  readonly compared: number;
  readonly accuracy: Accuracy;
  readonly device: string;
}
