import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fractionalRanks, key, quantileOf, selectionSize } from '../../../src/dsl/catalogue/keys.ts';
import { selectLargest, SelectionSpace } from '../../../src/dsl/catalogue/largest.ts';
import { awkward, bySorting } from '../../support/selections.ts';

const full = process.env['FULLBAND_TEST'] === 'full';
const runs = full ? 200_000 : 20_000;

describe('keys', () => {
  test('a key is the value written with 9 significant digits', () => {
    const value = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer().map((n) => n / 1000), fc.integer().map((n) => n / 10 + 0.05));
    fc.assert(
      fc.property(value, (x) => {
        expect(key(x)).toBe(Number.isNaN(x) ? NaN : x === 0 ? x : Number(x.toPrecision(9)));
      }),
      { numRuns: runs },
    );
  });

  test('larger values never have smaller keys', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), (a, b) => {
        expect(key(Math.min(a, b))).toBeLessThanOrEqual(key(Math.max(a, b)));
      }),
      { numRuns: runs },
    );
  });
});

describe('selections', () => {
  test('the selected rows are those of a sort by key with ties to the earlier row', () => {
    const day = fc.array(fc.record({ x: awkward, allowed: fc.boolean() }), { minLength: 1, maxLength: 240 });
    fc.assert(
      fc.property(day, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1 as const, -1 as const), fc.boolean(), (rows, share, sign, everyRow) => {
        const x = Float64Array.from(rows, (row) => row.x);
        const allowed = rows.map((row) => everyRow || row.allowed);
        const size = selectionSize(share, allowed.filter(Boolean).length);
        const into = new Float64Array(x.length);
        selectLargest(x, everyRow ? null : Uint8Array.from(allowed, Number), size, sign, new SelectionSpace(x.length), into);
        expect([...into]).toEqual(bySorting([...x], allowed, size, sign));
      }),
      { numRuns: full ? 20_000 : 2_000 },
    );
  });

  test('the share of rows rounds half up', () => {
    expect([selectionSize(0.3, 240), selectionSize(0.5, 5), selectionSize(0.1, 5), selectionSize(0.09, 5), selectionSize(0.145, 100)]).toEqual([72, 3, 1, 0, 15]);
  });
});

describe('ranks and quantiles', () => {
  test('tied rows share the mean of their ranks and missing rows have none', () => {
    const ranks = fractionalRanks(Float64Array.of(3, 1, NaN, 3, 2), Uint8Array.of(1, 1, 1, 1, 1));
    expect([...ranks]).toEqual([3.5 / 4, 1 / 4, NaN, 3.5 / 4, 2 / 4]);
  });

  test('a quantile is linear between its neighbours and missing of no rows', () => {
    expect(quantileOf(Float64Array.of(4, 1, 3, 2), 0.5)).toBe(2.5);
    expect(quantileOf(Float64Array.of(10, 20), 0.25)).toBe(12.5);
    expect(quantileOf(Float64Array.of(7), 1)).toBe(7);
    expect(quantileOf(new Float64Array(0), 0.5)).toBeNaN();
  });
});
