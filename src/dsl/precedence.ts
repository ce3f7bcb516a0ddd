/**
 * How operators bind, loosest first: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`, `^`.
 * The parser builds trees by this table and the printer leaves out parentheses by it.
 */
import type { BinaryOperator, Expression, UnaryOperator } from './syntax.ts';

const COMPARISON = 4;
const POWER = 8;
const PRIMARY = 9;

const BINARY: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '==': COMPARISON,
  '!=': COMPARISON,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': POWER,
};

const UNARY: Readonly<Record<UnaryOperator, number>> = { not: 3, '-': 7 };

export const binaryPrecedence = (operator: BinaryOperator): number => BINARY[operator];
export const unaryPrecedence = (operator: UnaryOperator): number => UNARY[operator];
export const isComparison = (operator: BinaryOperator): boolean => BINARY[operator] === COMPARISON;
/** `a ^ b ^ c` is `a ^ (b ^ c)`; everything else groups to the left. */
export const groupsToTheRight = (operator: BinaryOperator): boolean => operator === '^';

/** Precedence of an expression as it would be written. */
export function precedenceOf(expression: Expression): number {
  if (expression.kind === 'binary') return BINARY[expression.operator];
  if (expression.kind === 'unary') return UNARY[expression.operator];
  return PRIMARY;
}

/** The least precedence that the operands of a binary operator may have without parentheses. */
export function operandPrecedence(operator: BinaryOperator): { readonly left: number; readonly right: number } {
  // The right side of ^ may be a unary minus, as in x^-1.
  if (operator === '^') return { left: PRIMARY, right: UNARY['-'] };
  const own = BINARY[operator];
  return isComparison(operator) ? { left: own + 1, right: own + 1 } : { left: own, right: own + 1 };
}
