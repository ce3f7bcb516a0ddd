/** Stocks of a day as the reference reads them: views into the day's columns, nothing copied. */
import type { StockDay } from '../../compiler/reference/stock-day.ts';
import { BARS, type MinuteData } from '../store/minute-data.ts';

/** The i-th stock of a day. */
export function stockDay(data: MinuteData, stock: number): StockDay {
  return new StockView(data.columns, stock * BARS);
}

/** Views are made when asked for: seven of them cost as much as a selection over 240 rows. */
class StockView implements StockDay {
  constructor(
    private readonly columns: MinuteData['columns'],
    private readonly at: number,
  ) {}

  get open(): Float64Array {
    return this.view(this.columns.open);
  }

  get high(): Float64Array {
    return this.view(this.columns.high);
  }

  get low(): Float64Array {
    return this.view(this.columns.low);
  }

  get close(): Float64Array {
    return this.view(this.columns.close);
  }

  get volume(): Float64Array {
    return this.view(this.columns.volume);
  }

  get amount(): Float64Array {
    return this.view(this.columns.amount);
  }

  get items(): Float64Array {
    return this.view(this.columns.items);
  }

  private view(column: Float64Array): Float64Array {
    return column.subarray(this.at, this.at + BARS);
  }
}
