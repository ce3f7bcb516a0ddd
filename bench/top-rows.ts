/** `top(amount / items, 30%)` for the JavaScript peer: a quickselect on the raw values, exact rounding only around the edge. */

const ROWS = 240;
const CHOSEN = 72;

/** Two values that are equal in 9 significant digits differ by at most 1e-8 of themselves. */
const NEAR = 2e-8;

/** The k-th largest (k from 0) of the first `count` values, which it reorders. */
export function kthLargest(values: Float64Array, count: number, k: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1] ?? NaN;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] ?? NaN) > pivot) i++;
      while ((values[j] ?? NaN) < pivot) j--;
      if (i > j) break;
      const swapped = values[i] ?? NaN;
      values[i++] = values[j] ?? NaN;
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k] ?? NaN;
}

/** Chooses bars by their amount per trade; holds its working memory. */
export class TopRows {
  /** 1 for each of the 240 bars that was chosen, valid until the next selection. */
  readonly chosen = new Uint8Array(ROWS);
  private readonly sizes = new Float64Array(ROWS);
  private readonly work = new Float64Array(ROWS);

  /** Chooses among the 240 bars from `from` on; returns how many, 0 if no bar has an amount and a trade. */
  select(amount: Float64Array, items: Float64Array, from: number): number {
    const { sizes, work, chosen } = this;
    let found = 0;
    for (let t = 0; t < ROWS; t++) {
      const size = (amount[from + t] ?? NaN) / (items[from + t] ?? NaN);
      // Neither 0 / 0 nor a column that was not delivered compares true.
      const traded = size >= 0 && size < Infinity;
      sizes[t] = traded ? size : NaN;
      if (traded) work[found++] = size;
    }
    const count = Math.min(CHOSEN, found);
    const edge = found === 0 ? NaN : kthLargest(work, found, count - 1);
    const above = edge * (1 + NEAR);
    const below = edge * (1 - NEAR);
    let clear = 0;
    const near: number[] = [];
    for (let t = 0; t < ROWS; t++) {
      const size = sizes[t] ?? NaN;
      chosen[t] = size > above ? 1 : 0;
      if (size > above) clear++;
      else if (size >= below) near.push(t);
    }
    for (const t of this.inOrder(near, count - clear)) chosen[t] = 1;
    return count;
  }

  /** The first `count` of the rows by size in 9 digits, the earlier of equal ones first. */
  private inOrder(rows: number[], count: number): number[] {
    if (rows.length === count) return rows;
    const key = (t: number): number => Number((this.sizes[t] ?? NaN).toPrecision(9));
    return rows
      .map((row) => ({ row, key: key(row) }))
      .sort((a, b) => b.key - a.key || a.row - b.row)
      .slice(0, count)
      .map(({ row }) => row);
  }
}
