/** Means over sections of correlations between several series of cross-sections. */
import { rankCorrelation, type Ordered } from './ordered.ts';

/** Collects the rank correlation of every row with every column. */
export class MeanCorrelations {
  private readonly sums: Float64Array;
  private readonly counts: Int32Array;

  constructor(
    private readonly rows: number,
    private readonly columns: number,
  ) {
    this.sums = new Float64Array(rows * columns);
    this.counts = new Int32Array(rows * columns);
  }

  /** Adds a section; a correlation that is undefined there does not count. With one list of both, each pair is computed once. */
  add(rows: readonly Ordered[], columns: readonly Ordered[]): void {
    const isSquare = rows === columns;
    rows.forEach((row, i) => {
      for (let j = isSquare ? i + 1 : 0; j < columns.length; j++) {
        const column = columns[j];
        const value = column === undefined ? null : rankCorrelation(row, column);
        if (value === null) continue;
        this.count(i, j, value);
        if (isSquare) this.count(j, i, value);
      }
      // Of a series with itself, where it is defined.
      if (isSquare && rankCorrelation(row, row) !== null) this.count(i, i, 1);
    });
  }

  private count(row: number, column: number, value: number): void {
    const place = row * this.columns + column;
    this.sums[place] = (this.sums[place] ?? 0) + value;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
  }

  /** Rows × columns; null where no section defined it. */
  finish(): readonly (readonly (number | null)[])[] {
    return Array.from({ length: this.rows }, (_, i) =>
      Array.from({ length: this.columns }, (__, j) => {
        const count = this.counts[i * this.columns + j] ?? 0;
        return count === 0 ? null : (this.sums[i * this.columns + j] ?? 0) / count;
      }),
    );
  }
}
