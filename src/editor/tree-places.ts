/** What of a tree stands at a place. */
import { partsOf } from '../dsl/limits.ts';
import type { Expression, FactorClause, Item, ModelClause, SourceTree } from '../dsl/syntax.ts';
import { holds } from './spans.ts';

/** The item at a place; of two that touch there the one that begins. */
export function itemAt({ items }: SourceTree, offset: number): Item | null {
  return items.findLast(({ span }) => holds(span, offset)) ?? null;
}

export function clauseAt(item: Item, offset: number): FactorClause | ModelClause | null {
  if (item.kind !== 'factor' && item.kind !== 'model') return null;
  return item.clauses.findLast(({ span }) => holds(span, offset)) ?? null;
}

/** The outermost expressions of an item. */
export function expressionsOf(item: Item): readonly Expression[] {
  switch (item.kind) {
    case 'use':
    case 'set':
      return [];
    case 'def':
      return [...item.parameters.flatMap(({ defaultValue }) => defaultValue ?? []), item.body];
    case 'factor':
    case 'model':
      return item.clauses.flatMap(expressionsOfClause);
  }
}

function expressionsOfClause(clause: FactorClause | ModelClause): readonly Expression[] {
  switch (clause.kind) {
    case 'from':
    case 'direction':
    case 'known':
      return [];
    case 'unit':
      return [clause.unit];
    case 'train':
      return clause.settings.map(({ value }) => value);
    default:
      return [clause.value];
  }
}

/** The expressions at a place, each inside the one before. */
export function expressionsAt(item: Item, offset: number): readonly Expression[] {
  const way: Expression[] = [];
  let among = expressionsOf(item);
  for (let found = among.findLast(({ span }) => holds(span, offset)); found !== undefined; found = among.findLast(({ span }) => holds(span, offset))) {
    way.push(found);
    among = partsOf(found);
  }
  return way;
}
