/** One factor: its clauses, its lets, its value. */
import type { Finding } from '../finding.ts';
import { program } from '../messages/program.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import { units as say } from '../messages/units.ts';
import { nearest } from '../nearest.ts';
import type { ProjectFile } from '../project.ts';
import { clockText, CLOSE_OF_DAY } from '../session.ts';
import type { FactorClause, FactorItem } from '../syntax.ts';
import { TABLES, type Table } from '../tables.ts';
import type { CheckedFactor, Typed } from '../typed.ts';
import { sameUnit, unitText, UNITLESS, type Unit } from '../units.ts';
import { valueText } from './describe.ts';
import { checkExpression } from './expression.ts';
import { scopeOfLets, Session, type Scope } from './scope.ts';
import { readUnit } from './unit-clause.ts';

type ClauseOf<K extends FactorClause['kind']> = Extract<FactorClause, { kind: K }>;

/** What checking one factor gives: the factor if it has no errors, and everything found. */
export interface FactorOutcome {
  readonly factor: CheckedFactor | null;
  readonly findings: readonly Finding[];
}

export function checkFactor(item: FactorItem, file: ProjectFile): FactorOutcome {
  const session = new Session();
  const minute = TABLES.get('minute');
  if (minute === undefined) throw new Error('the table minute is not declared');
  const outer = scopeOfLets(file, minute, new Map());
  const value = clausesOnce(item, outer, session);
  const table = readTable(item, outer, session);
  const direction = readDirection(item, outer, session);
  const typed = table === null ? null : checkBody(item, file, table, value, session);
  if (item.documentation === null) session.report(outer, item.name.span, program.missingDocumentation(item.name.text));
  const unit = readValueUnit(item, typed, outer, session);
  if (typed !== null) verifyKnown(item, typed, outer, session);
  if (typed === null || table === null || direction === null || unit === null || session.failed) return { factor: null, findings: session.findings };
  const factor: CheckedFactor = {
    name: item.name.text,
    path: file.path,
    span: item.span,
    documentation: item.documentation?.text ?? '',
    table: table.name,
    direction,
    unit,
    value: typed,
    knownAt: Math.max(typed.known.floor, 0),
  };
  return { factor, findings: session.findings };
}

function clauseOf<K extends FactorClause['kind']>(item: FactorItem, kind: K): ClauseOf<K> | null {
  const found = item.clauses.find((clause): clause is ClauseOf<K> => clause.kind === kind);
  return found ?? null;
}

/** Each clause but `let` at most once, nothing after `value`. */
function clausesOnce(item: FactorItem, scope: Scope, session: Session): ClauseOf<'value'> | null {
  const seen = new Set<string>();
  let ended = false;
  for (const clause of item.clauses) {
    if (ended && clause.kind !== 'value') session.report(scope, clause.span, program.afterValue(clause.kind));
    if (clause.kind === 'value') ended = true;
    if (clause.kind === 'let') continue;
    if (seen.has(clause.kind)) session.report(scope, clause.span, program.duplicateClause(clause.kind));
    seen.add(clause.kind);
  }
  const value = clauseOf(item, 'value');
  if (value === null) session.report(scope, item.name.span, program.missingClause('value', item.name.text, 'value corr(volume, items)'));
  return value;
}

function readTable(item: FactorItem, scope: Scope, session: Session): Table | null {
  const clause = clauseOf(item, 'from');
  if (clause === null) return session.report(scope, item.name.span, program.missingClause('from', item.name.text, 'from minute'));
  const table = TABLES.get(clause.table.text);
  if (table !== undefined) return table;
  const near = nearest(clause.table.text, [...TABLES.keys()]);
  const fix = near === null ? null : { title: `write ${near}`, edits: [{ span: clause.table.span, text: near }] };
  return session.report(scope, clause.table.span, program.unknownTable(clause.table.text, near), fix);
}

