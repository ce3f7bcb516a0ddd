/** The operator catalogue. */
import { ACROSS_STOCKS } from './across-stocks.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { CHOICES } from './choices.ts';
import { CONDITIONS } from './conditions.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { KERNEL_ONLY } from './kernel-only.ts';
import type { Operator, OperatorCore } from './operator.ts';
import { PAIRWISE } from './pairwise.ts';
import { REDUCTIONS } from './reductions.ts';
import { ROWS } from './rows.ts';
import { POOLING, SELECTIONS } from './selections.ts';

export type { Operator, OperatorCore } from './operator.ts';

/** Every operator of the language, in the order of the reference page. */
export const OPERATORS: readonly Operator[] = [...ARITHMETIC, ...CONDITIONS, ...ELEMENTWISE, ...CHOICES, ...ROWS, ...REDUCTIONS, ...PAIRWISE, ...SELECTIONS, ...ACROSS_STOCKS, ...POOLING];

const BY_NAME: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((entry) => [entry.name, entry]));

const CORES: ReadonlyMap<string, OperatorCore> = new Map([...OPERATORS, ...KERNEL_ONLY].map((entry) => [entry.name, entry]));

/** How operators are written that are not called by their name. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  ['and', 'a and b'],
  ['or', 'a or b'],
  ['not', 'not a'],
  ['negate', '-x'],
]);

function isSign(name: string): boolean {
  return !/^[a-z_]+$/.test(name);
}

/** Operators written as `name(…)`: everything but the written signs. */
export const FUNCTIONS: readonly Operator[] = OPERATORS.filter(({ name }) => !isSign(name) && !WRITTEN.has(name));

/** The operator of the language with that name, or null. */
export function findOperator(name: string): Operator | null {
  return BY_NAME.get(name) ?? null;
}

/** The operator of the language with that name; only for names the checker has accepted, throws on others. */
export function operatorNamed(name: string): Operator {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`the catalogue holds no operator ${name}`);
  return found;
}

/** What the compiler needs of an operator of its graph, be it one of the language or its own. Throws on names that are neither. */
export function coreOf(name: string): OperatorCore {
  const found = CORES.get(name);
  if (found === undefined) throw new Error(`the catalogue holds no operator ${name}`);
  return found;
}

/** How the operator is written: `corr(x, y, window=, where=, by=)`, `a + b`. */
export function signature(entry: Operator): string {
  if (isSign(entry.name)) return `a ${entry.name} b`;
  const written = WRITTEN.get(entry.name);
  if (written !== undefined) return written;
  const positional = entry.arguments.map(({ name }) => name);
  const literals = entry.parameters.map((parameter) => (parameter.default === null ? parameter.name : `${parameter.name}=${String(parameter.default)}`));
  const named = entry.named.map((name) => `${name}=`);
  return `${entry.name}(${[...positional, ...literals, ...named].join(', ')})`;
}
