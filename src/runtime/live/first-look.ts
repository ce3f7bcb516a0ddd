/**
 * A first look at a factor over the days at hand: RankIC and layers of its raw values. It says whether a full test is worth its time and is none: nothing is
 * smoothed, neutralised or charged.
 */
import { growthOf } from '../evaluate/growth.ts';
import { mean, sampleStd } from '../evaluate/moments.ts';
import { layersOf } from '../evaluate/layers.ts';
import { ordered, rankCorrelation } from '../evaluate/ordered.ts';

/** Layers of the picture; the first holds the stocks that the factor likes best. */
const LAYERS = 5;

/** A day's cross-section: values times the factor's direction, and what followed. */
export interface LookSection {
  readonly date: string;
  readonly signal: Float64Array;
  /** Return of the next trading day: from its mean price to that of the day after; NaN where there is none. */
  readonly forward: Float64Array;
}

export interface FirstLook {
  /** RankIC of each date; null where it is undefined. */
  readonly rankIc: readonly { readonly date: string; readonly value: number | null }[];
  readonly mean: number | null;
  readonly std: number | null;
  /** Share of the dates with a positive RankIC. */
  readonly positive: number | null;
  /** What one yuan in each layer has become by the end of each date, the layer that is liked best first. */
  readonly layers: { readonly dates: readonly string[]; readonly growth: readonly (readonly number[])[] };
  /** Stocks of a section, on average. */
  readonly stocks: number;
}

export function firstLook(sections: readonly LookSection[]): FirstLook {
  const rankIc = sections.map(({ date, signal, forward }) => ({ date, value: rankCorrelation(ordered(signal), ordered(forward)) }));
  const known = rankIc.flatMap(({ value }) => (value === null ? [] : [value]));
  const returns = sections.map(returnsOfLayers);
  const stocks = sections.map(({ signal, forward }) => signal.reduce((count, value, i) => count + (Number.isFinite(value + (forward[i] ?? NaN)) ? 1 : 0), 0));
  return {
    rankIc,
    mean: known.length === 0 ? null : mean(known),
    std: known.length < 2 ? null : sampleStd(known),
    positive: known.length === 0 ? null : known.filter((value) => value > 0).length / known.length,
    layers: { dates: sections.map(({ date }) => date), growth: Array.from({ length: LAYERS }, (_, layer) => growthOf(returns.map((ofDay) => ofDay[layer] ?? 0))) },
    stocks: stocks.length === 0 ? 0 : mean(stocks),
  };
}

/** Mean return of each layer; none on a day without layers. */
function returnsOfLayers({ signal, forward }: LookSection): readonly number[] {
  const both = signal.map((value, i) => (Number.isFinite(forward[i]) ? value : NaN));
  const layers = layersOf(ordered(both), Int32Array.from(both.keys()), LAYERS);
  return layers === null ? [] : layers.map((stocks) => mean(Float64Array.from(stocks, (stock) => forward[stock] ?? NaN)));
}
