/** The market as the text of docs/portfolios.md speaks of it: rows by symbol, null where something is missing, and looking back day by day. Slow, and meant to be. */
import type { MarketDay, MarketNames } from '../../../src/runtime/portfolio/market-day.ts';

export interface Row {
  readonly isSt: boolean;
  readonly isSuspended: boolean;
  readonly close: number | null;
  readonly vwap: number | null;
  readonly adjFactor: number | null;
  readonly limitUp: number | null;
  readonly limitDown: number | null;
  readonly cap: number | null;
  readonly industry: string | null;
}

export interface NaiveDay {
  readonly date: string;
  readonly rows: ReadonlyMap<string, Row>;
  readonly signal: ReadonlyMap<string, number> | null;
  readonly index: number | null;
  readonly members: { readonly date: string; readonly weights: ReadonlyMap<string, number> } | null;
}

export class NaiveMarket {
  readonly days: readonly NaiveDay[];

  constructor(
    days: readonly MarketDay[],
    readonly names: MarketNames,
    /** Whether adj_factor is followed. */
    private readonly adjusted: boolean,
  ) {
    this.days = days.map((day) => plainDay(day, names));
  }

  day(t: number): NaiveDay {
    const day = this.days[t];
    if (day === undefined) throw new Error(`there is no day ${t}`);
    return day;
  }

  row(t: number, symbol: string): Row | undefined {
    return this.days[t]?.rows.get(symbol);
  }

  /** adj_factor of t over that before, 1 where it stays to a millionth or the stock has no row. */
  factor(t: number, symbol: string): number {
    const [now, before] = [this.adjFactor(t, symbol), this.adjFactor(t - 1, symbol)];
    return now === null || before === null ? 1 : now / before;
  }

  /** The adj_factor that counts on t: the last one that differs from what counted before it by more than a millionth. */
  private adjFactor(t: number, symbol: string): number | null {
    if (t < 0 || !this.adjusted) return null;
    const [now, before] = [this.row(t, symbol)?.adjFactor ?? null, this.adjFactor(t - 1, symbol)];
    if (now === null || before === null) return now ?? before;
    return Math.abs(now / before - 1) > 1e-6 ? now : before;
  }

  /** Close of t; of a stock that is suspended, has no close or no row, the last one over the factors since. Null before the first close. */
  price(t: number, symbol: string): number | null {
    if (t < 0) return null;
    const row = this.row(t, symbol);
    if (row !== undefined && !row.isSuspended && row.close !== null) return row.close;
    const before = this.price(t - 1, symbol);
    return before === null ? null : before / this.factor(t, symbol);
  }

  /** Close × adj_factor of t, or of the last day with a close before it; null before the first. */
  adjustedClose(t: number, symbol: string): number | null {
    for (let at = t; at >= 0; at--) {
      const row = this.row(at, symbol);
      if (row !== undefined && !row.isSuspended && row.close !== null) return row.close * (this.adjFactor(at, symbol) ?? 1);
    }
    return null;
  }

  /** What 1 CNY in the stock at the close of `from` is worth at the close of `to`, with dividends and new shares. Null before the first close. */
  growth(from: number, to: number, symbol: string): number | null {
    const [before, after] = [this.adjustedClose(from, symbol), this.adjustedClose(to, symbol)];
    return before === null || after === null ? null : after / before;
  }

  /** The last one known on t, of an industry or a float cap. */
  lastKnown<K extends 'industry' | 'cap'>(t: number, symbol: string, column: K): Row[K] | null {
    for (let at = t; at >= 0; at--) {
      const known = this.row(at, symbol)?.[column] ?? null;
      if (known !== null) return known;
    }
    return null;
  }

  /** Stocks with a row on t that are not ST. */
  universe(t: number): readonly string[] {
    return this.names.symbols.filter((symbol) => this.row(t, symbol)?.isSt === false);
  }
}

function plainDay(day: MarketDay, { symbols, industries }: MarketNames): NaiveDay {
  const rows = new Map<string, Row>();
  const signal = new Map<string, number>();
  symbols.forEach((symbol, at) => {
    const of = (column: Float64Array): number | null => (Number.isNaN(column[at] ?? NaN) ? null : (column[at] ?? null));
    const value = day.signal === null ? null : of(day.signal);
    if (value !== null) signal.set(symbol, value);
    if (day.hasRow[at] !== 1) return;
    rows.set(symbol, {
      isSt: day.isSt[at] === 1,
      isSuspended: day.isSuspended[at] === 1,
      close: of(day.close),
      vwap: of(day.vwap),
      adjFactor: of(day.adjFactor),
      limitUp: of(day.limitUp),
      limitDown: of(day.limitDown),
      cap: of(day.cap),
      industry: industries[day.industry[at] ?? -1] ?? null,
    });
  });
  const { members } = day;
  const weights = new Map<string, number>();
  members?.stocks.forEach((stock, i) => weights.set(symbols[stock] ?? '', members.weights[i] ?? NaN));
  return { date: day.date, rows, signal: day.signal === null ? null : signal, index: day.index, members: members === null ? null : { date: members.date, weights } };
}
