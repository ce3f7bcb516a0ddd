/** The matching engine: price-time priority in continuous trading, one price in a call auction. Prices in cents, times in milliseconds since midnight. */
import { Book, BUY, NONE, SELL, type BookSide } from './book.ts';
import { SIDE, Tape, TYPE } from './tape.ts';

/** A market order takes from this many price levels at most; the rest of it is gone. */
export const MARKET_LEVELS = 5;

export class Exchange {
  readonly book = new Book();
  readonly tape = new Tape();
  /** Price of the last execution; before the first the one it was opened with. */
  last = 0;

  /** A fresh day: prices lie between two, both included; `reference` is the close before. */
  open(low: number, high: number, reference: number): void {
    this.book.open(low, high);
    this.tape.clear();
    this.last = reference;
  }

  /** A limit order in continuous trading; what is not executed at once rests. */
  limit(time: number, side: BookSide, price: number, volume: number): void {
    const id = this.tape.order(time, side + 1, TYPE.limit, price, volume);
    const left = this.match(time, side, price, volume, id, Infinity);
    if (left > 0) this.book.add(side, price, left, id);
  }

  /** A market order. */
  market(time: number, side: BookSide, volume: number): void {
    const id = this.tape.order(time, side + 1, TYPE.market, 0, volume);
    this.match(time, side, side === BUY ? Infinity : 0, volume, id, MARKET_LEVELS);
  }

  /** An order at the best price of its own side; false if that side is empty, and then there was no order. */
  ownBest(time: number, side: BookSide, volume: number): boolean {
    const price = this.book.bestPrice(side);
    if (price === NONE) return false;
    this.book.add(side, price, volume, this.tape.order(time, side + 1, TYPE.ownBest, 0, volume));
    return true;
  }

  /** A limit order in a call auction. */
  collect(time: number, side: BookSide, price: number, volume: number): void {
    this.book.add(side, price, volume, this.tape.order(time, side + 1, TYPE.limit, price, volume));
  }

  /** Cancels the resting order with this index in the book. */
  cancel(time: number, order: number): void {
    this.tape.cancel(time, this.book.nameOf(order));
    this.book.remove(order);
  }

  /** Executes a call auction at its one price, if any orders meet. */
  uncross(time: number): void {
    const { book, tape } = this;
    const price = this.auctionPrice();
    if (price === NONE) return;
    for (;;) {
      const [bid, ask] = [book.bestPrice(BUY), book.bestPrice(SELL)];
      if (bid < price || ask === NONE || ask > price) break;
      const buyer = book.first(BUY, bid);
      const seller = book.first(SELL, ask);
      const volume = Math.min(book.leftOf(buyer), book.leftOf(seller));
      tape.trade(time, price, volume, book.nameOf(buyer), book.nameOf(seller), SIDE.none);
      book.take(buyer, volume);
      book.take(seller, volume);
    }
    this.last = price;
  }

  /** Matches an arriving order against the other side up to a price and a number of levels; the shares left. */
  private match(time: number, side: BookSide, price: number, volume: number, id: number, levels: number): number {
    const { book, tape } = this;
    const other = side === BUY ? SELL : BUY;
    let left = volume;
    let level = NONE;
    let seen = 0;
    while (left > 0) {
      const best = book.bestPrice(other);
      if (best === NONE || (side === BUY ? best > price : best < price)) break;
      if (best !== level) {
        if (seen++ === levels) break;
        level = best;
      }
      const resting = book.first(other, best);
      const size = Math.min(left, book.leftOf(resting));
      const name = book.nameOf(resting);
      tape.trade(time, best, size, side === BUY ? id : name, side === BUY ? name : id, side === BUY ? SIDE.buy : SIDE.sell);
      book.take(resting, size);
      left -= size;
      this.last = best;
    }
    return left;
  }

  /**
   * The price of a call auction: the most shares, all orders better than it executed whole; then the least left over; then the nearest to the
   * last price, the lower of two. NONE if no orders meet.
   */
  private auctionPrice(): number {
    const { book } = this;
    const [bid, ask] = [book.bestPrice(BUY), book.bestPrice(SELL)];
    if (bid === NONE || ask === NONE || bid < ask) return NONE;
    // Shares bought at each price or above and sold at it or below; between the best two nothing else matters.
    const span = bid - ask + 1;
    const demand = new Float64Array(span + 1);
    const supply = new Float64Array(span + 1);
    for (let price = bid; price !== NONE && price >= ask; price = book.nextPrice(BUY, price)) demand[price - ask] = this.volumeAt(BUY, price);
    for (let price = ask; price !== NONE && price <= bid; price = book.nextPrice(SELL, price)) supply[price - ask] = this.volumeAt(SELL, price);
    for (let i = span - 2; i >= 0; i--) demand[i] = (demand[i] ?? 0) + (demand[i + 1] ?? 0);
    for (let i = 1; i < span; i++) supply[i] = (supply[i] ?? 0) + (supply[i - 1] ?? 0);
    let found = NONE;
    let most = 0;
    let least = Infinity;
    for (let i = 0; i < span; i++) {
      const [bought, sold] = [demand[i] ?? 0, supply[i] ?? 0];
      const better = i === 0 ? 0 : (supply[i - 1] ?? 0);
      const volume = Math.min(bought, sold);
      const over = Math.abs(bought - sold);
      if ((demand[i + 1] ?? 0) > sold || better > bought || volume < most) continue;
      const nearer = Math.abs(ask + i - this.last) < Math.abs(found - this.last);
      if (volume === most && (over > least || (over === least && !nearer))) continue;
      [found, most, least] = [ask + i, volume, over];
    }
    return found;
  }

  private volumeAt(side: BookSide, price: number): number {
    let volume = 0;
    for (let order = this.book.first(side, price); order !== NONE; order = this.book.following(order)) volume += this.book.leftOf(order);
    return volume;
  }
}
