/** What trading leaves for the next day: closes, adjustment factors and shares. They are in `daily`, from which a run that goes on reads them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamChunks } from '../columns.ts';
import { parquetSource } from '../duckdb.ts';
import type { StockDay } from './listings.ts';

export class Ledger {
  /** Cents; 0 before a stock's first day. */
  readonly close: Float64Array;
  readonly factor: Float64Array;
  readonly shares: Float64Array;

  constructor(stocks: number) {
    this.close = new Float64Array(stocks);
    this.factor = new Float64Array(stocks).fill(1);
    this.shares = new Float64Array(stocks);
  }

  /** Lists a stock. */
  list(i: number, price: number, shares: number): void {
    this.close[i] = price;
    this.shares[i] = shares;
  }

  /** Takes off what is paid out before the open; the close before, adjusted to it: (close − dividend) / (1 + new shares), half a cent rounded up. */
  open(i: number, { dividendYield, bonusShares }: StockDay): number {
    const close = this.close[i] ?? 0;
    if (dividendYield === 0 && bonusShares === 0) return close;
    const dividend = Math.round(close * dividendYield);
    const reference = Math.max(1, Math.floor((close - dividend) / (1 + bonusShares) + 0.5));
    this.factor[i] = ((this.factor[i] ?? 1) * close) / reference;
    this.shares[i] = Math.round((this.shares[i] ?? 0) * (1 + bonusShares));
    return reference;
  }

  /** Reads what the last stored day of each stock left. */
  async read(connection: DuckDBConnection, files: readonly string[], symbols: readonly string[]): Promise<void> {
    const places = new Map(symbols.map((symbol, i) => [symbol, i]));
    const last = (column: string): string => `CAST(arg_max(${column}, "date") AS DOUBLE)`;
    await streamChunks(connection, `SELECT symbol, ${last('"close"')}, ${last('adj_factor')}, ${last('float_market_cap')} FROM ${parquetSource(files)} GROUP BY symbol`, (chunk) => {
      const [closes, factors, caps] = [chunk.numbers(1), chunk.numbers(2), chunk.numbers(3)];
      for (let row = 0; row < chunk.rows; row++) {
        const i = places.get(chunk.text(0, row) ?? '');
        if (i === undefined) continue;
        const cents = Math.round((closes[row] ?? 0) * 100);
        this.close[i] = cents;
        this.factor[i] = factors[row] ?? 1;
        this.shares[i] = Math.round(((caps[row] ?? 0) * 100) / cents);
      }
      return true;
    });
  }
}
