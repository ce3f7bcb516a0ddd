/** Values of an engine against those it must agree with. */
import type { DayValues } from '../../src/runtime/engine/day-values.ts';

/** How far a value may be off: `absolute + relative · |expected|`. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** What kernels in single precision are held to. */
export const KERNEL_TOLERANCE: Tolerance = { absolute: 1e-5, relative: 1e-4 };

/** True if both are missing, or both are there and close. */
export function agrees(actual: number, expected: number, { absolute, relative }: Tolerance): boolean {
  if (Number.isNaN(expected) || Number.isNaN(actual)) return Number.isNaN(expected) && Number.isNaN(actual);
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

/** One value that is off. */
export interface Disagreement {
  readonly factor: number;
  readonly stock: number;
  readonly actual: number;
  readonly expected: number;
}

/** Values of `actual` that do not agree with `expected`; both hold the same stocks and as many factors. */
export function disagreements(actual: DayValues, expected: DayValues, tolerance: Tolerance = KERNEL_TOLERANCE): readonly Disagreement[] {
  const found: Disagreement[] = [];
  if (actual.symbols.join() !== expected.symbols.join() || actual.columns.length !== expected.columns.length) throw new Error('the two hold values of different stocks or factors');
  expected.columns.forEach((column, factor) => {
    column.forEach((value, stock) => {
      const other = actual.columns[factor]?.[stock] ?? NaN;
      if (!agrees(other, value, tolerance)) found.push({ factor, stock, actual: other, expected: value });
    });
  });
  return found;
}

/** Disagreements as lines of text that name factor and stock. */
export function describeDisagreements(found: readonly Disagreement[], factor: (i: number) => string, stock: (i: number) => string): readonly string[] {
  return found.map((one) => `${factor(one.factor)} of ${stock(one.stock)}: ${one.actual} instead of ${one.expected}`);
}
