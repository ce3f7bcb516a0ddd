import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barsKernel, BLOCK, MOST_ROWS } from '../../../src/runtime/bars/kernel.ts';
import { BARS } from '../../../src/runtime/store/minute-data.ts';

const kernel = barsKernel();

/** Prices as they are and as they should not be, ties of the rounding among them. */
const price = fc.oneof(fc.double(), fc.integer({ min: -3, max: 20_000_000 }).map((half) => half / 2000), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 0.0005, 1e300));
const volume = fc.oneof(fc.nat(), fc.constantFrom(0, -0, NaN));

function put(field: Parameters<typeof kernel.column>[0], numbers: readonly number[]): Float64Array {
  const column = kernel.column(field);
  column.set(numbers);
  return column;
}

describe('the kernel does what a loop over numbers does', () => {
  test('rounds prices as Math.round does, and tells those that are not valid, of any number of rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(price, volume), { maxLength: 9 }), (rows) => {
        // Beyond the last row is what makes every row invalid.
        const column = put('close', [...rows.map(([of]) => of), Infinity, Infinity]);
        put('volume', [...rows.map(([, of]) => of), 1, 1]);
        const valid = rows.every(([of, traded]) => (of <= 0 ? traded === 0 && of !== -Infinity : of !== Infinity));
        expect(kernel.roundPrices('close', rows.length)).toBe(valid);
        expect([...column.subarray(0, rows.length)]).toEqual(rows.map(([of]) => Math.round(of * 1000) / 1000));
        expect(column[rows.length]).toBe(Infinity);
      }),
    );
  });

  test('tells quantities that are not valid', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(volume, fc.double()), { maxLength: 5 }), (numbers) => {
        put('amount', [...numbers, -1, -1]);
        expect(kernel.areQuantities('amount', numbers.length)).toBe(!numbers.some((of) => of < 0 || of === Infinity));
      }),
    );
  });

  test('tells a high below its low where there is a trade', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(price, price, volume), { maxLength: 5 }), (rows) => {
        put('high', [...rows.map(([high]) => high), 1, 1]);
        put('low', [...rows.map(([, low]) => low), 2, 2]);
        put('volume', [...rows.map(([, , traded]) => traded), 1, 1]);
        expect(kernel.areOrdered(rows.length)).toBe(!rows.some(([high, low, traded]) => high < low && traded !== 0));
      }),
    );
  });

  test('fills rows of a tile and adds up columns', () => {
    const numbers = Array.from({ length: MOST_ROWS }, (_, i) => (i % 1013 === 5 ? NaN : Math.round(9000 + 100 * Math.sin(i)) / 1000));
    const each = (of: (stock: number) => number): Float64Array => Float64Array.from({ length: BLOCK }, (_, stock) => of(stock));
    const steps = each((stock) => 2 ** -stock);
    const bases = each((stock) => 9000 + stock);
    put('open', numbers);
    const { rows, irregular } = kernel.fillPrices('open', bases, steps);
    const cells = (of: (x: number, stock: number) => number): Float32Array => Float32Array.from(numbers, (_, i) => of(numbers[(i % BLOCK) * BARS + Math.floor(i / BLOCK)] as number, i % BLOCK));
    expect(rows).toEqual(cells((x, stock) => (Math.round(x * 1000) - (bases[stock] as number)) * (steps[stock] as number)));
    const ofStock = (stock: number): number[] => numbers.slice(stock * BARS, (stock + 1) * BARS);
    expect(irregular).toBe([...each((stock) => (ofStock(stock).some((x) => Number.isNaN(x)) ? 2 ** stock : 0))].reduce((a, b) => a + b));
    expect(kernel.fillScaled('open', steps)).toEqual(cells((x, stock) => (Number.isNaN(x) ? 0 : x * (steps[stock] as number))));
    const { totals, counts } = kernel.addUp('open');
    expect(totals).toEqual(each((stock) => ofStock(stock).reduce((total, x) => (Number.isNaN(x) ? total : total + x), 0)));
    expect(counts).toEqual(each((stock) => ofStock(stock).filter((x) => !Number.isNaN(x)).length));
    numbers[BARS * 3] = 2 ** 24 / 1000;
    put('open', numbers);
    expect(kernel.fillPrices('open', bases, steps).irregular & 8).toBe(8);
  });
});
