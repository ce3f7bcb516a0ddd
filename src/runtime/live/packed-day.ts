/**
 * A day of minute bars in few bytes, without loss: bars that traded, in whole cents, as differences from what a bar usually is. Each kind of number has a stream
 * of its own, which compresses well. Only for markets whose prices and amounts are whole cents, such as the simulated one.
 */
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../store/minute-data.ts';

/** Streams of a packed day, in the order of the file. */
const STREAMS = ['stock', 'first', 'gap', 'open', 'close', 'high', 'low', 'items', 'volume', 'amount'] as const;
type StreamName = (typeof STREAMS)[number];

const CENTS = 100;
/** Shares of most lots. */
const LOT = 100;

class Writer {
  private readonly bytes: number[] = [];

  /** A whole number from 0 on, seven bits a byte. */
  count(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`a packed day holds whole numbers from 0 on, not ${String(value)}`);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) + 128);
    this.bytes.push(rest);
  }

  /** A whole number of either sign. */
  signed(value: number): void {
    this.count(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  get content(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('a packed day ends too early');
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function streams<T>(make: (name: StreamName) => T): Record<StreamName, T> {
  return Object.fromEntries(STREAMS.map((name) => [name, make(name)])) as Record<StreamName, T>;
}

/** Packs a day. `symbols` are those of the market, in order; throws RangeError for a number that is no whole cent, share or count. */
export function packDay(data: MinuteData, symbols: readonly string[]): Uint8Array {
  const out = streams(() => new Writer());
  let before = -1;
  data.symbols.forEach((symbol, stock) => {
    const place = symbols.indexOf(symbol);
    out.stock.count(place - before - 1);
    before = place;
    packStock(out, data.columns, stock * BARS);
  });
  const head = new Writer();
  head.count(data.symbols.length);
  const bodies = STREAMS.map((name) => out[name].content);
  for (const body of bodies) head.count(body.length);
  return joined([head.content, ...bodies]);
}

function packStock(out: Record<StreamName, Writer>, columns: MinuteData['columns'], from: number): void {
  let last: number | null = null;
  let gap = 0;
  for (let bar = from; bar < from + BARS; bar++) {
    const volume = columns.volume[bar] ?? NaN;
    if (volume === 0) {
      gap++;
      continue;
    }
    out.gap.count(gap);
    gap = 0;
    const [open, high, low, close, amount] = (['open', 'high', 'low', 'close', 'amount'] as const).map((field) => wholeCents(columns[field][bar] ?? NaN)) as [number, number, number, number, number];
    if (last === null) out.first.count(open);
    else out.open.signed(open - last);
    out.close.signed(close - open);
    out.high.count(high - Math.max(open, close));
    out.low.count(Math.min(open, close) - low);
    out.items.count((columns.items[bar] ?? NaN) - 1);
    const isLots = volume % LOT === 0;
    out.volume.count(isLots ? (volume / LOT) * 2 : volume * 2 + 1);
    if (!hasOnePrice(open, high, low, close)) {
      const rest = 2 * amount - volume * (open + close);
      const isWhole = rest % (2 * LOT) === 0;
      out.amount.count(isWhole ? zigzag(rest / (2 * LOT)) * 2 : zigzag(rest) * 2 + 1);
    } else if (amount !== volume * open) throw new RangeError(`a bar of one price has an amount of ${String(amount)} cents for ${String(volume)} shares at ${String(open)}`);
    last = close;
  }
  // What is left of the day without a trade: at least nothing.
  out.gap.count(gap === 0 ? BARS : gap + BARS);
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function hasOnePrice(open: number, high: number, low: number, close: number): boolean {
  return open === close && high === low;
}

function wholeCents(value: number): number {
  const cents = Math.round(value * CENTS);
  if (cents / CENTS !== value) throw new RangeError(`${String(value)} is no whole number of cents`);
  return cents;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The day that was packed. Throws RangeError for bytes that are none. */
export function unpackDay(bytes: Uint8Array, date: string, symbols: readonly string[]): MinuteData {
  const head = new Reader(bytes);
  const count = head.count();
  const lengths = STREAMS.map(() => head.count());
  const read = Object.fromEntries(STREAMS.map((name, i) => [name, new Reader(head.take(lengths[i] ?? 0))])) as Record<StreamName, Reader>;
  const columns = Object.fromEntries(MINUTE_FIELDS.map((field) => [field, new Float64Array(count * BARS)])) as Record<MinuteField, Float64Array>;
  for (const field of ['open', 'high', 'low', 'close'] as const) columns[field].fill(NaN);
  const own: string[] = [];
  let place = -1;
  for (let stock = 0; stock < count; stock++) {
    place += 1 + read.stock.count();
    const symbol = symbols[place];
    if (symbol === undefined) throw new RangeError('a packed day names a stock that the market lacks');
    own.push(symbol);
    unpackStock(read, columns, stock * BARS);
  }
  return { date, symbols: own, columns };
}

function unpackStock(read: Record<StreamName, Reader>, columns: Record<MinuteField, Float64Array>, from: number): void {
  let last: number | null = null;
  for (let bar = from; ; bar++) {
    const gap = read.gap.count();
    const isEnd = gap >= BARS;
    for (const until = isEnd ? from + BARS : bar + gap; bar < until; bar++) carry(columns, bar, last);
    if (isEnd) return;
    if (bar >= from + BARS) throw new RangeError('a packed day has a bar after its end');
    const open: number = last === null ? read.first.count() : last + read.open.signed();
    const close = open + read.close.signed();
    const high = Math.max(open, close) + read.high.count();
    const low = Math.min(open, close) - read.low.count();
    const size = read.volume.count();
    const volume = size % 2 === 0 ? (size / 2) * LOT : (size - 1) / 2;
    columns.open[bar] = open / CENTS;
    columns.high[bar] = high / CENTS;
    columns.low[bar] = low / CENTS;
    columns.close[bar] = close / CENTS;
    columns.items[bar] = read.items.count() + 1;
    columns.volume[bar] = volume;
    columns.amount[bar] = (hasOnePrice(open, high, low, close) ? volume * open : (volume * (open + close) + amountRest(read.amount.count())) / 2) / CENTS;
    last = close;
  }
}

function amountRest(code: number): number {
  return code % 2 === 0 ? unzigzag(code / 2) * 2 * LOT : unzigzag((code - 1) / 2);
}

/** A bar without a trade has the last price, and no size. */
function carry(columns: Record<MinuteField, Float64Array>, bar: number, last: number | null): void {
  if (last === null) return;
  for (const field of ['open', 'high', 'low', 'close'] as const) columns[field][bar] = last / CENTS;
}
