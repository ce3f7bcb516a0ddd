/** Collects the names that a file mentions. */
import { partsOf } from '../limits.ts';
import type { Expression, Item, SourceTree } from '../syntax.ts';

/** Every name that an expression or a set of the file mentions, whatever it means there. */
export function namesIn(tree: SourceTree): ReadonlySet<string> {
  const found = new Set<string>();
  const pending: Expression[] = tree.items.flatMap(expressionsOf);
  for (let expression = pending.pop(); expression !== undefined; expression = pending.pop()) {
    if (expression.kind === 'name') found.add(expression.name.text);
    else if (expression.kind === 'qualified') found.add(expression.table.text);
    else if (expression.kind === 'call') found.add(expression.callee.text);
    pending.push(...partsOf(expression));
  }
  return found;
}

function expressionsOf(item: Item): readonly Expression[] {
  switch (item.kind) {
    case 'use':
      return [];
    case 'def':
      return [item.body, ...item.parameters.flatMap((parameter) => parameter.defaultValue ?? [])];
    case 'set':
      return item.members.flatMap((member) => (member.kind === 'name' ? [member] : []));
    case 'factor':
      return item.clauses.flatMap((clause) => (clause.kind === 'unit' ? [clause.unit] : clause.kind === 'let' || clause.kind === 'value' ? [clause.value] : []));
    case 'model':
      return item.clauses.flatMap((clause) => (clause.kind === 'train' ? clause.settings.map((setting) => setting.value) : [clause.value]));
  }
}
