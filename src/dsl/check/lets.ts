/** The `let` clauses of a factor. */
import { program } from '../messages/program.ts';
import type { FactorItem, LetClause } from '../syntax.ts';
import type { Table } from '../tables.ts';
import type { Typed } from '../typed.ts';
import { withParts } from './defs.ts';
import { checkExpression } from './expression.ts';
import { remove } from './fixes.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

export function letsOf(item: FactorItem): readonly LetClause[] {
  return item.clauses.filter((clause): clause is LetClause => clause.kind === 'let');
}

/** Types the lets in source order into `values`, which is what the scope sees. */
export function checkLets(item: FactorItem, table: Table, values: Map<string, Typed | null>, scope: Scope, state: State): void {
  const declared = new Set<string>();
  for (const { name, value } of letsOf(item)) {
    const { text, span } = name;
    if (declared.has(text)) state.report(scope, span, program.duplicateLet(text));
    else if (table.columns.has(text)) state.report(scope, span, program.shadowsColumn(text, table.name));
    declared.add(text);
    values.set(text, checkExpression(value, scope, state));
  }
}

/** Lets that nothing reads. */
export function reportUnused(item: FactorItem, values: ReadonlyMap<string, Typed | null>, scope: Scope, state: State): void {
  const clauses = letsOf(item).filter(({ name }) => (values.get(name.text) ?? null) !== null && !state.usedLets.has(name.text));
  if (clauses.length === 0 || item.incomplete === true) return;
  // After an error not everything was read: there a mention counts as a use.
  const mentioned = state.failed ? namesMentioned(item) : new Set<string>();
  for (const { name, span } of clauses) {
    if (!mentioned.has(name.text)) state.report(scope, name.span, program.unusedLet(name.text), remove(`remove let ${name.text}`, span));
  }
}

function namesMentioned(item: FactorItem): ReadonlySet<string> {
  const expressions = item.clauses.flatMap((clause) => (clause.kind === 'let' || clause.kind === 'value' ? [clause.value] : []));
  const parts = withParts(expressions);
  // In what could not be read anything may stand.
  if (parts.some((part) => part.kind === 'error')) return new Set(letsOf(item).map((clause) => clause.name.text));
  return new Set(parts.flatMap((part) => (part.kind === 'name' ? [part.name.text] : [])));
}
