/** One factor: its clauses, its lets, its value. */
import type { Finding } from '../finding.ts';
import { program } from '../messages/program.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import type { ProjectFile } from '../project.ts';
import { clockText, CLOSE_OF_DAY, MORNING_OPEN } from '../session.ts';
import type { Expression, FactorItem } from '../syntax.ts';
import type { Table } from '../tables.ts';
import type { CheckedFactor, Typed } from '../typed.ts';
import { checkOrder, clauseOf, readDirection, readTable, readValueUnit, requireClause, type ClauseOf } from './clauses.ts';
import { valueText } from './describe.ts';
import { checkExpression } from './expression.ts';
import { sourceOf, write } from './fixes.ts';
import { isDays } from './rows.ts';
import { checkLets, letsOf, reportUnused } from './lets.ts';
import { scopeOfFactor, textAt, type Place, type Scope } from './scope.ts';
import { readsRows } from './pointless.ts';
import { State, type TypeObserver } from './state.ts';

/** What checking one factor gives: the factor if it has no errors, and everything found. */
export interface FactorOutcome {
  readonly factor: CheckedFactor | null;
  readonly findings: readonly Finding[];
}

/** Columns of every output, which has one more for each factor. */
const TAKEN: ReadonlySet<string> = new Set(['date', 'symbol']);

export function checkFactor(item: FactorItem, file: ProjectFile, observer: TypeObserver | null = null): FactorOutcome {
  const state = new State(observer);
  const place: Place = { file };
  if (TAKEN.has(item.name.text.toLowerCase())) state.report(place, item.name.span, program.takenByOutput(item.name.text));
  checkOrder(item, place, state);
  const table = readTable(item, place, state);
  const direction = readDirection(item, place, state);
  const value = requireClause(item, 'value', 'value corr(volume, items)', place, state);
  const typed = table === null ? null : checkBody(item, value, table, file, state);
  const unit = readValueUnit(item, typed, place, state);
  verifyKnown(item, typed, place, state);
  if (typed === null || table === null || direction === null || unit === null || state.failed) return { factor: null, findings: state.findings };
  const factor: CheckedFactor = {
    name: item.name.text,
    path: file.path,
    span: item.span,
    documentation: item.documentation?.text ?? '',
    table: table.name,
    direction,
    unit,
    value: typed,
    knownAt: typed.known.floor,
  };
  return { factor, findings: state.findings };
}

/** Lets and value; null after a finding. */
function checkBody(item: FactorItem, value: ClauseOf<'value'> | null, table: Table, file: ProjectFile, state: State): Typed | null {
  const lets = new Map<string, Typed | null>();
  const declared = new Set(letsOf(item).map((clause) => clause.name.text));
  const scope = scopeOfFactor(file, { table, lets, declared, incomplete: item.incomplete === true });
  checkLets(item, table, lets, scope, state);
  const typed = value === null ? null : checkValue(value.value, scope, state);
  reportUnused(item, lets, scope, state);
  return typed;
}

/** A factor's value is one number per stock and day. */
function checkValue(expression: Expression, scope: Scope, state: State): Typed | null {
  const typed = checkExpression(expression, scope, state);
  if (typed === null) return null;
  const { span } = expression;
  const text = sourceOf(span, scope);
  const isBoolean = typed.type.kind === 'boolean';
  if (typed.rows.kind === 'pool') return state.report(scope, span, types.concatOutside(expression.kind === 'call' ? expression.callee.text : text));
  if (typed.rows.kind !== 'one' && !isDays(typed.rows)) {
    const reduced = isBoolean ? `count(${text})` : typed.type.kind === 'number' ? `mean(${text})` : null;
    return state.report(scope, span, types.valueIsSeries(valueText(typed), typed.type.kind), reduced === null ? null : write(reduced, span));
  }
  if (typed.type.kind === 'number') {
    if (!readsRows(typed)) state.report(scope, span, types.constantValue());
    return typed;
  }
  return state.report(scope, span, types.valueIsNotNumber(valueText(typed), typed.type.kind), isBoolean ? write(`if(${text}, 1, 0)`, span) : null);
}

/** The promise of a `known` clause against when the value is known. */
function verifyKnown(item: FactorItem, value: Typed | null, place: Place, state: State): void {
  const clause = clauseOf(item, 'known');
  if (clause === null) return;
  const { minutes, span } = clause.time;
  const found = value === null ? null : clockText(Math.max(value.known.floor, MORNING_OPEN));
  const fix = found === null ? null : write(found, span);
  if (minutes < MORNING_OPEN || minutes > CLOSE_OF_DAY) {
    state.report(place, span, time.outsideSession(clockText(minutes)), fix);
  } else if (value !== null && found !== null && value.known.floor > minutes) {
    const latest = latestPart(value);
    const because = textAt(state.originOf(latest) ?? place, latest.span);
    state.report(place, span, time.knownTooEarly(item.name.text, clockText(minutes), found, because, isDays(latest.rows) ? 'today' : restsOnKeys(latest) ? 'keys' : 'rows'), fix);
  }
}

/** The smallest part of a value that is known as late as the whole. */
function latestPart(value: Typed): Typed {
  let latest = value;
  for (let part: Typed | undefined = value; part !== undefined; part = latePart(latest)) latest = part;
  return latest;
}

/** Whether something goes over the rows of keys, pooled ones too. */
function restsOnKeys(value: Typed): boolean {
  if (value.kind !== 'apply') return false;
  return value.args.some(({ rows }) => rows.kind === 'groups' || (rows.kind === 'pool' && rows.parts.some((part) => part.kind === 'groups')));
}

function latePart(value: Typed): Typed | undefined {
  if (value.kind !== 'apply') return undefined;
  return [...value.args, ...(value.where === null ? [] : [value.where])].find((part) => part.known.floor === value.known.floor);
}
