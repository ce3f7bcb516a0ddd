/** Plain rows of events as the reference reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileEvents, type EventProgram } from '../../src/compiler/events/compile.ts';
import type { EventRows, StockData } from '../../src/compiler/reference/stock-data.ts';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { ENUMS } from '../../src/dsl/tables.ts';
import type { CheckedFactor } from '../../src/dsl/typed.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { barsOf, type EventDay, type Execution, type OrderEntry } from '../oracle/event-rows.ts';
import { ROOT } from './sources.ts';

/** Null without rows: a stock that is absent from a table. */
export function tradeRows(executions: readonly Execution[]): EventRows | null {
  if (executions.length === 0) return null;
  const column = (of: (row: Execution) => number): Float64Array => Float64Array.from(executions, of);
  return {
    count: executions.length,
    time: Int32Array.from(executions, ({ time }) => time),
    columns: new Map([
      ['price', column(({ price }) => price)],
      ['volume', column(({ volume }) => volume)],
      ['amount', column(({ amount }) => amount)],
      ['side', column(({ side }) => (side === null ? NaN : ENUMS.side.indexOf(side)))],
      ['buy_id', column(({ buyId }) => buyId)],
      ['sell_id', column(({ sellId }) => sellId)],
    ]),
  };
}

/** Null without rows. */
export function orderRows(orders: readonly OrderEntry[]): EventRows | null {
  if (orders.length === 0) return null;
  const column = (of: (row: OrderEntry) => number): Float64Array => Float64Array.from(orders, of);
  return {
    count: orders.length,
    time: Int32Array.from(orders, ({ time }) => time),
    columns: new Map([
      ['price', column(({ price }) => price)],
      ['volume', column(({ volume }) => volume)],
      ['side', column(({ side }) => ENUMS.order_side.indexOf(side))],
      ['type', column(({ type }) => ENUMS.order_type.indexOf(type))],
      ['order_id', column(({ orderId }) => orderId)],
    ]),
  };
}

/** One stock's day with the bars that its executions add up to; none of those without an execution. */
export function stockData({ executions, orders }: EventDay): StockData {
  return { minute: executions.length === 0 ? null : barsOf(executions), trade: tradeRows(executions), order: orderRows(orders) };
}

/** The factors of factors/trade and factors/order, by file name. */
export function eventFactors(): readonly CheckedFactor[] {
  const texts: Record<string, string> = {};
  const entries: string[] = [];
  for (const folder of ['lib', 'trade', 'order']) {
    for (const name of readdirSync(join(ROOT, 'factors', folder)).sort()) {
      texts[`${folder}/${name}`] = readFileSync(join(ROOT, 'factors', folder, name), 'utf8');
      if (folder !== 'lib') entries.push(`${folder}/${name}`);
    }
  }
  const { factors, findings } = checkProject(loadProject(entries, memoryReader(texts)));
  if (findings.length > 0) throw new Error(findings.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return factors;
}

export function eventProgram(): EventProgram {
  return compileEvents(eventFactors());
}
