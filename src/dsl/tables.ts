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
  readonly summaryZh: string;
}

export interface Table {
  readonly name: TableName;
  readonly summary: string;
  readonly summaryZh: string;
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

/** What the names of enums say, in both languages. */
export const ENUM_MEANINGS: Readonly<Record<string, readonly [english: string, chinese: string]>> = {
  buy: ['the buyer', '买方'],
  sell: ['the seller', '卖方'],
  none: ['nobody: the execution of a call auction', '无主动方（集合竞价）'],
  limit: ['limit order', '限价委托'],
  market: ['market order', '市价委托'],
  own_best: ['order at the best price of its own side', '本方最优委托'],
};

function table(name: TableName, summary: string, summaryZh: string, keys: readonly string[], columns: readonly Column[]): Table {
  return { name, summary, summaryZh, keys, columns: new Map(columns.map((column) => [column.name, column])) };
}

function amountOf(name: string, unit: Unit, summary: string, summaryZh: string): Column {
  return { name, type: { kind: 'number', unit }, summary, summaryZh };
}

const price = (name: string, summary: string, summaryZh: string): Column => amountOf(name, PRICE, summary, summaryZh);

export const TABLES: ReadonlyMap<string, Table> = new Map(
  [
    table('minute', 'the 240 bars of the day', '分钟线', [], [
      price('open', 'first price of the bar', '开盘价'),
      price('high', 'highest price of the bar', '最高价'),
      price('low', 'lowest price of the bar', '最低价'),
      price('close', 'last price of the bar', '收盘价'),
      price('vwap', 'amount / volume of the bar; the last close where nothing traded', '成交均价'),
      amountOf('volume', SHARE, 'shares traded in the bar', '成交量'),
      amountOf('amount', CNY, 'money traded in the bar', '成交额'),
      amountOf('items', UNITLESS, 'number of executions in the bar', '成交笔数'),
      amountOf('ret', UNITLESS, 'close / prev(close) - 1; close / open - 1 for the first bar that has a price', '收益率'),
      { name: 'time', type: { kind: 'time' }, summary: 'clock time of the end of the bar', summaryZh: '时间' },
    ]),
    table('trade', 'executions, in exchange order', '逐笔成交', ['buy_id', 'sell_id'], [
      price('price', 'price of the execution', '成交价'),
      amountOf('volume', SHARE, 'shares of the execution', '成交量'),
      amountOf('amount', CNY, 'money of the execution', '成交额'),
      { name: 'side', type: { kind: 'enum', name: 'side' }, summary: 'who was the aggressor; none in call auctions', summaryZh: '主动方向' },
      { name: 'buy_id', type: { kind: 'id' }, summary: 'number of the buy order', summaryZh: '买单编号' },
      { name: 'sell_id', type: { kind: 'id' }, summary: 'number of the sell order', summaryZh: '卖单编号' },
      { name: 'time', type: { kind: 'time' }, summary: 'clock time of the execution', summaryZh: '成交时间' },
    ]),
    table('order', 'order entries with their full size', '逐笔委托', ['order_id'], [
      price('price', 'limit price; missing unless the type is limit', '委托价'),
      amountOf('volume', SHARE, 'shares of the order', '委托量'),
      { name: 'side', type: { kind: 'enum', name: 'order_side' }, summary: 'buy or sell', summaryZh: '委托方向' },
      { name: 'type', type: { kind: 'enum', name: 'order_type' }, summary: 'limit, market or own_best', summaryZh: '委托类型' },
      { name: 'order_id', type: { kind: 'id' }, summary: 'number of the order', summaryZh: '委托编号' },
      { name: 'time', type: { kind: 'time' }, summary: 'clock time of the entry', summaryZh: '委托时间' },
    ]),
    table('daily', 'trading days up to today', '日线', [], [
      price('open', 'first price of the day', '开盘价'),
      price('high', 'highest price of the day', '最高价'),
      price('low', 'lowest price of the day', '最低价'),
      price('close', 'last price of the day', '收盘价'),
      price('vwap', 'amount / volume of the day', '成交均价'),
      price('pre_close', 'close of the day before, less what dividends and splits take away today', '昨收价'),
      amountOf('volume', SHARE, 'shares traded', '成交量'),
      amountOf('amount', CNY, 'money traded', '成交额'),
      amountOf('turnover', UNITLESS, 'shares traded / shares of the float', '换手率'),
      amountOf('ret', UNITLESS, 'adj_close / prev(adj_close) - 1; less than 1e-10 is 0', '收益率'),
      price('adj_open', 'open · adj_factor: comparable over the days', '复权开盘价'),
      price('adj_high', 'high · adj_factor', '复权最高价'),
      price('adj_low', 'low · adj_factor', '复权最低价'),
      price('adj_close', 'close · adj_factor', '复权收盘价'),
      price('adj_vwap', 'vwap · adj_factor', '复权均价'),
      amountOf('adj_factor', UNITLESS, 'what a share bought at the listing has become by splits and reinvested dividends', '复权因子'),
      price('limit_up', 'highest price allowed', '涨停价'),
      price('limit_down', 'lowest price allowed', '跌停价'),
      amountOf('float_market_cap', CNY, 'close · shares of the float', '流通市值'),
    ]),
  ].map((entry) => [entry.name, entry]),
);
