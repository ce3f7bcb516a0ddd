/**
 * The result of a single-factor test as plain data: it can be written as JSON and read back. Numbers that are undefined are null. Shares and returns are fractions, dates
 * are ISO. `figures.ts` defines the figures.
 */
import type { Figures, PublishedFigures } from './figures.ts';
import type { TradePrice, UniverseRule } from './settings.ts';
import type { StyleName } from './styles.ts';
import type { EvaluationWarning } from './warnings.ts';

export interface Evaluation {
  readonly settings: {
    /** The steps as text, `none` for none. */
    readonly preprocess: string;
    /** The same of the factors whose sums signals are compared with; null without any. */
    readonly baselinePreprocess: string | null;
    readonly universe: readonly UniverseRule[];
    readonly price: TradePrice;
    readonly adjusted: boolean;
    readonly horizon: number;
    readonly every: number;
    readonly layers: number;
    readonly icirWindow: number;
  };
  /** First and last section, and the last day of the prices. */
  readonly period: { readonly first: string; readonly last: string; readonly prices: string };
  /** Dates T of the sections, those without a return included. */
  readonly sections: readonly string[];
  /** Stocks of the universe per section; null where the calendar ends with it. */
  readonly universe: readonly (number | null)[];
  /** Daily returns of the equal-weighted universe, from the day after its first purchase. */
  readonly benchmark: DailySeries;
  /** Factors in the order of the values, then combinations. */
  readonly signals: readonly SignalEvaluation[];
  /** Mean over the sections of the rank correlation of two signals; in step with `signals`. */
  readonly correlations: readonly (readonly (number | null)[])[];
  /** Names of the styles that the store has the columns for. */
  readonly styles: readonly StyleName[];
  /** Mean over the sections of the rank correlation with each style; signals × styles. */
  readonly styleCorrelations: readonly (readonly (number | null)[])[];
  /** For people: values without a day, sections that could not be layered, styles left out. */
  readonly warnings: readonly EvaluationWarning[];
}

/** Days and numbers in step. */
export interface DailySeries {
  readonly dates: readonly string[];
  readonly values: readonly number[];
}

export interface SignalEvaluation {
  readonly name: string;
  /** `model`: the signal of a model. */
  readonly kind: 'factor' | 'model' | 'combination';
  /** 1 for combinations, whose parts have theirs. */
  readonly direction: 1 | -1;
  readonly figures: Figures;
  /** What the published tables print for a factor of this name: a reference, never an expected value. */
  readonly published: PublishedFigures | null;
  /** In step with the sections of the evaluation. */
  readonly sections: readonly SectionFigures[];
  /** By horizon, from 1. */
  readonly decay: readonly { readonly horizon: number; readonly rankIcMean: number | null; readonly sections: number }[];
  /** TOP first; empty if no section could be layered. */
  readonly layers: readonly LayerEvaluation[];
  /** Dates of all daily series of this signal: from the day after the first purchase to the last of the prices. */
  readonly dates: readonly string[];
  /** r_TOP − r_universe of each day. */
  readonly excess: readonly number[];
  /** r_TOP − r_last of each day. */
  readonly longShort: readonly number[];
  readonly years: readonly YearFigures[];
  readonly industries: readonly GroupFigures[];
  /** Fifths of the universe by cap, the smallest first. */
  readonly sizes: readonly GroupFigures[];
  /** Of combinations by rolling weights: the weight of each part per section, in step with `parts`, null while too little is known. */
  readonly weights: { readonly parts: readonly string[]; readonly sections: readonly (readonly (number | null)[])[] } | null;
  /** Of the signals of models that were trained for this test; null for all others. */
  readonly training: SignalTraining | null;
}

/** How a model came to its signal. */
export interface SignalTraining {
  /** Numbers that are trained. */
  readonly parameters: number;
  /** Of the model, its settings, seeds and weights, and all data. */
  readonly hash: string;
  /** By refit, then by seed. */
  readonly runs: readonly TrainingRun[];
  /** What features are worth to the signal; null where nobody asked. */
  readonly importance: {
    /** Dates that were examined; no training had seen them. */
    readonly dates: number;
    /** Mean of the signal's RankIC with the target of the model on these dates. */
    readonly rankIc: number | null;
    readonly features: readonly FeatureImportance[];
  } | null;
}

/** One training. */
export interface TrainingRun {
  /** Date of the refit. */
  readonly refit: string;
  readonly seed: number;
  readonly trainDates: number;
  readonly trainSamples: number;
  readonly validationDates: number;
  readonly stopped: 'patience' | 'epochs';
  /** Epoch whose weights are used, from 1. */
  readonly best: number;
  /** Mean loss of the batches, and mean IC of the validation's dates after it. */
  readonly epochs: readonly { readonly loss: number; readonly ic: number | null }[];
}

export interface FeatureImportance {
  readonly input: string;
  readonly name: string;
  /** What the mean RankIC loses when the stocks of each date exchange this feature, and its standard error over the dates. */
  readonly loss: number | null;
  readonly error: number | null;
}

export interface SectionFigures {
  readonly rankIc: number | null;
  readonly ic: number | null;
  /** Stocks of the universe with a signal; null where there is no universe. */
  readonly stocks: number | null;
  readonly autocorrelation: number | null;
}

export interface LayerEvaluation {
  /** From 1, which is TOP. */
  readonly layer: number;
  readonly annualReturn: number | null;
  readonly annualExcessReturn: number | null;
  readonly trackingError: number | null;
  readonly informationRatio: number | null;
  readonly maxExcessDrawdown: number | null;
  readonly monthlyWinRate: number | null;
  readonly turnover: number | null;
  /** Mean number of stocks at a rebalance. */
  readonly stocks: number;
  /** Daily returns, in step with the signal's dates. */
  readonly returns: readonly number[];
  /** Two-sided turnover of each rebalance after the first purchase. */
  readonly turnovers: DailySeries;
}

export interface YearFigures {
  readonly year: string;
  readonly rankIcMean: number | null;
  readonly sections: number;
  /** Daily differences of the year compounded, not annualised. */
  readonly topExcessReturn: number | null;
}

export interface GroupFigures {
  readonly group: string;
  /** Mean of the RankIC inside the group, over the sections in which it has at least 5 stocks with a signal. */
  readonly rankIcMean: number | null;
  readonly sections: number;
  /** Mean number of its stocks with a signal in these sections. */
  readonly stocks: number | null;
}
