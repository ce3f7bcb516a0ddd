/** Traded prices of different days, which splits and dividends move apart. */
import { findOperator, type Operator } from '../catalogue/index.ts';
import type { Fix } from '../finding.ts';
import { types } from '../messages/types.ts';
import type { Span } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import type { Application, Given } from './application.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

/** Prices as they were traded; each has an adjusted one named after it. */
const RAW: ReadonlySet<string> = new Set(['open', 'high', 'low', 'close', 'vwap']);

/** Whether a value is a traded price of today. */
function isRawPrice(value: Typed): boolean {
  return value.kind === 'column' && value.table === 'daily' && RAW.has(value.column);
}

/** The adjusted column of a price of today; null for anything else. */
export function adjustedColumn(value: Typed): string | null {
  if (value.kind !== 'column') return null;
  return isRawPrice(value) ? `adj_${value.column}` : value.column.startsWith('adj_') && RAW.has(value.column.slice('adj_'.length)) ? value.column : null;
}

/** Warns where traded prices of different days meet: subtracted, divided or compared. Those of one day never do. */
export function warnIfRawPrices(entry: Operator, { args }: Application, span: Span, scope: Scope, state: State): void {
  const [left, right] = args;
  if (left === undefined) return;
  const days = daysOf(left.value);
  if (days === null) return;
  if (entry.lowering.kind === 'difference') {
    // What it is divided by would have to be adjusted as well.
    state.report(scope, span, types.rawPrices());
    return;
  }
  const compares = entry.group === 'comparison';
  if (right === undefined || !(compares || entry.unit === 'quotient' || entry.name === '-')) return;
  const others = daysOf(right.value);
  if (others === null || others === days) return;
  // A ratio and a comparison are the same in any terms as long as both sides are in them; a difference stays in them.
  state.report(scope, span, types.rawPrices(), entry.name === '-' ? null : adjusting([left, right]));
}

/** The days of which a value is a traded price: `''` for today, `prev 5`, `mean 20d`; null for anything else. */
function daysOf(value: Typed): string | null {
  if (isRawPrice(value)) return '';
  if (value.kind !== 'apply') return null;
  const [of] = value.args;
  const entry = findOperator(value.operator);
  const { days } = value.window;
  const moves = entry?.lowering.kind === 'shift';
  const reduces = entry?.group === 'reduction' && entry.unit === 'keep' && days !== undefined && days > 1;
  if (of === undefined || !(moves || reduces)) return null;
  const inner = daysOf(of);
  return inner === null ? null : `${inner} ${value.operator} ${moves ? String(value.parameters[0] ?? 1) : `${String(days)}d`}`;
}

/** Writes the adjusted prices, if the names of all prices stand in what is compared itself. */
function adjusting(sides: readonly Given[]): Fix | null {
  const names = sides.map(({ written, value }) => priceName(written, value));
  const edits = names.flatMap((span) => (span === null ? [] : [{ span: { start: span.start, end: span.start }, text: 'adj_' }]));
  return edits.length < names.length ? null : { title: 'write adj_ before the prices', edits };
}

/** Where the name of the price stands that a value is made of; null if it is given by a let, a parameter or another table's name. */
function priceName(written: Expression, value: Typed): Span | null {
  if (written.kind === 'name') return value.kind === 'column' && written.name.text === value.column ? written.span : null;
  const [argument] = written.kind === 'call' ? written.args : [];
  const [of] = value.kind === 'apply' ? value.args : [];
  return argument === undefined || argument.name !== null || of === undefined || value.kind !== 'apply' || written.kind !== 'call' || written.callee.text !== value.operator ? null : priceName(argument.value, of);
}
