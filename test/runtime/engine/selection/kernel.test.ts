import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SelectionKernel } from '../../../../src/runtime/engine/selection/instance.ts';
import { awkward, bySorting } from '../../../support/selections.ts';

const full = process.env['FULLBAND_TEST'] === 'full';
const runs = full ? 5_000 : 500;
const LANES = 16;

const kernel = new SelectionKernel();

/** Rows of sixteen stocks, and how many each may choose. */
interface Block<T> {
  readonly stocks: readonly (readonly T[])[];
  readonly sizes: readonly number[];
}

function blockOf<T>(row: fc.Arbitrary<T>, most = 240): fc.Arbitrary<Block<T>> {
  return fc.integer({ min: 1, max: most }).chain((rows) =>
    fc.record({
      stocks: fc.array(fc.array(row, { minLength: rows, maxLength: rows }), { minLength: LANES, maxLength: LANES }),
      sizes: fc.array(fc.integer({ min: 0, max: rows }), { minLength: LANES, maxLength: LANES }),
    }),
  );
}

function put<T>(into: Float32Array, { stocks }: Block<T>, number: (row: T) => number): void {
  // What another block left is in no one's way.
  into.fill(1e30);
  stocks.forEach((rows, lane) => rows.forEach((row, k) => (into[LANES * k + lane] = number(row))));
}

/** Rows chosen for each stock; null for one that is left to float64. */
function chosenOf<T>(block: Block<T>, of: 'values' | 'quotients', sign: 1 | -1): readonly (readonly number[] | null)[] {
  const rows = block.stocks[0]?.length ?? 0;
  kernel.sizes.set(block.sizes);
  const undecided = kernel.choose(rows, of, sign);
  return block.stocks.map((_, lane) => ((undecided >> lane) & 1 ? null : Array.from({ length: rows }, (_row, k) => kernel.chosen[LANES * k + lane] ?? NaN)));
}

/** Checks what is decided against the definition; returns how many stocks are not decided. */
function undecidedOf<T>(block: Block<T>, chosen: readonly (readonly number[] | null)[], value: (row: T) => number, sign: 1 | -1): number {
  let undecided = 0;
  block.stocks.forEach((rows, lane) => {
    const found = chosen[lane];
    if (found === null) undecided++;
    else expect(found).toEqual(bySorting(rows.map(value), rows.map(() => true), block.sizes[lane] ?? 0, sign));
  });
  return undecided;
}

const sign = fc.constantFrom(1 as const, -1 as const);
/** Numbers as the columns of a day are: whole, of some digits, often the same, sometimes none. */
const size = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 5_000_000 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) });

describe('the kernel of selections', () => {
  test('chooses among values of any kind what a sort of their keys chooses, or leaves it to float64', () => {
    fc.assert(
      fc.property(blockOf(awkward), sign, (block, s) => {
        put(kernel.values, block, (value) => value);
        undecidedOf(block, chosenOf(block, 'values', s), (value) => value, s);
      }),
      { numRuns: runs },
    );
  });

  test('takes infinite values for the largest, and those beyond 32 bits for what they are', () => {
    const value = fc.constantFrom(Infinity, -Infinity, 1e300, -1e300, 1e39, 1e38, 3e-46, 1e-46, 1e-44, 0, -0, -1e-44, 1, NaN);
    fc.assert(
      fc.property(blockOf(value), sign, (block, s) => {
        put(kernel.values, block, (x) => x);
        undecidedOf(block, chosenOf(block, 'values', s), (x) => x, s);
      }),
      { numRuns: runs / 2 },
    );
  });

  test('leaves nothing to float64 where the values beside the cut are a millionth apart', () => {
    const distinct = fc.tuple(fc.uniqueArray(fc.integer({ min: -100_000, max: 100_000 }), { minLength: LANES * 30, maxLength: LANES * 30 }), fc.array(fc.integer({ min: 0, max: 30 }), { minLength: LANES, maxLength: LANES }));
    fc.assert(
      fc.property(distinct, sign, ([numbers, sizes], s) => {
        const block = { stocks: Array.from({ length: LANES }, (_, lane) => numbers.slice(30 * lane, 30 * lane + 30)), sizes };
        put(kernel.values, block, (value) => value);
        expect(undecidedOf(block, chosenOf(block, 'values', s), (value) => value, s)).toBe(0);
      }),
      { numRuns: runs / 4 },
    );
  });

  test('chooses among quotients as float64 does, whatever both sides were scaled by and rounded to', () => {
    const row = fc.record({ above: size, below: size });
    const scale = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(blockOf(row), sign, scale, (block, s, factor) => {
        put(kernel.values, block, ({ above }) => above * factor);
        put(kernel.divisors, block, ({ below }) => below);
        undecidedOf(block, chosenOf(block, 'quotients', s), ({ above, below }) => (below === 0 ? NaN : above / below), s);
      }),
      { numRuns: runs },
    );
  });

  test('leaves quotients to float64 that are equal or nearly so at the cut, and where a side is too small or too large', () => {
    const block = (rows: readonly (readonly [number, number])[]): Block<readonly [number, number]> => ({ stocks: Array.from({ length: LANES }, () => rows), sizes: Array.from({ length: LANES }, () => 1) });
    const undecided = (rows: readonly (readonly [number, number])[]): number => {
      const all = block(rows);
      put(kernel.values, all, ([above]) => above);
      put(kernel.divisors, all, ([, below]) => below);
      return undecidedOf(all, chosenOf(all, 'quotients', 1), ([above, below]) => (below === 0 ? NaN : above / below), 1);
    };
    expect(undecided([[1, 3], [2, 6], [1, 4]])).toBe(LANES);
    expect(undecided([[10_000_001, 3], [10_000_000, 3], [1, 4]])).toBe(LANES);
    expect(undecided([[10_001, 3], [10_000, 3], [1, 4]])).toBe(0);
    expect(undecided([[1e-30, 3], [2, 6], [1, 0]])).toBe(LANES);
    expect(undecided([[1e30, 3], [2, 6], [1, 0]])).toBe(LANES);
    expect(undecided([[0, 3], [2, 6], [1, 0]])).toBe(0);
    expect(undecided([[0, 0], [2, 0], [1, 0]])).toBe(0);
  });
});
