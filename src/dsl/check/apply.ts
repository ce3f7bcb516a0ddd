/** Applying one operator: element types, rows, units and time of the result. */
import type { Operator } from '../catalogue/index.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import { ALWAYS, CLOSE_OF_DAY, knownAfter, laterOf, SESSION, type Known, type Window } from '../session.ts';
import type { Span } from '../source.ts';
import { TABLES, type TableName } from '../tables.ts';
import type { ElementType, Rows, Typed, TypedApplication } from '../typed.ts';
import { BARS_PER_DAY } from '../session.ts';
import { rowsText, typeText, valueText } from './describe.ts';
import { bareNumber, counted } from './expression.ts';
import { joinRows, MINUTES, ONE, sameRows } from './rows.ts';
import type { Scope, Session } from './scope.ts';
import { unitOfResult } from './units-of.ts';

/** What an operator is applied to. */
export interface Application {
  readonly args: readonly Typed[];
  readonly parameters?: readonly number[];
  readonly window?: { readonly value: Window; readonly span: Span } | null;
  readonly where?: Typed | null;
  readonly by?: { readonly key: string; readonly span: Span } | null;
}

/** Type of an operator applied to typed arguments, or null after a finding. */
export function apply(entry: Operator, to: Application, span: Span, scope: Scope, session: Session): Typed | null {
  if (!argumentsFit(entry, to.args, scope, session)) return null;
  const outcome = unitOfResult(entry, to.args);
  if ('problem' in outcome) return session.report(scope, to.args[outcome.at]?.span ?? span, outcome.problem);
  const folded = foldNegation(entry, to.args, span);
  if (folded !== null) return folded;
  const rows = commonRows(entry, to, span, scope, session);
  if (rows === null) return null;
  const placed = placeInTime(entry, to, rows, span, scope, session);
  if (placed === null) return null;
  const type = resultType(entry, to.args, outcome.unit);
  const value: TypedApplication = {
    kind: 'apply',
    operator: entry.name,
    args: to.args,
    parameters: to.parameters ?? [],
    window: to.window?.value ?? SESSION,
    where: to.where ?? null,
    by: to.by?.key ?? null,
    type,
    rows: placed.rows,
    known: placed.known,
    span,
  };
  const all = value.where === null ? value.args : [...value.args, value.where];
  return counted(value, all, scope, session);
}

function foldNegation(entry: Operator, args: readonly Typed[], span: Span): Typed | null {
  const only = args[0];
  if (entry.name !== 'negate' || only?.kind !== 'literal' || typeof only.value !== 'number') return null;
  return bareNumber(-only.value, span);
}

function isCallable(entry: Operator): boolean {
  return /^[a-z_]+$/.test(entry.name) && entry.group !== 'logic' && entry.name !== 'negate';
}

/** Element types of the arguments against what the operator accepts. */
function argumentsFit(entry: Operator, args: readonly Typed[], scope: Scope, session: Session): boolean {
  let fits = true;
  entry.arguments.forEach((wanted, i) => {
    const arg = args[i];
    if (arg === undefined) return;
    const found = arg.type;
    const where = isCallable(entry) ? `${wanted.name} of ${entry.name}` : `what ${entry.name === 'negate' ? '-' : entry.name} works on`;
    const pooled = arg.rows.kind === 'pool';
    if (pooled && entry.group !== 'reduction') {
      session.report(scope, arg.span, types.concatOutside());
      fits = false;
    } else if (found.kind === 'id') {
      session.report(scope, arg.span, types.idArithmetic(arg.kind === 'column' ? arg.column : 'this'));
      fits = false;
    } else if (wanted.accepts === 'boolean' && found.kind !== 'boolean') {
      session.report(scope, arg.span, types.expectedCondition(where, valueText(arg)));
      fits = false;
    } else if (wanted.accepts === 'number' && found.kind !== 'number' && !(entry.group === 'comparison' && found.kind === 'time')) {
      session.report(scope, arg.span, types.expectedNumber(where, valueText(arg)));
      fits = false;
    } else if (wanted.accepts === 'any' && found.kind !== 'number' && found.kind !== 'boolean') {
      session.report(scope, arg.span, types.expectedNumber(where, valueText(arg)));
      fits = false;
    }
  });
  if (!fits) return false;
  const [a, b] = args;
  if (entry.group === 'comparison' && a !== undefined && b !== undefined && !comparable(a.type, b.type)) {
    session.report(scope, b.span, types.notComparable(typeText(a.type), typeText(b.type)));
    return false;
  }
  const [, left, right] = args;
  if (entry.name === 'if' && left !== undefined && right !== undefined && left.type.kind !== right.type.kind) {
    session.report(scope, right.span, types.branchTypes(typeText(left.type), typeText(right.type)));
    return false;
  }
  return true;
}

function comparable(a: ElementType, b: ElementType): boolean {
  if (a.kind === 'enum' && b.kind === 'enum') return a.name === b.name;
  return a.kind === b.kind;
}

function resultType(entry: Operator, args: readonly Typed[], unit: 'bare' | { cny: number; share: number }): ElementType {
  if (entry.result === 'boolean') return { kind: 'boolean' };
  if (entry.result === 'number') return { kind: 'number', unit };
  const sample = entry.name === 'if' ? args[1] : args[0];
  return sample?.type.kind === 'boolean' ? { kind: 'boolean' } : { kind: 'number', unit };
}

