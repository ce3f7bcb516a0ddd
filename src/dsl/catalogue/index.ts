/** The operator catalogue. */
import { ARITHMETIC } from './arithmetic.ts';
import { ELEMENTWISE } from './elementwise.ts';
import type { Operator } from './operator.ts';
import { REDUCTIONS } from './reductions.ts';
import { ROWS } from './rows.ts';
import { POOLING, SELECTIONS } from './selections.ts';

export type { Operator } from './operator.ts';

/** Every operator, in the order of the reference page. */
export const OPERATORS: readonly Operator[] = [...ARITHMETIC, ...ELEMENTWISE, ...ROWS, ...REDUCTIONS, ...SELECTIONS, ...POOLING];

const BY_NAME: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((entry) => [entry.name, entry]));

/** Operators written as `name(…)`: everything but the written signs. */
export const FUNCTIONS: readonly Operator[] = OPERATORS.filter((entry) => /^[a-z_]+$/.test(entry.name) && !['and', 'or', 'not', 'negate'].includes(entry.name));

export function findOperator(name: string): Operator | null {
  return BY_NAME.get(name) ?? null;
}

/** The operator of that name; only for names the checker has accepted. */
export function operatorNamed(name: string): Operator {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`the catalogue holds no operator ${name}`);
  return found;
}

/** `corr(x, y, window=, where=, by=)`. */
export function signature(entry: Operator): string {
  if (!/^[a-z_]+$/.test(entry.name)) return `a ${entry.name} b`;
  if (entry.name === 'and' || entry.name === 'or') return `a ${entry.name} b`;
  if (entry.name === 'not') return 'not a';
  if (entry.name === 'negate') return '-x';
  const positional = entry.arguments.map((argument) => argument.name);
  const literals = entry.parameters.map((parameter) => (parameter.default === null ? parameter.name : `${parameter.name}=${String(parameter.default)}`));
  const named = entry.named.map((name) => `${name}=`);
  return `${entry.name}(${[...positional, ...literals, ...named].join(', ')})`;
}
