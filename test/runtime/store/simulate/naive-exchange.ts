/** A slow matching engine that is the exchanges' rules in plain words, and the events of a tape for it. */
import type { Tape } from '../../../../src/runtime/store/simulate/tape.ts';

export interface NaiveOrder {
  readonly kind: 'order';
  readonly seq: number;
  readonly time: number;
  readonly side: 'B' | 'S';
  readonly type: 'limit' | 'market' | 'own_best';
  readonly price: number;
  readonly volume: number;
}

export interface NaiveCancel {
  readonly kind: 'cancel';
  readonly seq: number;
  readonly time: number;
  readonly id: number;
}

export interface NaiveTrade {
  readonly price: number;
  readonly volume: number;
  readonly buyId: number;
  readonly sellId: number;
  readonly side: 'B' | 'S' | 'N';
}

interface Resting {
  readonly id: number;
  readonly side: 'B' | 'S';
  readonly price: number;
  left: number;
}

export class NaiveExchange {
  readonly resting: Resting[] = [];
  readonly trades: NaiveTrade[] = [];

  constructor(public last: number) {}

  /** Resting orders of a side, the best price first and of one price the oldest. */
  queue(side: 'B' | 'S'): readonly Resting[] {
    const sign = side === 'B' ? -1 : 1;
    return this.resting.filter((order) => order.side === side && order.left > 0).sort((a, b) => sign * (a.price - b.price) || a.id - b.id);
  }

  isCrossed(): boolean {
    const [bid] = this.queue('B');
    const [ask] = this.queue('S');
    return bid !== undefined && ask !== undefined && bid.price >= ask.price;
  }

  collect({ seq, side, price, volume }: NaiveOrder): void {
    this.resting.push({ id: seq, side, price, left: volume });
  }

  cancel({ id }: NaiveCancel): void {
    const order = this.resting.find((each) => each.id === id && each.left > 0);
    if (order === undefined) throw new Error(`order ${id} is not there to be cancelled`);
    order.left = 0;
  }

  enter(order: NaiveOrder): void {
    const { seq, side, type, volume } = order;
    const own = this.queue(side)[0];
    if (type === 'own_best') {
      if (own === undefined) throw new Error(`order ${seq} has no side to join`);
      this.resting.push({ id: seq, side, price: own.price, left: volume });
      return;
    }
    let left = volume;
    const levels = new Set<number>();
    for (const other of this.queue(side === 'B' ? 'S' : 'B')) {
      if (left === 0) break;
      if (type === 'limit' && (side === 'B' ? other.price > order.price : other.price < order.price)) break;
      if (type === 'market' && levels.add(other.price).size > 5) break;
      const size = Math.min(left, other.left);
      other.left -= size;
      left -= size;
      this.trades.push({ price: other.price, volume: size, buyId: side === 'B' ? seq : other.id, sellId: side === 'B' ? other.id : seq, side });
      this.last = other.price;
    }
    if (type === 'limit' && left > 0) this.resting.push({ id: seq, side, price: order.price, left });
  }

  /** The auction's price by trying every one; null if no orders meet. */
  auctionPrice(): number | null {
    const bids = this.queue('B');
    const asks = this.queue('S');
    const sum = (orders: readonly Resting[]): number => orders.reduce((total, { left }) => total + left, 0);
    const prices = [...bids, ...asks].map(({ price }) => price);
    if (prices.length === 0) return null;
    const found: { readonly price: number; readonly rank: readonly number[] }[] = [];
    for (let price = Math.min(...prices); price <= Math.max(...prices); price++) {
      const bought = sum(bids.filter((bid) => bid.price >= price));
      const sold = sum(asks.filter((ask) => ask.price <= price));
      const traded = Math.min(bought, sold);
      const betterBids = sum(bids.filter((bid) => bid.price > price));
      const betterAsks = sum(asks.filter((ask) => ask.price < price));
      if (traded === 0 || betterBids > traded || betterAsks > traded) continue;
      found.push({ price, rank: [-traded, Math.abs(bought - sold), Math.abs(price - this.last), price] });
    }
    found.sort((a, b) => a.rank.map((value, i) => value - (b.rank[i] ?? 0)).find((difference) => difference !== 0) ?? 0);
    return found[0]?.price ?? null;
  }

  uncross(): void {
    const price = this.auctionPrice();
    if (price === null) return;
    for (;;) {
      const [bid] = this.queue('B');
      const [ask] = this.queue('S');
      if (bid === undefined || ask === undefined || bid.price < price || ask.price > price) break;
      const volume = Math.min(bid.left, ask.left);
      bid.left -= volume;
      ask.left -= volume;
      this.trades.push({ price, volume, buyId: bid.id, sellId: ask.id, side: 'N' });
    }
    this.last = price;
  }
}

/** Orders and cancels of a tape in the order of their numbers. */
export function eventsOf({ orders, cancels }: Tape): readonly (NaiveOrder | NaiveCancel)[] {
  const entered = Array.from({ length: orders.n }, (_, i): NaiveOrder => {
    const at = (column: ArrayLike<number>): number => column[i] ?? NaN;
    const { seq, time, side, type, price, volume } = orders.columns;
    return { kind: 'order', seq: at(seq), time: at(time), side: at(side) === 1 ? 'B' : 'S', type: (['limit', 'market', 'own_best'] as const)[at(type)] ?? 'limit', price: at(price), volume: at(volume) };
  });
  const withdrawn = Array.from({ length: cancels.n }, (_, i): NaiveCancel => ({ kind: 'cancel', seq: cancels.columns.seq[i] ?? NaN, time: cancels.columns.time[i] ?? NaN, id: cancels.columns.id[i] ?? NaN }));
  return [...entered, ...withdrawn].sort((a, b) => a.seq - b.seq);
}

export function tradesOf({ trades }: Tape): readonly NaiveTrade[] {
  const { price, volume, buyId, sellId, side } = trades.columns;
  return Array.from({ length: trades.n }, (_, i) => ({ price: price[i] ?? NaN, volume: volume[i] ?? NaN, buyId: buyId[i] ?? NaN, sellId: sellId[i] ?? NaN, side: (['N', 'B', 'S'] as const)[side[i] ?? 0] ?? 'N' }));
}
