/** Functions of one number. */
import { uncertainSign } from './arithmetic.ts';
import type { FunctionText, Lowering } from './lowering.ts';
import { EXACT_NUMERICS, finite, operator, type Numerics, type Operator } from './operator.ts';
import { argument, EPSILON, EXACT, HOPELESS, rounded, UNKNOWN } from './traits.ts';

/** log and exp in f32 end near these: e^±69 is 1e±30, e^88 the last that f32 holds. */
const LAST_EXPONENT = 88;
const LAST_TRUSTED_EXPONENT = 69;

/** Values that neither vanish nor blow up beside f32's range, so that divisors built from them are legal. */
const TINY = '1e-30';

/** The slope of √x is 1 / (2 √x); within a 50th of x it grows by √(50/49) at most, to 0.506 / √x. */
export const ROOT_SLOPE = '0.6';
/**
 * cpu and webasm round roots correctly, 6e-8. WGSL makes them of an inverse root and a quotient and allows those 2 and 2.5 units in the last place; this is
 * what three roundings make, 1.8e-7. What a device takes beyond that is left to the tolerance.
 */
export const ROOT_ERROR = '2e-7';

/** √x. */
export const SQUARE_ROOT: FunctionText = {
  kind: 'function',
  text: (x) => `Math.sqrt(Math.max(${x}, 0))`,
  domain: 'nonnegative',
  slope: (x) => `${ROOT_SLOPE} / Math.sqrt(Math.max(${x}, ${TINY}))`,
  ownError: (result) => `${ROOT_ERROR} * ${result}`,
};

/**
 * log x. The slope 1 / x grows by 50/49 at most within a 50th of x: 1.1. WGSL allows 2^-21 = 4.8e-7 between 0.5 and 2, and 3 units in the last place,
 * 3 · 2^-23 = 3.6e-7 of the result, elsewhere.
 */
const LOGARITHM: FunctionText = {
  kind: 'function',
  text: (x) => `Math.log(${x} > 0 ? ${x} : 1)`,
  domain: 'positive',
  slope: (x) => `1.1 / Math.max(Math.abs(${x}), ${TINY})`,
  ownError: (result) => `(5e-7 + 4e-7 * Math.abs(${result}))`,
};

/**
 * e^x. The slope grows by e^0.01 at most within 0.01 of x: 1.1. WGSL allows 3 + 2 |x| units in the last place, each 2^-23 = 1.2e-7 of the result: 3.6e-7 and
 * 2.4e-7 |x|.
 */
const EXPONENTIAL: FunctionText = {
  kind: 'function',
  text: (x) => `Math.exp(Math.min(${x}, ${String(LAST_EXPONENT)}))`,
  domain: 'all',
  slope: (x) => `1.1 * Math.exp(Math.min(${x}, ${String(LAST_EXPONENT)}))`,
  ownError: (result, x) => `(4e-7 + 3e-7 * Math.abs(${x})) * ${result} + (${x} > ${String(LAST_TRUSTED_EXPONENT)} ? ${HOPELESS} : 0)`,
};

type Texts = Pick<Operator, 'name' | 'unit' | 'summary' | 'summaryZh' | 'example'>;

const DOMAIN_NOTES = { all: '', positive: ' or not greater than 0', nonnegative: ' or not at least 0' } as const;

function unary(texts: Texts, of: (x: number) => number, lowering: Lowering, numerics: Partial<Numerics>): Operator {
  const domain = lowering.kind === 'function' ? lowering.domain : 'all';
  return operator({
    ...texts,
    group: 'element-wise',
    meaning: { kind: 'element', of: ([x = NaN]) => finite(of(x)) },
    lowering,
    numerics: { ...EXACT_NUMERICS, ...numerics },
    notes: `Missing where x is missing${DOMAIN_NOTES[domain]}.`,
  });
}

export const ELEMENTWISE: readonly Operator[] = [
  unary({ name: 'abs', unit: 'keep', summary: 'Absolute value.', summaryZh: '绝对值', example: 'mean(abs(ret))' }, Math.abs, { kind: 'magnitude' }, {
    accuracy: (args) => {
      const { error, sign, exactSign, level } = argument(args, 0);
      return { error, sign: sign === 'positive' ? 'positive' : 'nonnegative', exactSign, level: level?.beta === 0 ? level : null };
    },
  }),
  unary({ name: 'log', unit: 'plain', summary: 'Natural logarithm of a plain number.', summaryZh: '自然对数', example: 'std(log(close / prev(close)))' }, (x) => (x > 0 ? Math.log(x) : NaN), LOGARITHM, {
    accuracy: () => UNKNOWN,
    // The f32 next to 1 is 6e-8 away from it.
    smallest: () => 8,
    imprecise: () => 'a logarithm near 1 loses the digits f32 has',
  }),
  unary({ name: 'exp', unit: 'plain', summary: 'e to the power of a plain number.', summaryZh: '指数函数', example: 'exp(sum(ret))' }, Math.exp, EXPONENTIAL, {
    accuracy: () => ({ ...UNKNOWN, sign: 'positive', exactSign: true }),
    smallest: () => 30,
    largest: () => 30,
    imprecise: () => 'an exponential multiplies the error of its argument',
  }),
  unary({ name: 'sqrt', unit: 'root', summary: 'Square root; halves the unit.', summaryZh: '平方根', example: 'sqrt(sum(ret^2))' }, (x) => (x >= 0 ? Math.sqrt(x) : NaN), SQUARE_ROOT, {
    accuracy: (args) => {
      const { sign, error, exactSign } = argument(args, 0);
      return rounded(sign, error / 2 + EPSILON, exactSign);
    },
    smallest: (args) => argument(args, 0).smallest / 2,
    imprecise: uncertainSign,
  }),
  unary({ name: 'sign', unit: 'free', summary: '-1, 0 or 1.', summaryZh: '符号', example: 'mean(sign(ret))' }, Math.sign, { kind: 'sign' }, {
    accuracy: (args) => ({ ...EXACT, sign: argument(args, 0).sign }),
    smallest: () => 0,
    imprecise: uncertainSign,
    aroundZero: true,
  }),
];