function readDirection(item: FactorItem, scope: Scope, session: Session): 1 | -1 | null {
  const clause = clauseOf(item, 'direction');
  if (clause === null) return session.report(scope, item.name.span, program.missingClause('direction', item.name.text, 'direction +1'));
  if (clause.value === 1 || clause.value === -1) return clause.value;
  return session.report(scope, clause.span, program.badDirection(clause.value));
}

function checkBody(item: FactorItem, file: ProjectFile, table: Table, value: ClauseOf<'value'> | null, session: Session): Typed | null {
  const lets = new Map<string, Typed>();
  const scope = scopeOfLets(file, table, lets);
  const declared = new Set<string>();
  for (const clause of item.clauses) {
    if (clause.kind !== 'let') continue;
    const name = clause.name.text;
    if (declared.has(name)) session.report(scope, clause.name.span, program.duplicateLet(name));
    else if (table.columns.has(name)) session.report(scope, clause.name.span, program.shadowsColumn(name, table.name));
    declared.add(name);
    const typed = checkExpression(clause.value, scope, session);
    if (typed === null) session.used.add(`failed:${name}`);
    else if (typed.rows.kind === 'pool') session.report(scope, clause.value.span, types.concatOutside());
    else lets.set(name, typed);
  }
  const typed = value === null ? null : checkExpression(value.value, scope, session);
  for (const clause of item.clauses) {
    if (clause.kind === 'let' && lets.has(clause.name.text) && !session.used.has(clause.name.text)) {
      const fix = { title: `remove let ${clause.name.text}`, edits: [{ span: clause.span, text: '' }] };
      session.report(scope, clause.name.span, program.unusedLet(clause.name.text), fix);
    }
  }
  if (typed === null || value === null) return null;
  if (typed.rows.kind === 'pool') return session.report(scope, value.value.span, types.concatOutside());
  if (typed.rows.kind !== 'one') return session.report(scope, value.value.span, types.valueIsSeries(valueText(typed)));
  if (typed.type.kind !== 'number') return session.report(scope, value.value.span, types.valueIsNotNumber(valueText(typed)));
  return typed;
}

/** Unit of the value: what the `unit` clause says, else unitless; a value in anything else is a finding. */
function readValueUnit(item: FactorItem, value: Typed | null, scope: Scope, session: Session): Unit | null {
  const clause = clauseOf(item, 'unit');
  const promised = clause === null ? UNITLESS : readUnit(clause.unit, scope, session);
  if (promised === null || value?.type.kind !== 'number') return promised;
  const found = value.type.unit === 'bare' ? UNITLESS : value.type.unit;
  if (sameUnit(found, promised)) return promised;
  const at = clauseOf(item, 'value')?.value.span ?? item.name.span;
  const text = unitText(found);
  const fix = clause === null ? null : { title: `say unit ${text}`, edits: [{ span: clause.unit.span, text }] };
  return session.report(scope, at, say.value(item.name.text, text, unitText(promised)), fix);
}

function verifyKnown(item: FactorItem, value: Typed, scope: Scope, session: Session): void {
  const clause = clauseOf(item, 'known');
  if (clause === null) return;
  const { minutes, span } = clause.time;
  if (minutes < 570 || minutes > CLOSE_OF_DAY) {
    session.report(scope, span, time.outsideSession(clockText(minutes)));
  } else if (value.known.floor > minutes) {
    const culprit = latest(value);
    const because = scope.file.tree.text.slice(culprit.span.start, culprit.span.end).replace(/\s+/g, ' ');
    const found = clockText(value.known.floor);
    const fix = { title: `say known ${found}`, edits: [{ span, text: found }] };
    session.report(scope, span, time.knownTooEarly(item.name.text, clockText(minutes), found, because.length > 60 ? `${because.slice(0, 57)}…` : because), fix);
  }
}

/** The smallest part of an expression that is known as late as the whole. */
function latest(value: Typed): Typed {
  if (value.kind !== 'apply') return value;
  const inner = value.args.find((arg) => arg.rows.kind === 'one' && arg.known.floor === value.known.floor);
  return inner === undefined ? value : latest(inner);
}
