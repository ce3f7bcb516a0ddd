/** Ledger, orders, positions and rebalances of a portfolio as tables. */
import type { Cell, SeriesTable } from '../evaluate/series-tables.ts';
import { isPart, type OrderOfDay, type PositionOfDay } from './backtest.ts';
import { REJECTION_REASONS, type PortfolioResult, type Rebalance } from './result.ts';

type Column = SeriesTable['columns'][number];

const date = (name = 'date'): Column => ({ name, type: 'DATE' });
const number = (name: string): Column => ({ name, type: 'DOUBLE' });
const count = (name: string): Column => ({ name, type: 'INTEGER' });
const text = (name: string): Column => ({ name, type: 'VARCHAR' });

/** Cents as CNY: two decimals, as they are in a bank's statement. */
function cny(cents: number | undefined): number {
  return Number(((cents ?? NaN) / 100).toFixed(2));
}

export function ledgerTable({ days }: PortfolioResult): SeriesTable {
  const money = ['net', 'cash', 'positions_value', 'bought', 'sold', 'cost', 'dividends', 'gone'] as const;
  return {
    name: 'ledger',
    columns: [date(), ...money.map(number), count('positions'), number('return'), number('index_return')],
    *rows(): Generator<readonly Cell[]> {
      for (const [i, day] of days.dates.entries()) {
        const cells = [days.netCents, days.cashCents, days.positionsCents, days.boughtCents, days.soldCents, days.costCents, days.dividendCents, days.goneCents].map((column) => cny(column[i]));
        yield [day, ...cells, days.positions[i] ?? 0, days.returns[i] ?? null, days.benchmark[i] ?? null];
      }
    },
  };
}

export function rebalancesTable({ rebalances }: PortfolioResult): SeriesTable {
  return {
    name: 'rebalances',
    columns: [date('section'), date('filled'), ...['expected', 'turnover_aimed', 'turnover', 'member_weight', 'size_exposure', 'industry_deviation', 'stock_deviation'].map(number), count('filled_orders'), count('partly'), ...REJECTION_REASONS.map((reason) => count(`rejected_${reason}`)), text('relaxed'), text('widened'), text('prices'), text('failure')],
    *rows(): Generator<readonly Cell[]> {
      for (const each of rebalances) yield rebalanceCells(each);
    },
  };
}

function rebalanceCells({ section, filled, expected, turnoverAimed, turnover, memberWeight, sizeExposure, industryDeviation, stockDeviation, orders, relaxed, widened, prices, failure }: Rebalance): readonly Cell[] {
  const listed = (parts: readonly string[]): string | null => (parts.length === 0 ? null : parts.join(' '));
  return [
    section, filled, expected, turnoverAimed, turnover, memberWeight, sizeExposure, industryDeviation, stockDeviation, orders.filled, orders.partly, ...REJECTION_REASONS.map((reason) => orders.rejected[reason]),
    listed(relaxed.map(({ limit, by }) => `${limit}=${String(by)}`)), listed(widened), listed(prices.map(({ limit, price }) => `${limit}=${String(price)}`)), failure,
  ];
}

/** Orders of a run, gathered as they are told. */
export class OrderBook {
  private readonly orders: OrderOfDay[] = [];

  add(order: OrderOfDay): void {
    this.orders.push(order);
  }

  table(symbols: readonly string[]): SeriesTable {
    const { orders } = this;
    return {
      name: 'orders',
      columns: [date('section'), date(), text('symbol'), text('side'), number('ordered'), number('filled'), number('price'), number('amount'), number('cost'), text('outcome')],
      *rows(): Generator<readonly Cell[]> {
        for (const { section, date: day, stock, ordered, shares, price, amountCents, costCents, rejected } of orders) {
          const outcome = day === null ? 'pending' : (rejected ?? (isPart(shares, ordered) ? 'partly' : 'filled'));
          yield [section, day, symbols[stock] ?? '', ordered > 0 ? 'buy' : 'sell', Math.abs(ordered), Math.abs(shares), Number.isNaN(price) ? null : price, cny(amountCents), cny(costCents), outcome];
        }
      },
    };
  }
}

/** Positions of a run, gathered as they are told: as columns, because there are many. */
export class PositionBook {
  private readonly dates: string[] = [];
  private readonly starts: number[] = [];
  private readonly stocks: number[] = [];
  private readonly shares: number[] = [];
  private readonly prices: number[] = [];
  private readonly values: number[] = [];

  add({ date: day, stock, shares, price, valueCents }: PositionOfDay): void {
    if (this.dates.at(-1) !== day) {
      this.dates.push(day);
      this.starts.push(this.stocks.length);
    }
    this.stocks.push(stock);
    this.shares.push(shares);
    this.prices.push(price);
    this.values.push(valueCents);
  }

  table(symbols: readonly string[]): SeriesTable {
    const { dates, starts, stocks, shares, prices, values } = this;
    return {
      name: 'positions',
      columns: [date(), text('symbol'), number('shares'), number('close'), number('value')],
      *rows(): Generator<readonly Cell[]> {
        for (const [d, day] of dates.entries()) {
          for (let i = starts[d] ?? 0; i < (starts[d + 1] ?? stocks.length); i++) yield [day, symbols[stocks[i] ?? -1] ?? '', shares[i] ?? null, prices[i] ?? null, cny(values[i])];
        }
      },
    };
  }
}
