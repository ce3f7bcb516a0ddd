/** Which stocks a section looks at. */
import { FLAG, has, type DailyColumn, type DailyPanel } from './daily-panel.ts';
import { DataFindings, dataMessages, type DataFinding } from './data-findings.ts';
import type { Section } from './sections.ts';
import type { EvaluationSettings, UniverseRule } from './settings.ts';
import { briefSteps, type Step } from './steps.ts';

/** Stocks whose values are compared at the end of T: those with a row that day, without ST. Nothing of a later day is asked, so that a signal rests on what is known. */
export function knownStocks(panel: Pick<DailyPanel, 'flags' | 'symbols'>, day: number, rules: readonly UniverseRule[]): Int32Array {
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

function stocksWhere(panel: Pick<DailyPanel, 'symbols'>, test: (stock: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let s = 0; s < panel.symbols.length; s++) if (test(s)) found.push(s);
  return Int32Array.from(found);
}

/** Throws DataFindings for every step that needs a column of `daily` that is null throughout; each says how to leave the step out. */
export function requireColumns(panel: Pick<DailyPanel, 'absent'>, { steps, universe, price, adjusted }: EvaluationSettings): void {
  const findings: DataFinding[] = [];
  const need = (column: DailyColumn, step: string, leave: string): void => {
    if (panel.absent.has(column)) findings.push({ ...dataMessages.nullColumn(step, column, leave, column === 'industry' ? 'import it: fullband import industry FILE --store DIR' : 'import the column'), table: 'daily', column, step });
  };
  need(price, `price(${price})`, 'choose another with --price');
  if (adjusted) need('adj_factor', 'adjust', 'take prices as they are with --no-adjust, import a feed with pre_close');
  // With every rule left out whose column is not there, so that one correction is enough.
  const left = universe.filter((rule) => !panel.absent.has(RULE_COLUMNS[rule]));
  for (const rule of universe) need(RULE_COLUMNS[rule], `universe(${rule})`, `leave it out with --universe ${left.length === 0 ? 'all' : left.join(',')}`);
  const hasAll = { industry: !panel.absent.has('industry'), cap: !panel.absent.has('float_market_cap') };
  const leave = `leave it out with --preprocess '${briefSteps(withoutColumns(steps, hasAll))}'`;
  const needed = (of: 'industry' | 'cap'): boolean => steps.some((step) => step.kind === 'neutralize' && step[of]);
  if (needed('industry')) need('industry', 'neutralize(industry)', leave);
  if (needed('cap')) need('float_market_cap', 'neutralize(cap)', leave);
  if (findings.length > 0) throw new DataFindings(findings);
}

/** What a rule of the universe looks at. */
const RULE_COLUMNS: Readonly<Record<UniverseRule, DailyColumn>> = { st: 'is_st', suspended: 'suspended', limit: 'limit_up' };

/** The steps by which the same is tested without columns that are not there. */
function withoutColumns(steps: readonly Step[], has: { readonly industry: boolean; readonly cap: boolean }): readonly Step[] {
  return steps
    .map((step) => (step.kind === 'neutralize' ? { ...step, industry: step.industry && has.industry, cap: step.cap && has.cap } : step))
    .filter((step) => step.kind !== 'neutralize' || step.industry || step.cap);
}
