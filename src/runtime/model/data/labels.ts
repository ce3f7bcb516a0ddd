/** Labels: what a model is to foretell. The one place that reads the future. */
import type { ModelTarget } from '../../../dsl/typed-model.ts';
import { FLAG, has, type DailyPanel } from '../../evaluate/daily-panel.ts';
import { knownStocks } from '../../evaluate/universe.ts';
import { exposuresOf, prepareSection } from './prepare-block.ts';

/** Samples of one day T: stocks that can be learned from, and their labels. */
export interface SectionLabels {
  readonly stocks: Int32Array;
  readonly labels: Float32Array;
}

/**
 * Labels of day T: price(T + to) / price(T + from) − 1, prepared across the stocks that have a row at T, are not ST, and have a price of their own on T + from. A stock that is suspended or gone
 * by T + to keeps its last price. Null where the panel ends before T + to.
 */
export function labelsAt(panel: DailyPanel, day: number, { from, to, prepared }: ModelTarget): SectionLabels | null {
  const width = panel.symbols.length;
  if (day + to >= panel.dates.length) return null;
  const [buy, sell] = [(day + from) * width, (day + to) * width];
  const bought = knownStocks(panel, day, ['st']).filter((s) => has(panel, buy + s, FLAG.priced));
  const section = Float64Array.from(bought, (s) => (panel.price[sell + s] ?? NaN) / (panel.price[buy + s] ?? NaN) - 1);
  prepareSection(section, exposuresOf(panel, day, bought), prepared);
  const there = bought.map((_, i) => i).filter((i) => Number.isFinite(section[i]));
  return { stocks: Int32Array.from(there, (i) => bought[i] ?? 0), labels: Float32Array.from(there, (i) => section[i] ?? NaN) };
}
