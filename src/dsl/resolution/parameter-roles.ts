/** What a def uses a parameter as: an argument `late` is a window only if the def hands it to `window=`. */
import { withParts } from '../check/defs.ts';
import type { Declared } from '../project.ts';
import type { DefItem, Expression, Parameter } from '../syntax.ts';
import { TABLES, type EnumName } from '../tables.ts';

export type ParameterRole = 'value' | 'window' | 'key' | readonly EnumName[];

/** The role of a parameter; `value` if the def does not use it in another way. */
export function roleOf(def: Declared<DefItem>, parameter: Parameter): ParameterRole {
  return roleIn(def, parameter, new Set());
}

/** @param open defs being looked into, so that a circle of them ends */
function roleIn({ item, file }: Declared<DefItem>, { name }: Parameter, open: Set<DefItem>): ParameterRole {
  if (open.has(item)) return 'value';
  open.add(item);
  const isIt = (expression: Expression): boolean => expression.kind === 'name' && expression.name.text === name.text;
  for (const part of withParts([item.body])) {
    if (part.kind === 'binary' && isComparison(part.operator) && (isIt(part.left) || isIt(part.right))) {
      const enums = isIt(part.left) ? enumsNamedBy(part.right) : enumsNamedBy(part.left);
      if (enums.length > 0) return enums;
    }
    if (part.kind !== 'call') continue;
    const inner = file.defs.get(part.callee.text);
    for (const [i, argument] of part.args.entries()) {
      if (!isIt(argument.value)) continue;
      if (inner === undefined && argument.name?.text === 'window') return 'window';
      if (inner === undefined && argument.name?.text === 'by') return 'key';
      const passed = inner?.item.parameters.find((each, at) => (argument.name === null ? at === i : each.name.text === argument.name.text));
      const role = inner === undefined || passed === undefined ? 'value' : roleIn(inner, passed, open);
      if (role !== 'value') return role;
    }
  }
  return 'value';
}

function isComparison(operator: string): boolean {
  return operator === '==' || operator === '!=';
}

/** The enums of the column that an expression names, in whichever table. */
function enumsNamedBy(expression: Expression): readonly EnumName[] {
  const name = expression.kind === 'name' ? expression.name.text : expression.kind === 'qualified' ? expression.column.text : '';
  const types = [...TABLES.values()].map(({ columns }) => columns.get(name)?.type);
  return [...new Set(types.flatMap((type) => (type?.kind === 'enum' ? [type.name] : [])))];
}
