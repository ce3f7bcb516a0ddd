/**
 * What f32 does to a node: its relative error, whether its sign is certain, and whether it is a price level whose
 * differences are exact. Placement decides by these, and error bounds of results start from them.
 */
import type { Node, ReduceNode } from './ir.ts';

/** One rounding of f32. */
export const EPSILON = 6e-8;
/** A quotient in WGSL may be off by 2.5 units in the last place. */
export const QUOTIENT_ERROR = 1.5e-7;
/** A day's sum of one sign in f32, made of sums of 30: at most 38 roundings of half a digit each. */
export const SUM_ERROR = 1e-6;

export type Sign = 'positive' | 'nonnegative' | 'any';

/**
 * A price is kept as beta · base + delta, base being the stock's middle price of the day: deltas are whole numbers of 0.001 CNY,
 * so their sums and differences are exact as long as they stay below 2^24 of those.
 */
export interface Level {
  readonly beta: number;
  /** Deltas are exact: stored prices. False for vwap and means. */
  readonly exact: boolean;
}

export interface Traits {
  /** Bound of the relative error; Infinity where only an absolute bound is known, while computing. */
  readonly error: number;
  readonly sign: Sign;
  /** f32 gets the sign, zero included, right. */
  readonly exactSign: boolean;
  readonly level: Level | null;
}

const EXACT: Traits = { error: 0, sign: 'nonnegative', exactSign: true, level: null };
const UNKNOWN: Traits = { error: Infinity, sign: 'any', exactSign: false, level: null };

function rounded(sign: Sign, error = EPSILON, exactSign = true): Traits {
  return { error, sign, exactSign, level: null };
}

const memo = new WeakMap<Node, Traits>();

export function traitsOf(node: Node): Traits {
  const known = memo.get(node);
  if (known !== undefined) return known;
  const traits = compute(node);
  memo.set(node, traits);
  return traits;
}

function compute(node: Node): Traits {
  switch (node.op) {
    case 'constant':
      return { error: Math.fround(node.value) === node.value ? 0 : EPSILON, sign: node.value > 0 ? 'positive' : node.value === 0 ? 'nonnegative' : 'any', exactSign: true, level: null };
    case 'column':
      return columnTraits(node.column);
    case 'element':
      return elementTraits(node.operator, node.args);
    case 'shift':
      return node.args[0] === undefined ? UNKNOWN : traitsOf(node.args[0]);
    case 'scan':
      return rounded(node.args[0] === undefined ? 'any' : weaken(traitsOf(node.args[0]).sign));
    case 'select':
      return node.element === 'boolean' ? EXACT : rounded('positive');
    case 'reduce':
      return reduceTraits(node);
    case 'prepared':
      return node.element === 'boolean' ? EXACT : rounded(weaken(traitsOf(node.source).sign));
  }
}

function columnTraits(column: string): Traits {
  switch (column) {
    case 'open':
    case 'high':
    case 'low':
    case 'close':
    case 'lastPrice':
      return { error: EPSILON, sign: 'positive', exactSign: true, level: { beta: 1, exact: true } };
    case 'vwap':
      return { error: 2 * EPSILON, sign: 'positive', exactSign: true, level: { beta: 1, exact: false } };
    case 'ret':
      return { ...UNKNOWN, exactSign: true };
    default:
      return rounded('nonnegative');
  }
}

/** A sum of positive numbers over no rows is 0. */
function weaken(sign: Sign): Sign {
  return sign === 'any' ? 'any' : 'nonnegative';
}

function both(a: Traits, b: Traits): Sign {
  if (a.sign === 'any' || b.sign === 'any') return 'any';
  return a.sign === 'positive' && b.sign === 'positive' ? 'positive' : 'nonnegative';
}

