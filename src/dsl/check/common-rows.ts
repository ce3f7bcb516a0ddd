/** Which rows an operator's inputs have together. */
import type { Operator } from '../catalogue/index.ts';
import { limits } from '../messages/limits.ts';
import { types } from '../messages/types.ts';
import type { Span } from '../source.ts';
import type { Rows } from '../typed.ts';
import type { Application, Given } from './application.ts';
import { rowsText, valueText } from './describe.ts';
import { operandText } from './fixes.ts';
import { isDays, joinRows, ONE, sameRows } from './rows.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

/** Rows of the arguments together; for operators along rows and reductions also those of `where`. Null after a finding. */
export function commonRows(entry: Operator, to: Application, span: Span, scope: Scope, state: State): Rows | null {
  if (entry.group === 'pooling') {
    if (to.args.some(({ value }) => isDays(value.rows))) return state.report(scope, span, types.pooledDays());
    return poolOf(to.args, span, scope, state);
  }
  const rows = argumentRows(entry, to.args, scope, state);
  if (rows === null) return null;
  if (entry.group === 'across stocks' && !isDays(rows)) return state.report(scope, span, types.acrossStocks(entry.name, rowsText(rows)));
  const alongRows = entry.group === 'reduction' || entry.group === 'selection' || entry.group === 'along the rows';
  if (alongRows && rows.kind === 'one') return reportSingle(entry, to, span, scope, state);
  return to.where === undefined || to.where === null ? rows : withWhere(rows, to.where, to, scope, state);
}

function argumentRows(entry: Operator, args: readonly Given[], scope: Scope, state: State): Rows | null {
  let rows: Rows = ONE;
  for (const { value, written } of args) {
    if (value.rows.kind === 'pool') {
      if (args.length > 1) return state.report(scope, written.span, types.poolPaired(entry.name));
      return value.rows;
    }
    const joined = joinRows(rows, value.rows);
    if (joined === null) return state.report(scope, written.span, types.differentRows(rowsText(rows), rowsText(value.rows)));
    rows = joined;
  }
  return rows;
}

/** Reductions that give back the value if there is only one. */
const SAME_OF_ONE: ReadonlySet<string> = new Set(['sum', 'mean', 'min', 'max', 'first', 'last', 'median', 'prod']);

function reportSingle(entry: Operator, to: Application, span: Span, scope: Scope, state: State): null {
  const [first] = to.args;
  const found = first === undefined ? 'nothing' : valueText(first.value);
  if (entry.group !== 'reduction') return state.report(scope, span, types.expectedSeries(entry.name, found));
  const alone = to.args.length === 1 && to.parameters?.length === 0 && (to.window ?? to.where ?? to.by ?? null) === null;
  const fix = first !== undefined && alone && SAME_OF_ONE.has(entry.name) ? { title: `remove ${entry.name}(…)`, edits: [{ span, text: operandText(first.written, scope) }] } : null;
  return state.report(scope, span, types.singleValueReduced(entry.name, fix !== null), fix);
}

function withWhere(rows: Rows, where: Given, to: Application, scope: Scope, state: State): Rows | null {
  const { span } = where.written;
  if (where.value.rows.kind === 'one') return state.report(scope, span, types.constantWhere());
  if (rows.kind === 'pool') {
    // The condition of a pool is one for each of its parts.
    const part = rows.parts.find((each) => !hasRowsOf(where.value.rows, each));
    return part === undefined ? rows : state.report(scope, span, types.whereRows(rowsText(part), rowsText(where.value.rows)));
  }
  const joined = joinRows(rows, where.value.rows);
  // Grouping moves values to rows only where by= asks for it: otherwise an order would be counted once per execution.
  const fits = joined !== null && (sameRows(joined, rows) || (to.by ?? null) !== null);
  return fits ? joined : state.report(scope, span, types.whereRows(rowsText(rows), rowsText(where.value.rows)));
}

/** Whether a value has the rows of a series, or is spread over them. */
function hasRowsOf(value: Rows, series: Rows): boolean {
  const joined = joinRows(series, value);
  return joined !== null && sameRows(joined, series);
}

/** Most series that are pooled: names for pools of pools would double them without end. */
const POOL_LIMIT = 1000;

function poolOf(args: readonly Given[], span: Span, scope: Scope, state: State): Rows | null {
  const parts = args.map(({ value }) => (value.rows.kind === 'pool' ? value.rows.parts : [value.rows]));
  const count = parts.reduce((total, each) => total + each.length, 0);
  return count > POOL_LIMIT ? state.report(scope, span, limits.tooManyPooled(POOL_LIMIT)) : { kind: 'pool', parts: parts.flat() };
}
