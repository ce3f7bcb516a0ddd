/** What an exchange records of one stock and day: orders, cancels and executions, as growing columns. */

/** `side` as it is stored: N, B, S. */
export const SIDES = ['N', 'B', 'S'] as const;
export const SIDE = { none: 0, buy: 1, sell: 2 } as const;
/** `type` as it is stored. */
export const TYPES = ['limit', 'market', 'own_best'] as const;
export const TYPE = { limit: 0, market: 1, ownBest: 2 } as const;

type Column = Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Rows of whole numbers in columns that grow together. */
class Rows<Name extends string> {
  n = 0;
  private room = 4096;

  constructor(readonly columns: Record<Name, Column>) {}

  clear(): void {
    this.n = 0;
  }

  /** Makes room for one more row; its place. */
  add(): number {
    if (this.n === this.room) {
      this.room *= 2;
      for (const name in this.columns) {
        const old = this.columns[name];
        const larger = old instanceof Uint8Array ? new Uint8Array(this.room) : new Int32Array(this.room);
        larger.set(old);
        this.columns[name] = larger;
      }
    }
    return this.n++;
  }
}

const integers = (): Column => new Int32Array(4096);
const bytes = (): Column => new Uint8Array(4096);

export class Tape {
  readonly orders = new Rows({ seq: integers(), time: integers(), side: bytes(), type: bytes(), price: integers(), volume: integers() });
  readonly trades = new Rows({ seq: integers(), time: integers(), price: integers(), volume: integers(), buyId: integers(), sellId: integers(), side: bytes() });
  /** In no table of a store, where a cancelled order is an order like any other; kept for whoever wants to replay the day. */
  readonly cancels = new Rows({ seq: integers(), time: integers(), id: integers() });
  private seq = 0;

  clear(): void {
    this.orders.clear();
    this.trades.clear();
    this.cancels.clear();
    this.seq = 0;
  }

  /** An order entry; its number, which is that of the event. `price` in cents, 0 if the order names none. */
  order(time: number, side: number, type: number, price: number, volume: number): number {
    const { orders } = this;
    const i = orders.add();
    const { columns } = orders;
    const seq = ++this.seq;
    columns.seq[i] = seq;
    columns.time[i] = time;
    columns.side[i] = side;
    columns.type[i] = type;
    columns.price[i] = price;
    columns.volume[i] = volume;
    return seq;
  }

  trade(time: number, price: number, volume: number, buyId: number, sellId: number, side: number): void {
    const { trades } = this;
    const i = trades.add();
    const { columns } = trades;
    columns.seq[i] = ++this.seq;
    columns.time[i] = time;
    columns.price[i] = price;
    columns.volume[i] = volume;
    columns.buyId[i] = buyId;
    columns.sellId[i] = sellId;
    columns.side[i] = side;
  }

  cancel(time: number, id: number): void {
    const { cancels } = this;
    const i = cancels.add();
    const { columns } = cancels;
    columns.seq[i] = ++this.seq;
    columns.time[i] = time;
    columns.id[i] = id;
  }
}
