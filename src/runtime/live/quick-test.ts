/**
 * A first look at a factor over the days at hand: RankIC and layers of its raw values. It says whether a full test is worth its time and is none: nothing is
 * smoothed, neutralised or charged.
 */
import { mean, sampleStd } from '../evaluate/moments.ts';
import { layersOf } from '../evaluate/layers.ts';
import { ordered, rankCorrelation } from '../evaluate/ordered.ts';

/** Layers of the picture; the first holds the stocks that the factor likes best. */
export const QUICK_LAYERS = 5;

/** A day's cross-section: values times the factor's direction, and what followed. */
export interface QuickSection {
  readonly date: string;
  readonly signal: Float64Array;
  /** Return of the next trading day: from its mean price to that of the day after; NaN where there is none. */
  readonly forward: Float64Array;
}

export interface QuickTest {
  readonly dates: readonly string[];
  /** RankIC of each date; null where it is undefined. */
  readonly rankIc: readonly (number | null)[];
  readonly mean: number | null;
  readonly std: number | null;
  /** Share of the dates with a positive RankIC. */
  readonly positive: number | null;
  /** Sums of the layers' returns beyond the mean of all, one number for each date: the first layer first. */
  readonly layers: readonly (readonly number[])[];
  /** Stocks of a section, on average. */
  readonly stocks: number;
}

export function quickTest(sections: readonly QuickSection[]): QuickTest {
  const rankIc = sections.map(({ signal, forward }) => rankCorrelation(ordered(signal), ordered(forward)));
  const known = rankIc.filter((value) => value !== null);
  const excess = sections.map(excessOfLayers);
  const stocks = sections.map(({ signal, forward }) => signal.reduce((count, value, i) => count + (Number.isFinite(value + (forward[i] ?? NaN)) ? 1 : 0), 0));
  return {
    dates: sections.map(({ date }) => date),
    rankIc,
    mean: known.length === 0 ? null : mean(known),
    std: known.length < 2 ? null : sampleStd(known),
    positive: known.length === 0 ? null : known.filter((value) => value > 0).length / known.length,
    layers: Array.from({ length: QUICK_LAYERS }, (_, layer) => runningSum(excess.map((ofDay) => ofDay[layer] ?? 0))),
    stocks: stocks.length === 0 ? 0 : mean(stocks),
  };
}

/** Mean return of each layer less that of all; zeros on a day without layers. */
function excessOfLayers({ signal, forward }: QuickSection): readonly number[] {
  const both = signal.map((value, i) => (Number.isFinite(forward[i]) ? value : NaN));
  const layers = layersOf(ordered(both), Int32Array.from(both.keys()), QUICK_LAYERS);
  if (layers === null) return [];
  const returns = layers.map((stocks) => mean(Float64Array.from(stocks, (stock) => forward[stock] ?? NaN)));
  const all = mean(forward.filter((value, i) => Number.isFinite(value) && Number.isFinite(both[i])));
  return returns.map((value) => value - all);
}

function runningSum(values: readonly number[]): readonly number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
