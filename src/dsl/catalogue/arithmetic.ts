/** Written operators: arithmetic, comparison, logic. */
import { operator, type Accuracy, type Operator, type OperatorGroup, type UnitRule } from './operator.ts';

const TWO = [
  { name: 'a', accepts: 'number' },
  { name: 'b', accepts: 'number' },
] as const;

/** Division by zero, overflow and 0 · ∞ are missing, never Infinity. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

function binary(
  name: string,
  unit: UnitRule,
  of: (a: number, b: number) => number,
  accuracy: Accuracy,
  summary: string,
  summaryZh: string,
  example: string,
): Operator {
  return operator({
    name,
    group: 'arithmetic',
    arguments: TWO,
    unit,
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => finite(of(a, b)) },
    lowering: { kind: 'element', accuracy, text: ([a, b]) => `(${String(a)} ${name} ${String(b)})`, ...(name === '/' ? { domain: 'nonzero-divisor' as const } : {}) },
    summary,
    summaryZh,
    notes: 'Missing if either side is missing.',
    example,
  });
}

type Compare = (a: number, b: number) => boolean;

function comparison(name: string, of: Compare, summary: string, summaryZh: string, example: string): Operator {
  const accepts = name === '==' || name === '!=' ? 'alike' : 'number';
  return operator({
    name,
    group: 'comparison',
    arguments: [
      { name: 'a', accepts },
      { name: 'b', accepts },
    ],
    unit: 'compare',
    result: 'boolean',
    absorbsMissing: false,
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => (!Number.isNaN(a) && !Number.isNaN(b) && of(a, b) ? 1 : 0) },
    lowering: { kind: 'element', accuracy: 'steps', text: ([a, b]) => `(${String(a)} ${name} ${String(b)})` },
    summary,
    summaryZh,
    notes: 'False where either side is missing.',
    example,
  });
}

function logic(name: 'and' | 'or', of: (a: number, b: number) => number, summary: string, summaryZh: string, example: string): Operator {
  const group: OperatorGroup = 'logic';
  return operator({
    name,
    group,
    arguments: [
      { name: 'a', accepts: 'boolean' },
      { name: 'b', accepts: 'boolean' },
    ],
    unit: 'free',
    result: 'boolean',
    meaning: { kind: 'element', of: ([a = 0, b = 0]) => of(a, b) },
    lowering: { kind: 'element', accuracy: 'logic', text: ([a, b]) => (name === 'and' ? `(${String(a)} * ${String(b)})` : `Math.max(${String(a)}, ${String(b)})`) },
    summary,
    summaryZh,
    example,
  });
}

export const ARITHMETIC: readonly Operator[] = [
  binary('+', 'sum', (a, b) => a + b, 'cancels', 'Sum of like units.', '相加', 'mean(high + low)'),
  binary('-', 'sum', (a, b) => a - b, 'cancels', 'Difference of like units.', '相减', 'mean(high - low) / mean(close)'),
  binary('*', 'product', (a, b) => a * b, 'keeps', 'Product; units multiply.', '相乘', 'sum(close * volume) / sum(amount)'),
  binary('/', 'quotient', (a, b) => (b === 0 ? NaN : a / b), 'keeps', 'Quotient; units divide. Division by zero is missing.', '相除', 'mean(high / low) - 1'),
  binary('^', 'power', (a, b) => Math.pow(a, b), 'keeps', 'Power. The exponent is a literal unless the base is unitless.', '幂', 'sum(ret^2)'),
  operator({
    name: 'negate',
    group: 'arithmetic',
    unit: 'keep',
    meaning: { kind: 'element', of: ([x = NaN]) => -x },
    lowering: { kind: 'element', accuracy: 'keeps', text: ([x]) => `(-${String(x)})` },
    summary: 'The value with its sign turned; written -x.',
    summaryZh: '取负',
    example: '-mean(ret)',
  }),
  comparison('<', (a, b) => a < b, 'Less than.', '小于', 'count(ret < 0)'),
  comparison('<=', (a, b) => a <= b, 'At most.', '小于等于', 'count(close <= open)'),
  comparison('>', (a, b) => a > b, 'Greater than.', '大于', 'count(volume > 0)'),
  comparison('>=', (a, b) => a >= b, 'At least.', '大于等于', 'count(close >= open)'),
  comparison('==', (a, b) => a === b, 'Equal: numbers, times, enum names or booleans of one kind.', '等于', 'count(high == low)'),
  comparison('!=', (a, b) => a !== b, 'Different. False where either side is missing.', '不等于', 'count(close != open)'),
  logic('and', (a, b) => (a !== 0 && b !== 0 ? 1 : 0), 'Both.', '且', 'count(ret < 0 and volume > 0)'),
  logic('or', (a, b) => (a !== 0 || b !== 0 ? 1 : 0), 'One or both.', '或', 'count(ret < 0 or close < open)'),
  operator({
    name: 'not',
    group: 'logic',
    arguments: [{ name: 'a', accepts: 'boolean' }],
    unit: 'free',
    result: 'boolean',
    meaning: { kind: 'element', of: ([a = 0]) => (a === 0 ? 1 : 0) },
    lowering: { kind: 'element', accuracy: 'logic', text: ([a]) => `(1.0 - ${String(a)})` },
    summary: 'The opposite. A comparison with missing is false, so its opposite is true.',
    summaryZh: '非',
    example: 'count(not (ret < 0))',
  }),
];