/** Rows of the arguments together; for operators along rows and reductions also those of `where`. Null after a finding. */
function commonRows(entry: Operator, to: Application, span: Span, scope: Scope, session: Session): Rows | null {
  if (entry.name === 'concat') return poolOf(to.args, span, scope, session);
  let rows: Rows = ONE;
  for (const arg of to.args) {
    const joined: Rows | null = arg.rows.kind === 'pool' && to.args.length === 1 ? arg.rows : joinRows(rows, arg.rows);
    if (joined === null) return session.report(scope, arg.span, types.differentRows(rowsText(rows), rowsText(arg.rows)));
    rows = joined;
  }
  const alongRows = entry.group === 'reduction' || entry.group === 'selection' || entry.group === 'along the rows';
  if (alongRows && rows.kind === 'one') {
    const found = to.args[0] === undefined ? 'nothing' : valueText(to.args[0]);
    return session.report(scope, span, entry.group === 'reduction' ? types.singleValueReduced(entry.name) : types.expectedSeries(entry.name, found));
  }
  const where = to.where ?? null;
  if (where === null) return rows;
  if (rows.kind === 'pool') return session.report(scope, where.span, types.poolNamed('where'));
  if (where.type.kind !== 'boolean') return session.report(scope, where.span, types.expectedCondition('where=', valueText(where)));
  if (where.rows.kind === 'one') return session.report(scope, where.span, types.constantWhere());
  const joined = joinRows(rows, where.rows);
  // Grouping moves values to rows only where by= asks for it: otherwise an order would be counted once per execution.
  const fits = joined !== null && (sameRows(joined, rows) || (to.by ?? null) !== null);
  if (!fits) return session.report(scope, where.span, types.whereRows(rowsText(rows), rowsText(where.rows)));
  return joined;
}

function poolOf(args: readonly Typed[], span: Span, scope: Scope, session: Session): Rows | null {
  const parts: Rows[] = [];
  for (const arg of args) {
    if (arg.rows.kind === 'one') return session.report(scope, arg.span, types.expectedSeries('concat', valueText(arg)));
    parts.push(...(arg.rows.kind === 'pool' ? arg.rows.parts : [arg.rows]));
  }
  return parts.length > 0 ? { kind: 'pool', parts } : session.report(scope, span, types.concatOutside());
}

function tableOf(rows: Rows): TableName | null {
  return rows.kind === 'table' ? rows.table : null;
}

interface Placed {
  readonly rows: Rows;
  readonly known: Known;
}

/** Rows of the result and when they are known. */
function placeInTime(entry: Operator, to: Application, rows: Rows, span: Span, scope: Scope, session: Session): Placed | null {
  const inputs = to.where === null || to.where === undefined ? to.args : [...to.args, to.where];
  const known = inputs.map((arg) => arg.known).reduce(laterOf, ALWAYS);
  const window = to.window ?? null;
  if (window !== null && rows.kind !== 'table') return session.report(scope, window.span, rows.kind === 'pool' ? types.poolNamed('window') : types.windowOnGroups(rowsText(rows)));
  const used = window?.value ?? SESSION;
  if (entry.lowering.kind === 'shift' || entry.name === 'diff') {
    const n = to.parameters?.[0] ?? 1;
    const minutes = tableOf(rows) === 'minute';
    if (minutes && n >= BARS_PER_DAY) return session.report(scope, span, time.acrossDays(n, entry.name));
    if (entry.name !== 'next') return { rows, known: minutes && entry.name === 'prev' ? { floor: known.floor, lag: known.lag - n } : known };
    return { rows, known: minutes ? { floor: known.floor, lag: known.lag + n } : { floor: CLOSE_OF_DAY, lag: known.lag } };
  }
  if (entry.group === 'selection' || entry.name === 'rank') return { rows, known: { floor: knownAfter(known, used), lag: ALWAYS.lag } };
  if (entry.group !== 'reduction') return { rows, known };
  const by = to.by ?? null;
  if (by === null) return { rows: ONE, known: { floor: knownAfter(known, used), lag: ALWAYS.lag } };
  return groupBy(by, rows, known, used, scope, session);
}

function groupBy(by: { key: string; span: Span }, rows: Rows, known: Known, window: Window, scope: Scope, session: Session): Placed | null {
  if (rows.kind === 'pool') return session.report(scope, by.span, types.poolNamed('by'));
  if (rows.kind !== 'table') return session.report(scope, by.span, types.byOnGroups(rowsText(rows)));
  if (rows.table === 'minute') return session.report(scope, by.span, types.byOnMinutes());
  const keys = [...(TABLES.get(rows.table)?.keys ?? []), 'minute'];
  if (!keys.includes(by.key)) return session.report(scope, by.span, types.notAKey(by.key, rows.table, keys));
  if (by.key === 'minute') return { rows: MINUTES, known };
  return { rows: { kind: 'groups', table: rows.table, key: by.key }, known: { floor: knownAfter(known, window), lag: ALWAYS.lag } };
}
