/** The clauses of a factor: which are there, in which order, and what the short ones say. */
import type { Fix } from '../finding.ts';
import { program } from '../messages/program.ts';
import { units as say } from '../messages/units.ts';
import { nearest } from '../nearest.ts';
import type { FactorClause, FactorItem } from '../syntax.ts';
import { TABLES, type Table } from '../tables.ts';
import type { Typed } from '../typed.ts';
import { sameUnit, unitText, UNITLESS, type Unit } from '../units.ts';
import { remove, sourceOf, writeNearest } from './fixes.ts';
import type { Place } from './scope.ts';
import type { State } from './state.ts';
import { readUnit } from './unit-clause.ts';

export type ClauseOf<K extends FactorClause['kind']> = Extract<FactorClause, { kind: K }>;

/** The first clause of a kind; null if there is none. */
export function clauseOf<K extends FactorClause['kind']>(item: FactorItem, kind: K): ClauseOf<K> | null {
  return item.clauses.find((clause): clause is ClauseOf<K> => clause.kind === kind) ?? null;
}

/** Each clause but `let` at most once, nothing after `value`. */
export function checkOrder(item: FactorItem, place: Place, state: State): void {
  const value = clauseOf(item, 'value');
  const seen = new Set<string>();
  for (const clause of item.clauses) {
    if (clause.kind !== 'let' && seen.has(clause.kind)) {
      state.report(place, clause.span, program.duplicateClause(clause.kind), remove(`remove this ${clause.kind}`, clause.span));
    } else if (seen.has('value') && value !== null) {
      const edits = [
        { span: { start: value.span.start, end: value.span.start }, text: `${sourceOf(clause.span, place)}\n  ` },
        { span: clause.span, text: '' },
      ];
      state.report(place, clause.span, program.afterValue(clause.kind), { title: 'move it before value', edits });
    }
    seen.add(clause.kind);
  }
}

/** A clause that must be there; null after a finding. */
export function requireClause<K extends FactorClause['kind']>(item: FactorItem, kind: K, example: string, place: Place, state: State): ClauseOf<K> | null {
  const clause = clauseOf(item, kind);
  // A clause that could not be read may be the one that seems to be missing.
  if (clause !== null || item.incomplete === true) return clause;
  return state.report(place, item.name.span, program.missingClause(kind, item.name.text, example), kind === 'value' ? null : insertClause(item, example));
}

/** Puts a clause before all others. */
function insertClause(item: FactorItem, text: string): Fix | null {
  const [first] = item.clauses;
  if (first === undefined) return null;
  const { start } = first.span;
  return { title: `add ${text}`, edits: [{ span: { start, end: start }, text: `${text}\n  ` }] };
}

/** The table of `from`; null after a finding. */
export function readTable(item: FactorItem, place: Place, state: State): Table | null {
  const clause = requireClause(item, 'from', 'from minute', place, state);
  if (clause === null) return null;
  const { text, span } = clause.table;
  const near = nearest(text, TABLES.keys());
  return TABLES.get(text) ?? state.report(place, span, program.unknownTable(text, near), writeNearest(near, span));
}

export function readDirection(item: FactorItem, place: Place, state: State): 1 | -1 | null {
  const clause = requireClause(item, 'direction', 'direction +1', place, state);
  if (clause === null) return null;
  const { value, span } = clause;
  return value === 1 || value === -1 ? value : state.report(place, span, program.badDirection(value));
}

/** Unit of the value: what the `unit` clause says, else unitless. A value in anything else is a finding. */
export function readValueUnit(item: FactorItem, value: Typed | null, place: Place, state: State): Unit | null {
  const clause = clauseOf(item, 'unit');
  const promised = clause === null ? UNITLESS : readUnit(clause.unit, place, state);
  if (promised === null || value?.type.kind !== 'number') return promised;
  const found = value.type.unit === 'bare' ? UNITLESS : value.type.unit;
  const at = clauseOf(item, 'value');
  if (sameUnit(found, promised) || at === null) return promised;
  const text = unitText(found);
  const before = { start: at.span.start, end: at.span.start };
  const edit = clause === null ? { span: before, text: `unit ${text}\n  ` } : { span: clause.unit.span, text };
  return state.report(place, at.value.span, say.value(item.name.text, text, unitText(promised)), { title: `write unit ${text}`, edits: [edit] });
}
