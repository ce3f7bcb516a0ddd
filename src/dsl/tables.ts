/** The tables a factor may read, their columns and units; the columns a completion offers and a checker accepts. */
import { CNY, PRICE, SHARE, UNITLESS, type Unit } from './units.ts';

export type TableName = 'minute' | 'trade' | 'order' | 'daily';
export type EnumName = 'side' | 'order_side' | 'order_type';

export type ColumnType =
  | { readonly kind: 'number'; readonly unit: Unit }
  | { readonly kind: 'time' }
  | { readonly kind: 'enum'; readonly name: EnumName }
  /** An order number: a key for `by=`, nothing to calculate with. */
  | { readonly kind: 'id' };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly summary: string;
}

export interface Table {
  readonly name: TableName;
  readonly summary: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** What `by=` accepts besides `minute`. */
  readonly keys: readonly string[];
}

export const ENUMS: Readonly<Record<EnumName, readonly string[]>> = {
  side: ['buy', 'sell', 'none'],
  // Nobody enters an order without a side.
  order_side: ['buy', 'sell'],
  order_type: ['limit', 'market', 'own_best'],
};

function table(name: TableName, summary: string, keys: readonly string[], columns: readonly Column[]): Table {
  return { name, summary, keys, columns: new Map(columns.map((column) => [column.name, column])) };
}

function amountOf(name: string, unit: Unit, summary: string): Column {
  return { name, type: { kind: 'number', unit }, summary };
}

const price = (name: string, summary: string): Column => amountOf(name, PRICE, summary);

export const TABLES: ReadonlyMap<string, Table> = new Map(
  [
    table('minute', 'the 240 bars of the day', [], [
      price('open', 'first price of the bar'),
      price('high', 'highest price of the bar'),
      price('low', 'lowest price of the bar'),
      price('close', 'last price of the bar'),
      price('vwap', 'amount / volume of the bar; the last close where nothing traded'),
      amountOf('volume', SHARE, 'shares traded in the bar'),
      amountOf('amount', CNY, 'money traded in the bar'),
      amountOf('items', UNITLESS, 'number of executions in the bar'),
      amountOf('ret', UNITLESS, 'close / prev(close) - 1; close / open - 1 for the first bar that has a price'),
      { name: 'time', type: { kind: 'time' }, summary: 'clock time of the end of the bar' },
    ]),
    table('trade', 'executions, in exchange order', ['buy_id', 'sell_id'], [
      price('price', 'price of the execution'),
      amountOf('volume', SHARE, 'shares of the execution'),
      amountOf('amount', CNY, 'money of the execution'),
      { name: 'side', type: { kind: 'enum', name: 'side' }, summary: 'who was the aggressor; none in call auctions' },
      { name: 'buy_id', type: { kind: 'id' }, summary: 'number of the buy order' },
      { name: 'sell_id', type: { kind: 'id' }, summary: 'number of the sell order' },
      { name: 'time', type: { kind: 'time' }, summary: 'clock time of the execution' },
    ]),
    table('order', 'order entries with their full size', ['order_id'], [
      price('price', 'limit price; missing unless the type is limit'),
      amountOf('volume', SHARE, 'shares of the order'),
      { name: 'side', type: { kind: 'enum', name: 'order_side' }, summary: 'buy or sell' },
      { name: 'type', type: { kind: 'enum', name: 'order_type' }, summary: 'limit, market or own_best' },
      { name: 'order_id', type: { kind: 'id' }, summary: 'number of the order' },
      { name: 'time', type: { kind: 'time' }, summary: 'clock time of the entry' },
    ]),
    table('daily', 'trading days up to today', [], [
      price('open', 'first price of the day'),
      price('high', 'highest price of the day'),
      price('low', 'lowest price of the day'),
      price('close', 'last price of the day'),
      price('vwap', 'amount / volume of the day'),
      price('pre_close', 'close of the day before, less what dividends and splits take away today'),
      amountOf('volume', SHARE, 'shares traded'),
      amountOf('amount', CNY, 'money traded'),
      amountOf('turnover', UNITLESS, 'shares traded / shares of the float'),
      amountOf('ret', UNITLESS, 'adj_close / prev(adj_close) - 1; less than 1e-10 is 0'),
      price('adj_open', 'open · adj_factor: comparable over the days'),
      price('adj_high', 'high · adj_factor'),
      price('adj_low', 'low · adj_factor'),
      price('adj_close', 'close · adj_factor'),
      price('adj_vwap', 'vwap · adj_factor'),
      amountOf('adj_factor', UNITLESS, 'what a share bought at the listing has become by splits and reinvested dividends'),
      price('limit_up', 'highest price allowed'),
      price('limit_down', 'lowest price allowed'),
      amountOf('float_market_cap', CNY, 'close · shares of the float'),
    ]),
  ].map((entry) => [entry.name, entry]),
);
