/** Cash and shares. Cash is whole cents, so that sums are exact; a position is worth its shares × price, rounded to a cent. */
import type { RejectionReason } from './result.ts';

/** CNY in whole cents, halves away from 0. */
export function inCents(cny: number): number {
  return Math.sign(cny) * Math.round(Math.abs(cny) * 100);
}

/** A rise of adj_factor from this on is new shares, at least one for ten; a smaller one is a dividend. Quotients of factors are off by their rounding. */
const LEAST_NEW_SHARES = 1.1 - 1e-6;
/** Shares, or lots, this close to a whole number are one. */
const WHOLE = 1e-6;

/** Shares, below 0 for sales, cut to whole lots; as they are where there are none. */
export function wholeLots(shares: number, lot: number | null): number {
  return lot === null ? shares : Math.sign(shares) * Math.floor(Math.abs(shares) / lot + WHOLE) * lot;
}

export interface AccountRules {
  /** Cost of one side, as a share of the traded amount. */
  readonly sideCost: number;
  /** Shares of a round lot; null for shares in parts. */
  readonly lot: number | null;
  readonly reinvests: boolean;
}

/** An order of a stock: shares to buy, or to sell where it is below 0. */
export interface Order {
  readonly stock: number;
  shares: number;
}

/** What an order came to. */
export interface Fill {
  readonly stock: number;
  /** As ordered, and as traded; below 0 for sales. */
  readonly ordered: number;
  readonly shares: number;
  readonly price: number;
  readonly amountCents: number;
  readonly costCents: number;
  readonly rejected: RejectionReason | null;
}

export class Account {
  readonly shares: Float64Array;

  constructor(
    symbols: number,
    public cashCents: number,
    private readonly rules: AccountRules,
  ) {
    this.shares = new Float64Array(symbols);
  }

  /** Stocks that are held. */
  held(): readonly number[] {
    const stocks: number[] = [];
    for (let s = 0; s < this.shares.length; s++) if (this.shares[s] !== 0) stocks.push(s);
    return stocks;
  }

  /** By how much `change` shares of today that were one of the day before multiply the shares; 1 for a dividend that is paid in cash. */
  growth(change: number): number {
    return change > 1 && change < LEAST_NEW_SHARES && !this.rules.reinvests ? 1 : change;
  }

  /** What `change` shares of today that were one of the day before mean for a position; returns the cash that comes of it, in cents. `close` is the last close before, CNY. */
  receive(stock: number, change: number, close: number): number {
    const { lot } = this.rules;
    const held = this.shares[stock] ?? 0;
    const grown = held * this.growth(change);
    const kept = lot === null ? grown : Math.floor(grown + WHOLE);
    const cents = this.growth(change) === 1 ? inCents(held * close * (1 - 1 / change)) : inCents(Math.max(0, grown - kept) * (close / change));
    this.shares[stock] = kept;
    this.cashCents += cents;
    return cents;
  }

  /** Pays out a stock that is gone at its last price; returns the cents. */
  payOut(stock: number, price: number): number {
    const cents = this.valueCents(stock, price);
    this.cashCents += cents;
    this.shares[stock] = 0;
    return cents;
  }

  valueCents(stock: number, price: number): number {
    const held = this.shares[stock] ?? 0;
    return held === 0 ? 0 : inCents(held * price);
  }

  sell({ stock, shares }: Order, price: number): Fill {
    const held = this.shares[stock] ?? 0;
    const { lot } = this.rules;
    const wanted = Math.min(held, -shares);
    // Whoever sells all sells odd shares too.
    const sold = lot === null || wanted >= held - WHOLE ? wanted : wholeLots(wanted, lot);
    if (!(sold > 0)) return rejection(stock, shares, 'cash');
    const amountCents = inCents(sold * price);
    const costCents = Math.round(amountCents * this.rules.sideCost);
    this.cashCents += amountCents - costCents;
    this.shares[stock] = sold === held ? 0 : held - sold;
    return { stock, ordered: shares, shares: -sold, price, amountCents, costCents, rejected: null };
  }

  /** Buys as much as cash pays for: every order is cut by the same share, so that without lots three cents per order are left over at most. */
  buy(orders: readonly { readonly order: Order; readonly price: number }[]): readonly Fill[] {
    const { lot, sideCost } = this.rules;
    const whole = (shares: number): number => wholeLots(shares, lot);
    const full = orders.map(({ order, price }) => inCents(whole(order.shares) * price));
    const needed = full.reduce((sum, amount) => sum + amount + Math.round(amount * sideCost), 0);
    const part = needed <= this.cashCents ? 1 : Math.max(0, this.cashCents - (lot === null ? 1 : 2) * orders.length) / needed;
    return orders.map(({ order, price }, i): Fill => {
      const cut = part === 1 ? (full[i] ?? 0) : Math.floor((full[i] ?? 0) * part);
      const shares = part === 1 ? whole(order.shares) : lot === null ? cut / 100 / price : whole(whole(order.shares) * part);
      const amountCents = lot === null ? cut : inCents(shares * price);
      if (amountCents <= 0) return rejection(order.stock, order.shares, 'cash');
      const costCents = Math.round(amountCents * sideCost);
      this.cashCents -= amountCents + costCents;
      this.shares[order.stock] = (this.shares[order.stock] ?? 0) + shares;
      return { stock: order.stock, ordered: order.shares, shares, price, amountCents, costCents, rejected: null };
    });
  }
}

export function rejection(stock: number, ordered: number, rejected: RejectionReason): Fill {
  return { stock, ordered, shares: 0, price: NaN, amountCents: 0, costCents: 0, rejected };
}
