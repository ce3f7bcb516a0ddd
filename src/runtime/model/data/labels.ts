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

/** Labels of every day and stock, day by day, NaN where there is none: half of what the prices take that they are made of. */
export function labelPanel(panel: DailyPanel, target: ModelTarget): Float32Array {
  const width = panel.symbols.length;
  const all = new Float32Array(panel.dates.length * width).fill(NaN);
  for (let day = 0; day < panel.dates.length; day++) {
    const section = labelsAt(panel, day, target);
    section?.stocks.forEach((stock, i) => {
      all[day * width + stock] = section.labels[i] ?? NaN;
    });
  }
  return all;
}

/** Samples of a day of a label panel; null where none has a label. */
export function labelsOf(all: Float32Array, width: number, day: number): SectionLabels | null {
  const row = all.subarray(day * width, (day + 1) * width);
  const stocks: number[] = [];
  for (let stock = 0; stock < row.length; stock++) if (!Number.isNaN(row[stock])) stocks.push(stock);
  return stocks.length === 0 ? null : { stocks: Int32Array.from(stocks), labels: Float32Array.from(stocks, (stock) => row[stock] ?? NaN) };
}
