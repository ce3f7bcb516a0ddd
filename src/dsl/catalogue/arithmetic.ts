/** Written operators that make numbers: + - * / ^ and the sign. */
import { EXACT_NUMERICS, finite, operator, TWO_NUMBERS, type Operator } from './operator.ts';
import { addLoop, divideLoop, multiplyLoop, subtractLoop, type PairLoop } from './pair-loops.ts';
import { argument, bothSigns, eitherSign, EPSILON, QUOTIENT_ERROR, UNKNOWN, type Accuracy, type Sign, type Traits } from './traits.ts';

/** Why quotients, roots and signs of such arguments are not for f32: whether they are missing, or which way they go, hangs on a sign. */
export function uncertainSign(args: readonly Traits[]): string | null {
  return args.every((input) => input.exactSign) ? null : 'the sign of the argument is not certain in f32';
}

type Binary = Pick<Operator, 'name' | 'unit' | 'lowering' | 'numerics' | 'summary' | 'summaryZh' | 'example'>;

function binary(of: (a: number, b: number) => number, record: Binary, loop?: PairLoop): Operator {
  return operator({
    ...record,
    group: 'arithmetic',
    arguments: TWO_NUMBERS,
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => finite(of(a, b)), ...(loop === undefined ? {} : { loop }) },
    notes: 'Missing if either side is missing.',
  });
}

function sumAccuracy(sign: '+' | '-', args: readonly Traits[]): Accuracy {
  const a = argument(args, 0);
  const b = argument(args, 1);
  if (a.level !== null && b.level !== null) {
    const beta = sign === '+' ? a.level.beta + b.level.beta : a.level.beta - b.level.beta;
    const exact = a.level.exact && b.level.exact;
    // An exact delta is rounded where it meets the base, and once in the sum. Differences of inexact levels cancel.
    const error = !exact ? Infinity : beta === 0 ? EPSILON : 2 * EPSILON;
    return { error, sign: sign === '+' ? bothSigns(a.sign, b.sign) : 'any', exactSign: exact, level: { beta, exact } };
  }
  if (sign === '+' && a.sign !== 'any' && b.sign !== 'any') {
    return { error: Math.max(a.error, b.error) + EPSILON, sign: eitherSign(a.sign, b.sign), exactSign: a.exactSign && b.exactSign, level: null };
  }
  return b.constant === 0 ? a : UNKNOWN;
}

function sum(sign: '+' | '-', of: (a: number, b: number) => number, texts: Pick<Operator, 'summary' | 'summaryZh' | 'example'>): Operator {
  const accuracy = (args: readonly Traits[]): Accuracy => sumAccuracy(sign, args);
  const imprecise = (args: readonly Traits[]): string | null => (accuracy(args).error === Infinity ? 'the difference may cancel the digits f32 has' : null);
  return binary(of, { name: sign, unit: 'sum', lowering: { kind: 'sum', sign }, numerics: { ...EXACT_NUMERICS, accuracy, imprecise }, ...texts }, sign === '+' ? addLoop : subtractLoop);
}

function productAccuracy(args: readonly Traits[]): Accuracy {
  const a = argument(args, 0);
  const b = argument(args, 1);
  return { error: a.error + b.error + EPSILON, sign: a === b ? 'nonnegative' : bothSigns(a.sign, b.sign), exactSign: a.exactSign && b.exactSign, level: null };
}

function quotientAccuracy(args: readonly Traits[]): Accuracy {
  const a = argument(args, 0);
  const b = argument(args, 1);
  return { error: a.error + b.error + QUOTIENT_ERROR, sign: bothSigns(a.sign, b.sign), exactSign: a.exactSign && b.exactSign, level: null };
}

/** Powers that are products, quotients or roots: the rest lose digits differently on every device. */
const PLAIN_POWERS: readonly (number | null)[] = [1, 2, 3, 4, -1, 0.5];

