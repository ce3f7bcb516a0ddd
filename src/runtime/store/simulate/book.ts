/** An order book in whole cents: a ladder of price levels, each a queue of orders by time, with a bitmap that finds the next level in use. */

export const BUY = 0;
export const SELL = 1;
export type BookSide = typeof BUY | typeof SELL;

/** No order, or no level. */
export const NONE = -1;

const FIRST_LEVELS = 4096;
const FIRST_ORDERS = 4096;

/** Price levels of one side. */
class Ladder {
  head = new Int32Array(FIRST_LEVELS).fill(NONE);
  tail = new Int32Array(FIRST_LEVELS).fill(NONE);
  used = new Uint32Array(FIRST_LEVELS >> 5);

  /** Empties the ladder and gives it room. */
  reset(levels: number): void {
    if (this.head.length < levels) {
      const room = 2 ** Math.ceil(Math.log2(levels));
      this.head = new Int32Array(room);
      this.tail = new Int32Array(room);
      this.used = new Uint32Array(room >> 5);
    }
    this.head.fill(NONE, 0, levels);
    this.tail.fill(NONE, 0, levels);
    // All of it: a search goes on to its end.
    this.used.fill(0);
  }

  /** The lowest level in use from `level` up. */
  above(level: number): number {
    const { used } = this;
    let word = level >> 5;
    let bits = (used[word] ?? 0) & (-1 << (level & 31));
    while (bits === 0) {
      if (++word >= used.length) return NONE;
      bits = used[word] ?? 0;
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }

  /** The highest level in use from `level` down. */
  below(level: number): number {
    if (level < 0) return NONE;
    const { used } = this;
    let word = level >> 5;
    let bits = (used[word] ?? 0) & (-1 >>> (31 - (level & 31)));
    while (bits === 0) {
      if (--word < 0) return NONE;
      bits = used[word] ?? 0;
    }
    return (word << 5) + 31 - Math.clz32(bits);
  }
}

export class Book {
  private readonly ladders: readonly [Ladder, Ladder] = [new Ladder(), new Ladder()];
  private low = 1;
  private levels = 0;
  private readonly best: [number, number] = [NONE, NONE];
  private price = new Int32Array(FIRST_ORDERS);
  private left = new Int32Array(FIRST_ORDERS);
  private name = new Int32Array(FIRST_ORDERS);
  private side = new Uint8Array(FIRST_ORDERS);
  private next = new Int32Array(FIRST_ORDERS);
  private previous = new Int32Array(FIRST_ORDERS);
  /** Resting orders, in no order, and where each stands in that list. */
  private live = new Int32Array(FIRST_ORDERS);
  private place = new Int32Array(FIRST_ORDERS);
  private orders = 0;
  private liveCount = 0;

  /** Empties the book for a stock whose prices lie between two, in cents, both included. */
  open(low: number, high: number): void {
    this.low = low;
    this.levels = high - low + 1;
    for (const ladder of this.ladders) ladder.reset(this.levels);
    this.best[BUY] = this.best[SELL] = NONE;
    this.orders = this.liveCount = 0;
  }

  /** Best price of a side in cents, NONE if it has no order. */
  bestPrice(side: BookSide): number {
    const level = this.best[side];
    return level === NONE ? NONE : level + this.low;
  }

  /** The price after `price` on a side, worse for whoever takes it; NONE if there is none. */
  nextPrice(side: BookSide, price: number): number {
    const level = side === BUY ? this.ladders[BUY].below(price - this.low - 1) : price - this.low + 1 >= this.levels ? NONE : this.ladders[SELL].above(price - this.low + 1);
    return level === NONE ? NONE : level + this.low;
  }

  /** The oldest order at a price of a side. */
  first(side: BookSide, price: number): number {
    return this.ladders[side].head[price - this.low] ?? NONE;
  }

  /** The order that came after another at its price. */
  following(order: number): number {
    return this.next[order] ?? NONE;
  }

  nameOf(order: number): number {
    return this.name[order] ?? 0;
  }

  leftOf(order: number): number {
    return this.left[order] ?? 0;
  }

  priceOf(order: number): number {
    return this.price[order] ?? 0;
  }

  sideOf(order: number): BookSide {
    return this.side[order] === BUY ? BUY : SELL;
  }

  /** Number of resting orders, and the i-th of them in no order. */
  get resting(): number {
    return this.liveCount;
  }

  restingOrder(i: number): number {
    return this.live[i] ?? NONE;
  }

  /** Puts an order at the end of its price's queue. */
  add(side: BookSide, price: number, volume: number, name: number): void {
    const order = this.orders++;
    if (order === this.price.length) this.grow();
    const level = price - this.low;
    const ladder = this.ladders[side];
    const last = ladder.tail[level] ?? NONE;
    this.price[order] = price;
    this.left[order] = volume;
    this.name[order] = name;
    this.side[order] = side;
    this.next[order] = NONE;
    this.previous[order] = last;
    this.place[order] = this.liveCount;
    this.live[this.liveCount++] = order;
    ladder.tail[level] = order;
    if (last !== NONE) {
      this.next[last] = order;
      return;
    }
    ladder.head[level] = order;
    ladder.used[level >> 5] = (ladder.used[level >> 5] ?? 0) | (1 << (level & 31));
    const best = this.best[side];
    if (best === NONE || (side === BUY ? level > best : level < best)) this.best[side] = level;
  }

  /** Takes shares from an order, which leaves the book with its last. */
  take(order: number, volume: number): void {
    const left = (this.left[order] ?? 0) - volume;
    this.left[order] = left;
    if (left === 0) this.remove(order);
  }

  remove(order: number): void {
    const side = this.sideOf(order);
    const ladder = this.ladders[side];
    const level = (this.price[order] ?? 0) - this.low;
    const next = this.next[order] ?? NONE;
    const previous = this.previous[order] ?? NONE;
    if (previous === NONE) ladder.head[level] = next;
    else this.next[previous] = next;
    if (next === NONE) ladder.tail[level] = previous;
    else this.previous[next] = previous;
    const place = this.place[order] ?? 0;
    const moved = this.live[--this.liveCount] ?? 0;
    this.live[place] = moved;
    this.place[moved] = place;
    if (next !== NONE || previous !== NONE) return;
    ladder.used[level >> 5] = (ladder.used[level >> 5] ?? 0) & ~(1 << (level & 31));
    if (level === this.best[side]) this.best[side] = side === BUY ? ladder.below(level) : ladder.above(level);
  }

  private grow(): void {
    const room = 2 * this.price.length;
    const grown = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(room);
      larger.set(array);
      return larger;
    };
    this.price = grown(this.price);
    this.left = grown(this.left);
    this.name = grown(this.name);
    this.next = grown(this.next);
    this.previous = grown(this.previous);
    this.live = grown(this.live);
    this.place = grown(this.place);
    const sides = new Uint8Array(room);
    sides.set(this.side);
    this.side = sides;
  }
}
