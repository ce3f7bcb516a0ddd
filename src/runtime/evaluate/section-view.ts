/** What all signals share at a section: the universe, its forward returns and groups. */
import type { DailyPanel } from './daily-panel.ts';
import { sizeGroups } from './group-ics.ts';
import { ordered, type Ordered } from './ordered.ts';
import { forwardReturns } from './returns.ts';
import type { Section } from './sections.ts';
import type { EvaluationSettings } from './settings.ts';
import { styleAt, type StyleName } from './styles.ts';
import { knownStocks, tradableStocks } from './universe.ts';

/** A section with its universe; arrays are in step with `stocks`. */
export interface SectionView {
  readonly section: Section;
  readonly trade: number;
  /** Trade day of the next section, or the last day of the calendar. */
  readonly nextTrade: number;
  /** Positions in the panel's symbols, ascending. */
  readonly stocks: Int32Array;
  /** Returns of the horizon that is tested; null if the calendar ends before. */
  readonly returns: Ordered | null;
  /** Returns of horizons 1, 2, …; null as above. */
  readonly byHorizon: readonly (Ordered | null)[];
  readonly industries: Int16Array;
  readonly sizes: Int16Array;
  readonly styles: readonly Ordered[];
}

/** What a view is made with. */
export interface ViewContext {
  readonly panel: DailyPanel;
  readonly sections: readonly Section[];
  readonly settings: EvaluationSettings;
  readonly styles: readonly StyleName[];
  /** Daily returns of the equal-weighted universe, for beta. */
  readonly market: Float64Array;
}

/** The view of a section; null if the calendar ends with it. */
export function viewOf({ panel, sections, settings, styles, market }: ViewContext, index: number): SectionView | null {
  const section = sections[index];
  if (section === undefined) return null;
  const { day, trade } = section;
  const known = knownStocks(panel, day, settings.universe);
  const stocks = tradableStocks(panel, known, section, settings.universe);
  if (trade === null || stocks === null) return null;
  const base = day * panel.symbols.length;
  const returnsOf = (horizon: number): Ordered | null => {
    const returns = forwardReturns(panel, trade, horizon, stocks);
    return returns === null ? null : ordered(returns);
  };
  const byHorizon = Array.from({ length: settings.decayHorizons }, (_, i) => returnsOf(i + 1));
  return {
    section,
    trade,
    nextTrade: sections[index + 1]?.trade ?? panel.dates.length - 1,
    stocks,
    returns: settings.horizon <= byHorizon.length ? (byHorizon[settings.horizon - 1] ?? null) : returnsOf(settings.horizon),
    byHorizon,
    industries: Int16Array.from(stocks, (s) => panel.industry[base + s] ?? -1),
    sizes: sizeGroups(ordered(Float64Array.from(stocks, (s) => panel.cap[base + s] ?? NaN))),
    styles: styles.map((style) => styleAt(panel, style, day, stocks, market)),
  };
}

/** Signal of the stocks of a view, ordered. */
export function signalOf(view: SectionView, signal: Float64Array): Ordered {
  return ordered(Float64Array.from(view.stocks, (s) => signal[s] ?? NaN));
}

/** Whether a step of the universe keeps suspended stocks out, and with it from being sold. */
export function locksSuspended({ universe }: Pick<EvaluationSettings, 'universe'>): boolean {
  return universe.includes('suspended');
}
