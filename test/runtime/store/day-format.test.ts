import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDays, encodeDays } from '../../../src/runtime/store/day-format.ts';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../../../src/runtime/store/minute-data.ts';

const full = process.env['FULLBAND_TEST'] === 'full';

/** Values that columns have, and some that they should not have. */
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 2_000_000 }).map((n) => n / 100) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4_000_000_000 }) },
  fc.constantFrom(NaN, 0, -0, 1e300, 0.1 + 0.2, Infinity),
  fc.double(),
);

function dayOf(date: string, symbols: readonly string[], value: (field: MinuteField, row: number) => number): MinuteData {
  return { date, symbols, columns: Object.fromEntries(MINUTE_FIELDS.map((field) => [field, Float64Array.from({ length: symbols.length * BARS }, (_, row) => value(field, row))])) as Record<MinuteField, Float64Array> };
}

describe('days as bytes', () => {
  test('every value comes back bit for bit, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 50 }), fc.integer({ min: 0, max: 3 }), (cells, stocks) => {
        const day = dayOf('2023-02-01', Array.from({ length: stocks }, (_, i) => `00000${String(i)}.SZ`), (field, row) => cells[(row * 7 + field.length) % cells.length] as number);
        expect(decodeDays(encodeDays([day, { ...day, date: '2023-02-02' }]))).toEqual([day, { ...day, date: '2023-02-02' }]);
      }),
      { numRuns: full ? 1000 : 60 },
    );
  });

  test('bytes that are cut off or something else are refused', () => {
    const bytes = encodeDays([dayOf('2023-02-01', ['600519.SH'], (_, row) => row)]);
    expect(() => decodeDays(bytes.subarray(0, bytes.length - 5))).toThrow('cut off');
    expect(() => decodeDays(bytes.subarray(0, 4))).toThrow('no days');
    expect(() => decodeDays(new Uint8Array(100))).toThrow('no days');
  });
});
