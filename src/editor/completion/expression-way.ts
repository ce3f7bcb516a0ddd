/** Finding an expression in an item, and putting another one in its place. */
import { partsOf } from '../../dsl/limits.ts';
import type { Expression, FactorClause, Item, ModelClause } from '../../dsl/syntax.ts';
import { expressionsOf } from '../tree-places.ts';

/** The way from an outermost expression to the first one that is wanted; null if there is none. */
export function findIn(item: Item, isWanted: (expression: Expression) => boolean): readonly Expression[] | null {
  const pending: (readonly Expression[])[] = expressionsOf(item).map((expression) => [expression]);
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    const last = way.at(-1);
    if (last === undefined) continue;
    if (isWanted(last)) return way;
    for (const part of partsOf(last)) pending.push([...way, part]);
  }
  return null;
}

/** The item with one expression in place of another. */
export function replacedIn(item: Item, old: Expression, by: Expression): Item {
  const swap = (expression: Expression): Expression => replaced(expression, old, by);
  switch (item.kind) {
    case 'use':
    case 'set':
      return item;
    case 'def':
      return { ...item, body: swap(item.body), parameters: item.parameters.map((each) => (each.defaultValue === null ? each : { ...each, defaultValue: swap(each.defaultValue) })) };
    case 'factor':
      return { ...item, clauses: item.clauses.map((clause) => inFactorClause(clause, swap)) };
    case 'model':
      return { ...item, clauses: item.clauses.map((clause) => inModelClause(clause, swap)) };
  }
}

type Swap = (expression: Expression) => Expression;

function inFactorClause(clause: FactorClause, swap: Swap): FactorClause {
  if (clause.kind === 'unit') return { ...clause, unit: swap(clause.unit) };
  return clause.kind === 'let' || clause.kind === 'value' ? { ...clause, value: swap(clause.value) } : clause;
}

function inModelClause(clause: ModelClause, swap: Swap): ModelClause {
  if (clause.kind === 'train') return { ...clause, settings: clause.settings.map((setting) => ({ ...setting, value: swap(setting.value) })) };
  return { ...clause, value: swap(clause.value) };
}

/** Parts that do not hold it stay the same objects. */
function replaced(expression: Expression, old: Expression, by: Expression): Expression {
  if (expression === old) return by;
  if (old.span.end < expression.span.start || old.span.start > expression.span.end) return expression;
  const swap: Swap = (part) => replaced(part, old, by);
  switch (expression.kind) {
    case 'unary':
      return { ...expression, operand: swap(expression.operand) };
    case 'binary':
      return { ...expression, left: swap(expression.left), right: swap(expression.right) };
    case 'call':
      return { ...expression, args: expression.args.map((argument) => ({ ...argument, value: swap(argument.value) })) };
    case 'list':
      return { ...expression, items: expression.items.map(swap) };
    default:
      return expression;
  }
}
