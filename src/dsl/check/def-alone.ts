/** A def before anybody calls it: what its body means with the columns of one table, as far as its parameters have default values. */
import type { Finding } from '../finding.ts';
import type { Declared } from '../project.ts';
import type { DefItem, Expression } from '../syntax.ts';
import type { Table } from '../tables.ts';
import { checkExpression } from './expression.ts';
import { meaningOf } from './meaning.ts';
import type { Binding, Scope } from './scope.ts';
import { State, type TypeObserver } from './state.ts';

/** Findings about the body in a factor from the table. What rests on a parameter without a default value is not looked at. */
export function checkDefAlone({ item, file }: Declared<DefItem>, table: Table, observer: TypeObserver | null = null): readonly Finding[] {
  const state = new State(observer);
  const outside: Scope = { file, factor: { table, lets: new Map(), declared: new Set(), incomplete: false }, parameters: new Map(), calls: [item] };
  const parameters = new Map<string, Binding>();
  for (const { name, defaultValue } of item.parameters) {
    const expression: Expression = defaultValue ?? { kind: 'error', span: name.span };
    parameters.set(name.text, { expression, scope: outside, meaning: meaningOf(expression, outside, state) });
  }
  checkExpression(item.body, { ...outside, parameters }, state);
  return state.findings;
}
