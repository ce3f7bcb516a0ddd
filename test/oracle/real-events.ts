/** The real exchange files as plain rows, read without the store: what independent values of real days are computed from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { barsOf, clock, groupBy, type EventDay, type Execution, type Side } from './event-rows.ts';
import { returns } from './minute-factors.ts';
import { reconstitute, type AddRow } from './sse-orders.ts';

/** A stock and day of events; `orders` is empty where no order stream is at hand. */
export interface RealEventDay extends EventDay {
  readonly symbol: string;
  readonly date: string;
}

/** A row of a CSV file, its cells by column name. */
class CsvRow {
  constructor(
    private readonly places: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
  ) {}

  text(name: string): string {
    const text = this.cells[this.places.get(name) ?? -1];
    if (text === undefined) throw new Error(`no column ${name}, found ${[...this.places.keys()].join(', ')}`);
    return text;
  }

  /** NaN of an empty cell. */
  number(name: string): number {
    const text = this.text(name);
    return text === '' ? NaN : Number(text);
  }

  /** A number of 0.001 CNY: files print 5.480000000000002. */
  money(name: string): number {
    return Math.round(this.number(name) * 1000) / 1000;
  }
}

/** Rows of a compressed CSV file. */
function readRows(path: string): readonly CsvRow[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split(/\r?\n/);
  const places = new Map(header.split(',').map((name, place) => [name, place]));
  return lines.map((line) => new CsvRow(places, line.split(',')));
}

/** Milliseconds since midnight of `HH:MM:SS.mmm`, after a date or not. */
function time(text: string): number {
  const [hours = NaN, minutes = NaN, seconds = NaN] = text.slice(text.indexOf('T') + 1).split(':').map(Number);
  return clock(hours, minutes) + Math.round(seconds * 1000);
}

const SSE_SIDES: Readonly<Record<string, Side>> = { B: 'buy', S: 'sell', N: 'none', 1: 'buy', 2: 'sell', 0: 'none' };

/** SZSE sends no aggressor: the larger order number; none before 09:30 and from 14:57. */
function szseSide(at: number, buyId: number, sellId: number): Side {
  if (at < clock(9, 30) || at >= clock(14, 57)) return 'none';
  return buyId > sellId ? 'buy' : 'sell';
}

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }): number => a.seq - b.seq;

function dayOf(symbol: string, date: string, executions: readonly Execution[], adds: readonly AddRow[] | null): RealEventDay {
  const sorted = executions.toSorted(bySeq);
  const orders = adds === null ? [] : reconstitute(adds.toSorted(bySeq), sorted);
  return { symbol, date, executions: sorted, orders, ret: returns(barsOf(sorted)) };
}

/** 600519 on 2023-02-01, from SSE's two streams. */
function moutaiDay(tradeFile: string, orderFile: string): RealEventDay {
  const executions = readRows(tradeFile).map((row) => ({
    seq: row.number('BizIndex'),
    time: time(row.text('TradTime')),
    price: row.money('TradPrice'),
    volume: row.number('TradVolume'),
    amount: row.money('TradeMoney'),
    side: SSE_SIDES[row.text('TradeBSFlag')] ?? null,
    buyId: row.number('TradeBuyNo'),
    sellId: row.number('TradeSellNo'),
  }));
  const adds = readRows(orderFile)
    .filter((row) => row.text('OrderType') === 'A')
    .map((row) => ({
      seq: row.number('BizIndex'),
      time: time(row.text('OrderTime')),
      orderId: row.number('OrderNO'),
      side: row.text('OrderBSFlag') === 'B' ? ('buy' as const) : ('sell' as const),
      price: row.money('OrderPrice'),
      balance: row.number('Balance'),
    }));
  return dayOf('600519.SH', '2023-02-01', executions, adds);
}

/** Five SSE stocks on 2023-07-11, sorted by symbol. */
function fiveStockDays(tradeFile: string, orderFile: string): readonly RealEventDay[] {
  const trades = groupBy(readRows(tradeFile), (row) => row.text('SecurityID'));
  const orders = groupBy(readRows(orderFile), (row) => row.text('SecurityID'));
  return [...trades.keys()].sort().map((symbol) => {
    const executions = (trades.get(symbol) ?? []).map((row) => ({
      seq: row.number('ApplSeqNum'),
      time: time(row.text('MDTime')),
      price: row.money('TradePrice'),
      volume: row.number('TradeQty'),
      amount: row.money('TradeMoney'),
      side: SSE_SIDES[row.text('TradeBSFlag')] ?? null,
      buyId: row.number('TradeBuyNo'),
      sellId: row.number('TradeSellNo'),
    }));
    const adds = (orders.get(symbol) ?? [])
      .filter((row) => row.text('OrderType') === '2')
      .map((row) => ({
        seq: row.number('ApplSeqNum'),
        time: time(row.text('MDTime')),
        orderId: row.number('OrderNO'),
        side: row.text('OrderBSFlag') === '1' ? ('buy' as const) : ('sell' as const),
        price: row.money('OrderPrice'),
        balance: row.number('OrderQty'),
      }));
    return dayOf(symbol, '2023-07-11', executions, adds);
  });
}

/** SZSE 000001 and SSE 600000 on 2023-02-01, executions only; cancels are left out. */
function mixedDays(tradeFile: string): readonly RealEventDay[] {
  const trades = readRows(tradeFile).filter((row) => row.text('ExecType') !== '4');
  const byMarket = groupBy(trades, (row) => row.text('Market'));
  return ['SZ', 'SH'].map((market) => {
    const executions = (byMarket.get(market) ?? []).map((row) => {
      const at = time(row.text('TradeTime'));
      const [buyId, sellId] = [row.number('BidApplSeqNum'), row.number('OfferApplSeqNum')];
      const [traded, volume] = [row.money('TradePrice'), row.number('TradeQty')];
      const money = row.number('TradeMoney');
      return {
        seq: row.number(market === 'SZ' ? 'ApplSeqNum' : 'BizIndex'),
        time: at,
        price: traded,
        volume,
        amount: money > 0 ? Math.round(money * 1000) / 1000 : Math.round(traded * volume * 1000) / 1000,
        side: market === 'SZ' ? szseSide(at, buyId, sellId) : (SSE_SIDES[row.text('TradeBSFlag')] ?? null),
        buyId,
        sellId,
      };
    });
    return dayOf(market === 'SZ' ? '000001.SZ' : '600000.SH', '2023-02-01', executions, null);
  });
}

/** The eight stock-days at hand, three of 2023-02-01 and five of 2023-07-11, from the folder of the real files; two are without orders. */
export function realEventDays(folder: string): readonly RealEventDay[] {
  const file = (name: string): string => join(folder, `${name}.csv.gz`);
  return [
    ...mixedDays(file('szse-000001-sse-600000-20230201-trade')),
    moutaiDay(file('sse-600519-20230201-trade'), file('sse-600519-20230201-order')),
    ...fiveStockDays(file('sse-5stocks-20230711-trade'), file('sse-5stocks-20230711-order')),
  ];
}
