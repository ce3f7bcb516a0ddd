/** Rows of minute bars, in any order, put in their places and normalised. */
import { quoteName } from './duckdb.ts';
import { BARS, MINUTE_FIELDS, type MinuteField } from './minute-data.ts';

const PRICES: ReadonlySet<MinuteField> = new Set(['open', 'high', 'low', 'close']);

/** Columns that must be read to normalise the wanted ones, in the order of `MINUTE_FIELDS`. */
export function neededFields(wanted: readonly MinuteField[]): readonly MinuteField[] {
  const prices = wanted.some((field) => PRICES.has(field));
  return MINUTE_FIELDS.filter((field) => wanted.includes(field) || field === 'volume' || (prices && field === 'close'));
}

/** SQL of what `MinuteScatter.add` takes beside the stock: the bar, -1 if it is no whole number, and the fields. */
export function barColumns(fields: readonly MinuteField[]): string {
  const bar = 'CASE WHEN bar = CAST(TRY_CAST(bar AS INTEGER) AS DOUBLE) THEN TRY_CAST(bar AS INTEGER) ELSE -1 END';
  return [bar, ...fields.map((field) => `CAST(${quoteName(field)} AS DOUBLE)`)].join(', ');
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
   * Adds rows: the stock's place (0…stocks − 1), the bar (anything outside 1…240 is a fault) and a column per field, NaN for
   * missing. Returns false if a row is not valid: the data must then be refused, and what was collected not be used.
   */
  add(stocks: Int32Array, bars: Int32Array, values: ReadonlyMap<MinuteField, Float64Array>): boolean {
    const { seen, counts } = this;
    if (this.places.length < stocks.length) this.places = new Int32Array(stocks.length);
    const at = this.places.subarray(0, stocks.length);
    for (let i = 0; i < at.length; i++) {
      const bar = bars[i] as number;
      const stock = stocks[i] as number;
      const place = stock * BARS + bar - 1;
      if (bar < 1 || bar > BARS || seen[place] === 1) return false;
      seen[place] = 1;
      counts[stock] = (counts[stock] as number) + 1;
      at[i] = place;
    }
    const volume = values.get('volume');
    for (const [field, target] of this.columns) {
      const source = values.get(field);
      if (source === undefined || volume === undefined) throw new TypeError(`the rows lack ${field} or volume`);
      if (!(PRICES.has(field) ? scatterPrices(source, volume, at, target) : scatterQuantities(source, at, target))) return false;
    }
    const high = this.columns.get('high');
    const low = this.columns.get('low');
    return high === undefined || low === undefined || volume === undefined || !anyBelow(high, low, volume, at);
  }

  /** Normalises what was collected of the first `stocks` stocks, in place, and returns their columns. Bars without a trade carry the last close and zeros. */
  finish(stocks = this.stocks): ReadonlyMap<MinuteField, Float64Array> {
    const volume = this.columns.get('volume');
    if (volume === undefined) throw new TypeError('bars cannot be normalised without volume');
    const close = this.columns.get('close');
    const idle = new Uint8Array(BARS);
    const carried = new Float64Array(BARS);
    for (let stock = 0; stock < stocks; stock++) {
      const base = stock * BARS;
      const whole = this.counts[stock] === BARS;
      if (whole && !volume.subarray(base, base + BARS).includes(0)) continue;
      if (!whole) this.clearUnseen(base);
      if (this.counts[stock] === 0) continue;
      let last = NaN;
      for (let b = 0; b < BARS; b++) {
        idle[b] = this.seen[base + b] === 0 || volume[base + b] === 0 ? 1 : 0;
        const price = close?.[base + b] ?? NaN;
        if (idle[b] === 0 && !Number.isNaN(price)) last = price;
        carried[b] = last;
      }
      for (const [field, column] of this.columns) fillIdle(column, base, idle, PRICES.has(field) ? carried : null);
    }
    if (stocks === this.stocks) return this.columns;
    return new Map([...this.columns].map(([field, column]) => [field, column.subarray(0, stocks * BARS)]));
  }

  private clearUnseen(base: number): void {
    for (const column of this.columns.values()) {
      for (let place = base; place < base + BARS; place++) if (this.seen[place] === 0) column[place] = NaN;
    }
  }
}

/** Null `carried` stands for zeros. A column without a single value is one the feed does not deliver: it stays missing. */
function fillIdle(column: Float64Array, base: number, idle: Uint8Array, carried: Float64Array | null): void {
  let delivered = false;
  for (let b = 0; b < BARS && !delivered; b++) delivered = !Number.isNaN(column[base + b]);
  if (!delivered) return;
  for (let b = 0; b < BARS; b++) if (idle[b] === 1) column[base + b] = carried === null ? 0 : (carried[b] as number);
}

function scatterPrices(source: Float64Array, volume: Float64Array, at: Int32Array, target: Float64Array): boolean {
  for (let i = 0; i < at.length; i++) {
    const price = source[i] as number;
    if (price === Infinity || price === -Infinity || (price <= 0 && volume[i] !== 0)) return false;
    target[at[i] as number] = Math.round(price * 1000) / 1000;
  }
  return true;
}

function scatterQuantities(source: Float64Array, at: Int32Array, target: Float64Array): boolean {
  for (let i = 0; i < at.length; i++) {
    const quantity = source[i] as number;
    if (quantity < 0 || quantity === Infinity) return false;
    target[at[i] as number] = quantity;
  }
  return true;
}

/** Whether the high of a bar with a trade is below its low. */
function anyBelow(high: Float64Array, low: Float64Array, volume: Float64Array, at: Int32Array): boolean {
  for (let i = 0; i < at.length; i++) {
    const place = at[i] as number;
    if ((high[place] as number) < (low[place] as number) && volume[i] !== 0) return true;
  }
  return false;
}
