/** Rows of minute bars, in any order, put in their places and normalised. */
import { barsKernel, MOST_ROWS } from '../bars/kernel.ts';
import { quoteName } from './duckdb.ts';
import { carry, fillIdle, isDelivered } from './minute-cells.ts';
import { BARS, MINUTE_FIELDS, type MinuteField } from './minute-data.ts';

const PRICES: ReadonlySet<MinuteField> = new Set(['open', 'high', 'low', 'close']);

/** Columns that must be read to normalise the wanted ones, in the order of `MINUTE_FIELDS`. */
export function neededFields(wanted: readonly MinuteField[]): readonly MinuteField[] {
  const prices = wanted.some((field) => PRICES.has(field));
  return MINUTE_FIELDS.filter((field) => wanted.includes(field) || field === 'volume' || (prices && field === 'close'));
}

/** SQL of what `MinuteScatter.add` takes beside the stock: the bar and the fields. */
export function barColumns(fields: readonly MinuteField[]): string {
  return ['bar', ...fields].map((name) => `CAST(${quoteName(name)} AS DOUBLE)`).join(', ');
}

/** Columns of a day for `stocks` stocks: those that are wanted as they were read, the others missing. */
export function allColumns(read: ReadonlyMap<MinuteField, Float64Array>, wanted: readonly MinuteField[], stocks: number): Record<MinuteField, Float64Array> {
  const missing = wanted.length === MINUTE_FIELDS.length ? new Float64Array(0) : new Float64Array(stocks * BARS).fill(NaN);
  const column = (field: MinuteField): Float64Array => (wanted.includes(field) ? (read.get(field) ?? missing) : missing);
  return { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') };
}

/** Collects the rows of some stocks of one day. */
export class MinuteScatter {
  private readonly seen: Uint8Array;
  /** Rows of each stock. */
  private readonly counts: Uint8Array;
  /** Where no row has been put there is what was there before, until `finish`. */
  private readonly columns: ReadonlyMap<MinuteField, Float64Array>;
  private places = new Int32Array(0);
  private readonly kernel = barsKernel();

  /** `stocks` is their largest number; `fields` must come from `neededFields`. */
  constructor(
    private readonly stocks: number,
    fields: readonly MinuteField[],
  ) {
    this.seen = new Uint8Array(stocks * BARS);
    this.counts = new Uint8Array(stocks);
    this.columns = new Map(fields.map((field) => [field, new Float64Array(stocks * BARS)]));
  }

  /** Forgets every row: the columns are used again, and what was collected is void. */
  reset(): void {
    this.seen.fill(0);
    this.counts.fill(0);
  }

  /**
   * Adds rows: the stock's place (0…stocks − 1), the bar (anything but a whole number from 1 to 240 is a fault) and a column per field, NaN for
   * missing. Returns false if a row is not valid: the data must then be refused, and what was collected not be used.
   */
  add(stocks: Int32Array, bars: Float64Array, values: ReadonlyMap<MinuteField, Float64Array>): boolean {
    for (let from = 0; from < stocks.length; from += MOST_ROWS) {
      const to = Math.min(stocks.length, from + MOST_ROWS);
      if (!this.addSome(stocks.subarray(from, to), bars.subarray(from, to), values, from)) return false;
    }
    return true;
  }

  /** As many as the kernel takes: the rows of `values` from `from` on. */
  private addSome(stocks: Int32Array, bars: Float64Array, values: ReadonlyMap<MinuteField, Float64Array>, from: number): boolean {
    const { seen, counts } = this;
    if (this.places.length < stocks.length) this.places = new Int32Array(stocks.length);
    const at = this.places;
    const rows = stocks.length;
    const first = (stocks[0] as number) * BARS + (bars[0] as number) - 1;
    let inLine = true;
    for (let i = 0; i < rows; i++) {
      const value = bars[i] as number;
      const bar = value | 0;
      const stock = stocks[i] as number;
      const place = stock * BARS + bar - 1;
      if (bar !== value || bar < 1 || bar > BARS || seen[place] === 1) return false;
      seen[place] = 1;
      counts[stock] = (counts[stock] as number) + 1;
      at[i] = place;
      inLine = inLine && place === first + i;
    }
    const { kernel } = this;
    for (const field of this.columns.keys()) {
      const source = values.get(field);
      if (source === undefined) throw new TypeError(`the rows lack ${field}`);
      kernel.column(field).set(source.subarray(from, from + rows));
    }
    if (!this.areValid(rows)) return false;
    for (const [field, target] of this.columns) {
      const source = kernel.column(field);
      // Whole days of sorted stocks come here as they lie in the columns.
      if (inLine) target.set(source.subarray(0, rows), first);
      else for (let i = 0; i < rows; i++) target[at[i] as number] = source[i] as number;
    }
    return true;
  }

  /** Checks the rows in the kernel's memory, and rounds their prices. */
  private areValid(rows: number): boolean {
    const { columns, kernel } = this;
    if (!columns.has('volume')) throw new TypeError('bars cannot be checked without volume');
    for (const field of columns.keys()) if (!(PRICES.has(field) ? kernel.roundPrices(field, rows) : kernel.areQuantities(field, rows))) return false;
    return !columns.has('high') || !columns.has('low') || kernel.areOrdered(rows);
  }

  /** Normalises what was collected of the first `stocks` stocks, in place, and returns their columns. Bars without a trade carry the last close and zeros. */
  finish(stocks = this.stocks): ReadonlyMap<MinuteField, Float64Array> {
    const volume = this.columns.get('volume');
    if (volume === undefined) throw new TypeError('bars cannot be normalised without volume');
    const close = this.columns.get('close');
    const idle = new Int32Array(BARS);
    const carried = new Float64Array(BARS);
    for (let stock = 0; stock < stocks; stock++) {
      const base = stock * BARS;
      if (this.counts[stock] !== BARS) this.clearUnseen(base);
      if (this.counts[stock] === 0) continue;
      const count = this.idleBars(base, volume, idle);
      if (count === 0) continue;
      if (close !== undefined) carry(close, base, idle, count, carried);
      for (const [field, column] of this.columns) if (isDelivered(column, base)) fillIdle(column, base, idle, count, PRICES.has(field) ? carried : null);
    }
    if (stocks === this.stocks) return this.columns;
    return new Map([...this.columns].map(([field, column]) => [field, column.subarray(0, stocks * BARS)]));
  }

  private clearUnseen(base: number): void {
    for (const column of this.columns.values()) {
      for (let place = base; place < base + BARS; place++) if (this.seen[place] === 0) column[place] = NaN;
    }
  }

  /** Writes down the bars of a stock that have no row or no trade; returns how many. Most have one or none: the minute before the closing auction. */
  private idleBars(base: number, volume: Float64Array, idle: Int32Array): number {
    const { seen } = this;
    let count = 0;
    for (let b = 0; b < BARS; b++) if (seen[base + b] === 0 || volume[base + b] === 0) idle[count++] = b;
    return count;
  }
}
