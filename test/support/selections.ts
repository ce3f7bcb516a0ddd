/** Selections by the words of their definition, and values on which careless ones go wrong. */
import fc from 'fast-check';

/** 1 for the rows taken, 0 for others: sorted by key, ties to the earlier row, the first `size` of them. */
export function bySorting(x: readonly number[], allowed: readonly boolean[], size: number, sign: 1 | -1): readonly number[] {
  const rows = x.map((value, row) => ({ key: Number((sign * value).toPrecision(9)), row })).filter(({ key: k, row }) => !Number.isNaN(k) && allowed[row] === true);
  rows.sort((a, b) => (a.key === b.key ? a.row - b.row : b.key - a.key));
  const chosen = new Set(rows.slice(0, size).map(({ row }) => row));
  return x.map((_, row) => (chosen.has(row) ? 1 : 0));
}

/** Values that tie, nearly tie, are missing, or are of any size. */
export const awkward = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, 3, NaN, 1e-300, 1e300, 999999999.5, 0.1 + 0.2),
  fc.integer({ min: -5, max: 5 }).map((n) => 12345678.95 + n * 1e-3),
  fc.integer({ min: 0, max: 20 }).map((n) => 1 + n * 1e-10),
  fc.double({ noDefaultInfinity: true }),
);
