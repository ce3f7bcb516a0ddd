/** Statement that sets a result of a thread: the value, or what says that it is missing or must be computed again. */
import { isUnitless } from '../../dsl/units.ts';
import type { Node } from '../ir.ts';
import { MISSING, RECOMPUTE } from '../plan.ts';
import { numberText } from './text.ts';
import { errorText, type ValueText } from './value.ts';

/** Bounds up to which a result is accepted, against a tolerance of 1e-4 of the value and, for plain numbers, 1e-5: the rest is for what bounds leave out. */
const RELATIVE_LIMIT = '5e-5';
const ABSOLUTE_LIMIT = '7e-6';

/** `name = …;` for the value of a node. */
export function resultStatement(name: string, node: Node, value: ValueText): string {
  const { text, error, missing } = value;
  const absolute = isUnitless(node.unit) ? `${ABSOLUTE_LIMIT} + ` : '';
  const good = 'relative' in error && error.relative <= Number(RELATIVE_LIMIT) ? null : `${errorText(value)} <= ${absolute}${RELATIVE_LIMIT} * Math.abs(${text})`;
  const checked = good === null ? text : `(${good} ? ${text} : ${numberText(RECOMPUTE)})`;
  return missing === null ? `${name} = ${checked};` : `${name} = (${missing} > 0.5 ? ${numberText(MISSING)} : ${checked});`;
}