function powerAccuracy(args: readonly Traits[]): Accuracy {
  const a = argument(args, 0);
  const p = argument(args, 1).constant;
  if (p === null) return UNKNOWN;
  const even = Number.isInteger(p) && p % 2 === 0;
  const sign: Sign = a.sign === 'positive' ? 'positive' : even ? 'nonnegative' : a.sign;
  // |p| times the error of the base, and a rounding for each product.
  return { error: Math.abs(p) * a.error + Math.max(1, Math.abs(p)) * EPSILON, sign, exactSign: a.exactSign, level: null };
}

/** The exponent, or 1 where it is not written. */
function exponentOf(args: readonly Traits[]): number {
  return argument(args, 1).constant ?? 1;
}

/** Divisors are taken to reach 1e5, and what a negative power is taken of 1e10, however small what is known of them. */
const DIVISOR_EXPONENT = 5;
const BASE_EXPONENT = 10;

export const ARITHMETIC: readonly Operator[] = [
  sum('+', (a, b) => a + b, { summary: 'Sum of like units.', summaryZh: '相加', example: 'mean(high + low)' }),
  sum('-', (a, b) => a - b, { summary: 'Difference of like units.', summaryZh: '相减', example: 'mean(high - low) / mean(close)' }),
  binary((a, b) => a * b, {
    name: '*',
    unit: 'product',
    lowering: { kind: 'product' },
    numerics: {
      ...EXACT_NUMERICS,
      accuracy: productAccuracy,
      smallest: (args) => argument(args, 0).smallest + argument(args, 1).smallest,
      largest: (args) => argument(args, 0).largest + argument(args, 1).largest,
    },
    summary: 'Product; units multiply.',
    summaryZh: '相乘',
    example: 'sum(close * volume) / sum(amount)',
  }, multiplyLoop),
  binary((a, b) => (b === 0 ? NaN : a / b), {
    name: '/',
    unit: 'quotient',
    lowering: { kind: 'quotient' },
    numerics: {
      ...EXACT_NUMERICS,
      accuracy: quotientAccuracy,
      smallest: (args) => argument(args, 0).smallest + Math.max(DIVISOR_EXPONENT, argument(args, 1).largest),
      largest: (args) => argument(args, 0).largest + argument(args, 1).smallest,
      overflow: 'recognised',
      imprecise: uncertainSign,
    },
    summary: 'Quotient; units divide. Division by zero is missing.',
    summaryZh: '相除',
    example: 'mean(high / low) - 1',
  }, divideLoop),
  // Math.pow takes what is missing to the power 0 for 1.
  binary((a, b) => (Number.isNaN(a) ? NaN : Math.pow(a, b)), {
    name: '^',
    unit: 'power',
    lowering: { kind: 'power' },
    numerics: {
      ...EXACT_NUMERICS,
      accuracy: powerAccuracy,
      smallest: (args) => {
        const p = exponentOf(args);
        return p >= 0 ? argument(args, 0).smallest * p : -p * Math.max(BASE_EXPONENT, argument(args, 0).largest);
      },
      largest: (args) => {
        const p = exponentOf(args);
        return p >= 0 ? argument(args, 0).largest * p : -p * argument(args, 0).smallest;
      },
      unsupported: (args) => (PLAIN_POWERS.includes(argument(args, 1).constant) ? null : 'powers other than small whole ones differ between devices'),
      imprecise: uncertainSign,
    },
    summary: 'Power. The exponent is a literal unless the base is unitless.',
    summaryZh: '幂',
    example: 'sum(ret^2)',
  }),
  operator({
    name: 'negate',
    group: 'arithmetic',
    unit: 'keep',
    meaning: { kind: 'element', of: ([x = NaN]) => -x },
    lowering: { kind: 'negation' },
    numerics: {
      ...EXACT_NUMERICS,
      accuracy: (args) => {
        const { error, exactSign, level } = argument(args, 0);
        return { error, sign: 'any', exactSign, level: level === null ? null : { ...level, beta: -level.beta } };
      },
    },
    summary: 'The value with its sign turned; written -x.',
    summaryZh: '取负',
    example: '-mean(ret)',
  }),
];
