/**
 * What is known of a node before it is computed: its error in f32, its sign, whether it is a price level whose differences are exact, and its range.
 * Operators state in the catalogue how theirs follow from their arguments'. Placement decides by these, and error bounds of results start from them.
 */
import { coreOf } from '../dsl/catalogue/index.ts';
import { argument, EPSILON, EXACT, rounded, sameLevel, withZero, type Accuracy, type Range, type Traits } from '../dsl/catalogue/traits.ts';
import { COLUMNS, eventColumnFacts } from './columns.ts';
import { dailyColumnFacts } from './daily/columns.ts';
import type { ConstantNode, Node, PreparedNode } from './ir.ts';

/** What is left of a float64 difference, between 1e-17 and 1e10; the engine computes stocks beyond that again. */
export const PREPARED_RANGE: Range = { smallest: 17, largest: 10 };
const CONDITION_RANGE: Range = { smallest: 0, largest: PREPARED_RANGE.largest };

const memo = new WeakMap<Node, Traits>();

/** Traits of a node; the same object every time. */
export function traitsOf(node: Node): Traits {
  const known = memo.get(node);
  if (known !== undefined) return known;
  const traits: Traits = { ...factsOf(node), constant: node.op === 'constant' ? node.value : null, element: node.element, shape: node.shape };
  memo.set(node, traits);
  return traits;
}

function factsOf(node: Node): Accuracy & Range {
  switch (node.op) {
    case 'constant':
      return constantFacts(node);
    case 'column':
      return COLUMNS[node.column];
    case 'event':
      return eventColumnFacts(node.column);
    case 'daily':
      return dailyColumnFacts(node.column);
    case 'within':
      return { ...EXACT, ...CONDITION_RANGE };
    case 'prepared':
      return preparedFacts(node);
    case 'shift':
    case 'spread':
      return traitsOf(argument(node.args, 0));
    default: {
      const { numerics } = coreOf(node.operator);
      const args = node.op === 'reduce' && node.pooled ? [ofPool(node.args.map(traitsOf))] : node.args.map(traitsOf);
      return { ...numerics.accuracy(args), smallest: numerics.smallest(args), largest: numerics.largest(args) };
    }
  }
}

/** What holds of the rows of every part. */
function ofPool(parts: readonly Traits[]): Traits {
  return parts.reduce((a, b) => ({
    ...a,
    error: Math.max(a.error, b.error),
    sign: a.sign === b.sign ? a.sign : a.sign === 'any' || b.sign === 'any' ? 'any' : 'nonnegative',
    exactSign: a.exactSign && b.exactSign,
    level: sameLevel(a.level, b.level),
    smallest: Math.max(a.smallest, b.smallest),
    largest: Math.max(a.largest, b.largest),
    constant: a.constant === b.constant ? a.constant : null,
  }));
}

function constantFacts({ value }: ConstantNode): Accuracy & Range {
  const exponent = value === 0 || Number.isNaN(value) ? 0 : Math.log10(Math.abs(value));
  const range = { smallest: Math.max(0, -exponent), largest: Math.max(0, exponent) };
  const sign = value > 0 ? 'positive' : value === 0 ? 'nonnegative' : 'any';
  return { ...rounded(sign, Math.fround(value) === value ? 0 : EPSILON), ...range };
}

/** Computed in float64 and rounded once. */
function preparedFacts({ element, source, leaf }: PreparedNode): Accuracy & Range {
  const column = source.op === 'shift' ? argument(source.args, 0) : source;
  if (leaf === true && column.op === 'daily') {
    const { sign, smallest, largest } = dailyColumnFacts(column.column);
    return { ...rounded(withZero(sign)), smallest, largest };
  }
  return element === 'boolean' ? { ...EXACT, ...CONDITION_RANGE } : { ...rounded(withZero(traitsOf(source).sign)), ...PREPARED_RANGE };
}
