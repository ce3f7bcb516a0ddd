/** What every contender returns: the 15 minute factors of each stock. */

export const MINUTE_FACTORS = [
  'late_skew_ret',
  'down_vol_perc',
  'corr_ret_lastret',
  'corr_close_nextopen',
  'volume_perc2',
  'volume_perc3',
  'volume_perc4',
  'volume_perc5',
  'volume_perc6',
  'volume_perc7',
  'corr_volume_item',
  'early_corr_volume_ret',
  'bigorder_ret',
  'down_single_amt_perc',
  'corr_volume_amplitude',
] as const;
export type MinuteFactor = (typeof MINUTE_FACTORS)[number];

/** One value per stock, in the order of the day's symbols; NaN is missing. */
export type FactorTable = Record<MinuteFactor, Float64Array>;

/** A table of missing values for so many stocks. */
export function emptyFactorTable(stocks: number): FactorTable {
  return Object.fromEntries(MINUTE_FACTORS.map((factor) => [factor, new Float64Array(stocks).fill(NaN)])) as FactorTable;
}

/** The three factors with a selection or a trade size; the others need no counts of trades. */
const FROM_COUNTS: ReadonlySet<MinuteFactor> = new Set<MinuteFactor>(['corr_volume_item', 'bigorder_ret', 'down_single_amt_perc']);

/** The 12 factors that feeds without counts of trades have, too. */
export const WITHOUT_COUNTS: readonly MinuteFactor[] = MINUTE_FACTORS.filter((factor) => !FROM_COUNTS.has(factor));
