/** What a single-factor test is asked to do. */
import type { Step } from './steps.ts';

/** The price of a day at which portfolios trade and from which returns are taken. */
export type TradePrice = 'vwap' | 'open' | 'close';
export const TRADE_PRICES: readonly TradePrice[] = ['vwap', 'open', 'close'];

/**
 * What drops a stock from the universe of a section: `st` on the section's own day; `suspended` (or without a price) and `limit` (at its upper limit) on the next
 * trading day, on which it would be bought.
 */
export type UniverseRule = 'st' | 'suspended' | 'limit';
export const UNIVERSE_RULES: readonly UniverseRule[] = ['st', 'suspended', 'limit'];

export interface EvaluationSettings {
  /** Steps from raw values to a signal, in order. */
  readonly steps: readonly Step[];
  readonly universe: readonly UniverseRule[];
  readonly price: TradePrice;
  /** Whether prices are multiplied by adj_factor. */
  readonly adjusted: boolean;
  /** Trading days that a return spans: T + 1 → T + 1 + horizon. */
  readonly horizon: number;
  /** Trading days from one section to the next. */
  readonly every: number;
  readonly layers: number;
  /** The decay of the RankIC is shown for horizons 1 … this. */
  readonly decayHorizons: number;
  /** Sections whose known ICs weigh the factors of `icir_weight`. */
  readonly icirWindow: number;
}

export const DEFAULT_SETTINGS: EvaluationSettings = {
  steps: [
    { kind: 'mean', days: 20 },
    { kind: 'winsorize', by: 'mad', k: 5 },
    { kind: 'neutralize', industry: true, cap: true },
    { kind: 'zscore' },
  ],
  universe: UNIVERSE_RULES,
  price: 'vwap',
  adjusted: true,
  horizon: 5,
  every: 5,
  layers: 5,
  decayHorizons: 20,
  icirWindow: 50,
};

/** How signals of models are tested unless somebody says otherwise: ten layers, and no mean over days, because a model has seen them. */
export const MODEL_SETTINGS: Partial<EvaluationSettings> = { steps: DEFAULT_SETTINGS.steps.filter(({ kind }) => kind !== 'mean'), layers: 10 };

/** Least number of known ICs from which `icir_weight` takes a weight. */
export const LEAST_KNOWN_ICS = 10;

/** Throws RangeError for a number that no test can be made with. */
export function requireSettings({ horizon, every, layers, decayHorizons, icirWindow }: EvaluationSettings): void {
  const least = { horizon: [horizon, 1], every: [every, 1], layers: [layers, 2], decayHorizons: [decayHorizons, 0], icirWindow: [icirWindow, 2] } as const;
  for (const [name, [value, lowest]] of Object.entries(least)) {
    if (!Number.isInteger(value) || value < lowest) throw new RangeError(`${name}: found ${String(value)}; expected a whole number from ${String(lowest)} on`);
  }
}
