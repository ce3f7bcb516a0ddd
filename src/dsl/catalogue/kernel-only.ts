/** Operators that nobody writes: the compiler puts them in the place of others, because f32 needs another order of the same steps. */
import { EXACT_NUMERICS, finite, type OperatorCore } from './operator.ts';
import { REDUCTION_NUMERICS } from './reductions.ts';
import { argument, EPSILON, QUOTIENT_ERROR } from './traits.ts';

/** Price changes other than 0 are larger than one tick of the largest price, 1e-7. */
const CHANGE_EXPONENT = 7;

function priceQuotient(name: string, kernel: 'change' | 'logarithm', of: (a: number, b: number) => number, error: number): OperatorCore {
  return {
    name,
    unit: 'free',
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => finite(of(a, b)) },
    lowering: { kind: 'priceQuotient', of: kernel },
    numerics: { ...EXACT_NUMERICS, accuracy: () => ({ error, sign: 'any', exactSign: true, level: null }), smallest: () => CHANGE_EXPONENT, aroundZero: true },
    missing: 'spreads',
  };
}

/** a / b − 1 of two prices, computed as (a − b) / b. The difference is exact, the divisor rounded once: a quotient and a rounding, 2.1e-7. */
export const QUOTIENT_LESS_1 = priceQuotient('quotientLess1', 'change', (a, b) => a / b - 1, 2 * QUOTIENT_ERROR);

/**
 * log(a / b) of two prices, computed from t = (a − b) / (a + b). The difference is exact; the sum of two rounded prices and the quotient make 2.7e-7,
 * and the last products of the series 4 roundings, 2.4e-7.
 */
export const LOG_QUOTIENT = priceQuotient('logQuotient', 'logarithm', (a, b) => Math.log(a / b), 10 * EPSILON);

/** Π (1 + x) − 1, without the digits that the 1 would cost. */
export const COMPOUND: OperatorCore = {
  name: 'compound',
  unit: 'plain',
  meaning: { kind: 'reduction', of: ([x = new Float64Array(0)]) => x.reduce((product, value) => product * (1 + value), 1) - 1 },
  lowering: { kind: 'reduction', build: (k, args) => k.compound(argument(args, 0)) },
  numerics: REDUCTION_NUMERICS,
  missing: 'spreads',
};

export const KERNEL_ONLY: readonly OperatorCore[] = [QUOTIENT_LESS_1, LOG_QUOTIENT, COMPOUND];
