/** Rows of minute bars, in any order, put in their places and normalised. */
import { BARS, MINUTE_FIELDS, type MinuteField } from './minute-data.ts';

const PRICES: ReadonlySet<MinuteField> = new Set(['open', 'high', 'low', 'close']);

/** Columns that must be read to normalise the wanted ones, in the order of `MINUTE_FIELDS`. */
export function neededFields(wanted: readonly MinuteField[]): readonly MinuteField[] {
  const prices = wanted.some((field) => PRICES.has(field));
  return MINUTE_FIELDS.filter((field) => wanted.includes(field) || field === 'volume' || (prices && field === 'close'));
}

/** Collects the rows of some stocks of one day. */
export class MinuteScatter {
  private readonly seen: Uint8Array;
  private readonly columns: ReadonlyMap<MinuteField, Float64Array>;

  /** `stocks` is their number; `fields` must come from `neededFields`. */
  constructor(
    private readonly stocks: number,
    fields: readonly MinuteField[],
  ) {
    this.seen = new Uint8Array(stocks * BARS);
    this.columns = new Map(fields.map((field) => [field, new Float64Array(stocks * BARS).fill(NaN)]));
  }

  /**
   * Adds rows: the stock's place (0…stocks − 1), the bar (anything outside 1…240 is a fault) and a column per field, NaN for
   * missing. Returns false if a row is not valid: the data must then be refused, and what was collected not be used.
   */
  add(places: Int32Array, bars: Int32Array, values: ReadonlyMap<MinuteField, Float64Array>): boolean {
    const at = new Int32Array(places.length);
    for (let i = 0; i < at.length; i++) {
      const bar = bars[i] ?? 0;
      const place = (places[i] ?? 0) * BARS + bar - 1;
      if (bar < 1 || bar > BARS || this.seen[place] === 1) return false;
      this.seen[place] = 1;
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
    if (high === undefined || low === undefined) return true;
    for (let i = 0; i < at.length; i++) {
      const place = at[i] ?? 0;
      if ((high[place] ?? 0) < (low[place] ?? 0) && volume?.[i] !== 0) return false;
    }
    return true;
  }

  /** Normalises what was collected, in place, and returns the columns. Bars without a trade carry the last close and zeros. */
  finish(): ReadonlyMap<MinuteField, Float64Array> {
    const volume = this.columns.get('volume');
    if (volume === undefined) throw new TypeError('bars cannot be normalised without volume');
    const close = this.columns.get('close');
    const idle = new Uint8Array(BARS);
    const carried = new Float64Array(BARS);
    for (let base = 0; base < this.stocks * BARS; base += BARS) {
      if (!this.seen.subarray(base, base + BARS).includes(1)) continue;
      let last = NaN;
      for (let b = 0; b < BARS; b++) {
        idle[b] = this.seen[base + b] === 0 || volume[base + b] === 0 ? 1 : 0;
        const price = close?.[base + b] ?? NaN;
        if (idle[b] === 0 && !Number.isNaN(price)) last = price;
        carried[b] = last;
      }
      for (const [field, column] of this.columns) fillIdle(column, base, idle, PRICES.has(field) ? carried : null);
    }
    return this.columns;
  }
}

/** Null `carried` stands for zeros. A column without a single value is one the feed does not deliver: it stays missing. */
function fillIdle(column: Float64Array, base: number, idle: Uint8Array, carried: Float64Array | null): void {
  let delivered = false;
  for (let b = 0; b < BARS && !delivered; b++) delivered = !Number.isNaN(column[base + b]);
  if (!delivered) return;
  for (let b = 0; b < BARS; b++) if (idle[b] === 1) column[base + b] = carried === null ? 0 : (carried[b] ?? NaN);
}

function scatterPrices(source: Float64Array, volume: Float64Array, at: Int32Array, target: Float64Array): boolean {
  for (let i = 0; i < at.length; i++) {
    const price = source[i] ?? NaN;
    if (price === Infinity || price === -Infinity || (price <= 0 && volume[i] !== 0)) return false;
    target[at[i] ?? 0] = Math.round(price * 1000) / 1000;
  }
  return true;
}

function scatterQuantities(source: Float64Array, at: Int32Array, target: Float64Array): boolean {
  for (let i = 0; i < at.length; i++) {
    const quantity = source[i] ?? NaN;
    if (quantity < 0 || quantity === Infinity) return false;
    target[at[i] ?? 0] = quantity;
  }
  return true;
}