function elementTraits(operator: string, args: readonly Node[]): Traits {
  const inputs = args.map(traitsOf);
  const a = inputs[0] ?? UNKNOWN;
  const b = inputs[1] ?? UNKNOWN;
  const exactSign = inputs.every((input) => input.exactSign);
  switch (operator) {
    case 'negate':
      return { error: a.error, sign: 'any', exactSign: a.exactSign, level: a.level === null ? null : { ...a.level, beta: -a.level.beta } };
    case '+':
    case '-':
      return sumTraits(operator, args, a, b);
    case '*':
      return { error: a.error + b.error + EPSILON, sign: args[0] === args[1] ? 'nonnegative' : both(a, b), exactSign, level: null };
    case '/':
      return { error: a.error + b.error + QUOTIENT_ERROR, sign: both(a, b), exactSign, level: null };
    case '^':
      return powerTraits(args, a);
    case 'quotientLess1':
      return { error: 2 * QUOTIENT_ERROR, sign: 'any', exactSign: true, level: null };
    case 'logQuotient':
      return { error: 10 * EPSILON, sign: 'any', exactSign: true, level: null };
    case 'abs':
      return { error: a.error, sign: a.sign === 'positive' ? 'positive' : 'nonnegative', exactSign: a.exactSign, level: a.level?.beta === 0 ? a.level : null };
    case 'sqrt':
      return rounded(a.sign, a.error / 2 + EPSILON, a.exactSign);
    case 'sign':
      return { ...EXACT, sign: a.sign };
    case 'lesser':
      return { error: Math.max(a.error, b.error), sign: both(a, b), exactSign, level: sameLevel(a, b) };
    case 'greater':
      return { error: Math.max(a.error, b.error), sign: a.sign === 'positive' || b.sign === 'positive' ? 'positive' : a.sign === 'nonnegative' || b.sign === 'nonnegative' ? 'nonnegative' : 'any', exactSign, level: sameLevel(a, b) };
    case 'fill':
      return { error: Math.max(a.error, b.error), sign: both(a, b), exactSign, level: sameLevel(a, b) };
    case 'if': {
      const c = inputs[2] ?? UNKNOWN;
      return { error: Math.max(b.error, c.error), sign: both(b, c), exactSign: b.exactSign && c.exactSign, level: sameLevel(b, c) };
    }
    case 'log':
      return UNKNOWN;
    case 'exp':
      return { ...UNKNOWN, sign: 'positive', exactSign: true };
    default:
      // Comparisons and logic.
      return EXACT;
  }
}

function sameLevel(a: Traits, b: Traits): Level | null {
  return a.level !== null && b.level !== null && a.level.beta === b.level.beta ? { beta: a.level.beta, exact: a.level.exact && b.level.exact } : null;
}

function sumTraits(operator: '+' | '-', args: readonly Node[], a: Traits, b: Traits): Traits {
  if (a.level !== null && b.level !== null) {
    const beta = operator === '+' ? a.level.beta + b.level.beta : a.level.beta - b.level.beta;
    const exact = a.level.exact && b.level.exact;
    const sign = operator === '+' ? both(a, b) : 'any';
    // Differences of inexact levels cancel; whole levels keep their size.
    const error = beta === 0 ? (exact ? EPSILON : Infinity) : exact ? 2 * EPSILON : Infinity;
    return { error, sign, exactSign: exact, level: { beta, exact } };
  }
  const grows = operator === '+' && a.sign !== 'any' && b.sign !== 'any';
  if (grows) return { error: Math.max(a.error, b.error) + EPSILON, sign: both(a, b) === 'positive' || a.sign === 'positive' || b.sign === 'positive' ? 'positive' : 'nonnegative', exactSign: a.exactSign && b.exactSign, level: null };
  const zero = args.find((arg) => arg.op === 'constant' && arg.value === 0);
  if (zero !== undefined && zero === args[1]) return a;
  return UNKNOWN;
}

function powerTraits(args: readonly Node[], a: Traits): Traits {
  const exponent = args[1];
  if (exponent?.op !== 'constant') return UNKNOWN;
  const p = exponent.value;
  const even = Number.isInteger(p) && p % 2 === 0;
  const sign: Sign = a.sign === 'positive' ? 'positive' : even ? 'nonnegative' : a.sign;
  return { error: Math.abs(p) * a.error + Math.max(1, Math.abs(p)) * EPSILON, sign, exactSign: a.exactSign, level: null };
}

function reduceTraits(node: ReduceNode): Traits {
  const x = node.args[0] === undefined ? UNKNOWN : traitsOf(node.args[0]);
  const certain = x.sign !== 'any';
  switch (node.operator) {
    case 'count':
      return EXACT;
    case 'sum':
    case 'mean':
      return certain ? { error: x.error + SUM_ERROR, sign: node.operator === 'mean' ? x.sign : weaken(x.sign), exactSign: x.exactSign, level: node.operator === 'mean' && x.level !== null ? { beta: x.level.beta, exact: false } : null } : { ...UNKNOWN, level: node.operator === 'mean' && x.level !== null ? { beta: x.level.beta, exact: false } : null };
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return x;
    case 'var':
    case 'std':
      return rounded('nonnegative', 2e-5, false);
    case 'prod':
      return certain ? rounded(x.sign, 1e-5 + 240 * x.error) : UNKNOWN;
    case 'median':
    case 'quantile':
      return rounded(x.sign);
    default:
      return UNKNOWN;
  }
}
