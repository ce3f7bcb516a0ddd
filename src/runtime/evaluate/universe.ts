/** Which stocks a section looks at. */
import { FLAG, has, type DailyColumn, type DailyPanel } from './daily-panel.ts';
import { DataError } from '../store/data-error.ts';
import type { Section } from './sections.ts';
import type { EvaluationSettings, UniverseRule } from './settings.ts';

/** Stocks whose values are compared at the end of T: those with a row that day, without ST. Nothing of a later day is asked, so that a signal rests on what is known. */
export function knownStocks(panel: DailyPanel, day: number, rules: readonly UniverseRule[]): Int32Array {
  const base = day * panel.symbols.length;
  const dropped = rules.includes('st') ? FLAG.st : 0;
  return stocksWhere(panel, (s) => has(panel, base + s, FLAG.row) && !has(panel, base + s, dropped));
}

/**
 * The universe: known stocks that can be bought on T + 1, that is with a price of their own, not suspended (`suspended`) and not at their upper limit (`limit`).
 * Null if the calendar ends with T.
 */
export function tradableStocks(panel: DailyPanel, known: Int32Array, { trade }: Section, rules: readonly UniverseRule[]): Int32Array | null {
  if (trade === null) return null;
  const base = trade * panel.symbols.length;
  const dropped = rules.includes('limit') ? FLAG.atLimit : 0;
  const needed = rules.includes('suspended') ? FLAG.priced : 0;
  return known.filter((s) => (needed === 0 || has(panel, base + s, needed)) && !has(panel, base + s, dropped) && Number.isFinite(panel.price[base + s]));
}

function stocksWhere(panel: DailyPanel, test: (stock: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let s = 0; s < panel.symbols.length; s++) if (test(s)) found.push(s);
  return Int32Array.from(found);
}

/** Throws DataError for the first step that needs a column of `daily` that is null throughout, and says how to leave the step out. */
export function requireColumns(panel: DailyPanel, { steps, universe, price, adjusted }: EvaluationSettings): void {
  const need = (column: DailyColumn, step: string, remedy: string): void => {
    if (!panel.absent.has(column)) return;
    throw new DataError({ file: null, column: `${column} of daily`, found: 'null on every day and stock', expected: `values, which ${step} needs`, remedy });
  };
  need(price, `the trade price ${price}`, 'Choose another with --price.');
  if (adjusted) need('adj_factor', 'the adjustment of prices', 'Import a feed with pre_close or adj_factor, or take prices as they are with --no-adjust.');
  const without = (rule: UniverseRule): string => {
    const left = universe.filter((each) => each !== rule);
    return `Leave the step out with --universe ${left.length === 0 ? 'all' : left.join(',')}.`;
  };
  if (universe.includes('st')) need('is_st', 'the step st of the universe', without('st'));
  if (universe.includes('suspended')) need('suspended', 'the step suspended of the universe', without('suspended'));
  if (universe.includes('limit')) need('limit_up', 'the step limit of the universe', without('limit'));
  for (const step of steps) {
    if (step.kind !== 'neutralize') continue;
    const leave = (other: string, isUsed: boolean): string => `Leave it out with --preprocess: neutralize(${other}) instead${isUsed ? '' : ', or no neutralize'}; or import it.`;
    if (step.industry) need('industry', 'the step neutralize(industry)', leave('cap', step.cap));
    if (step.cap) need('float_market_cap', 'the step neutralize(cap)', leave('industry', step.industry));
  }
}
