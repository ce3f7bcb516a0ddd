/** Small order and trade streams of SSE as vendors' files, for tests. */
import { join } from 'node:path';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import type { Row } from '../../../src/runtime/store/duckdb.ts';
import { storedRows, writeText } from './support.ts';

export const DAY = '2023-02-01';

/** A row of the order stream; `time` is `HH:MM:SS`. */
export interface Add {
  readonly symbol?: string;
  readonly seq: number;
  readonly id: number;
  readonly side: 'B' | 'S';
  readonly price: number;
  readonly volume: number;
  readonly time?: string;
  /** D is a cancel. */
  readonly type?: 'A' | 'D';
}

export interface Trade {
  readonly symbol?: string;
  readonly seq: number;
  readonly buy: number;
  readonly sell: number;
  readonly side: 'B' | 'S' | 'N';
  readonly price: number;
  readonly volume: number;
  readonly time?: string;
}

let files = 0;

async function importText(store: string, preset: string, header: string, rows: readonly string[], date: string, reconstitute: boolean): Promise<ImportReport> {
  const path = await writeText(store, join('..', 'files', `${files++}.csv`), `${header}\n${rows.join('\n')}\n`);
  const [report] = await importFiles({ store, mapping: { preset }, files: [path], date, reconstitute, threads: 1 });
  if (report === undefined) throw new Error('no report');
  return report;
}

export function importAdds(store: string, rows: readonly Add[], { date = DAY, reconstitute = true } = {}): Promise<ImportReport> {
  const lines = rows.map(({ symbol = '600000', seq, id, side, price, volume, time = '09:30:00', type = 'A' }) => [symbol, time, type, id, price, volume, side, seq].join(','));
  return importText(store, 'tonglian-sse-order', 'SecurityID,OrderTime,OrderType,OrderNO,OrderPrice,Balance,OrderBSFlag,BizIndex', lines, date, reconstitute);
}

export function importTrades(store: string, rows: readonly Trade[], { date = DAY, reconstitute = true } = {}): Promise<ImportReport> {
  const lines = rows.map(({ symbol = '600000', seq, buy, sell, side, price, volume, time = '09:30:00' }) => [symbol, time, price, volume, price * volume, buy, sell, side, seq].join(','));
  return importText(store, 'tonglian-sse-trade', 'SecurityID,TradTime,TradPrice,TradVolume,TradeMoney,TradeBuyNo,TradeSellNo,TradeBSFlag,BizIndex', lines, date, reconstitute);
}

/** The orders of a store as plain rows, by date, symbol and number. */
export function ordersOf(store: string, rest = ''): Promise<readonly Row[]> {
  return storedRows(store, 'order', 'symbol, seq::INTEGER AS seq, "time", order_id::INTEGER AS id, side, type, price, volume::INTEGER AS volume', `${rest} ORDER BY date, symbol, seq`);
}
