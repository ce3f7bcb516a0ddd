/**
 * SSE's order stream with full sizes, from first principles. Its add rows carry what was left after immediate fills, and an order filled at once
 * is not in it; the executions in which an order was the aggressor are what is missing.
 */
import type { Execution, OrderEntry } from './event-rows.ts';

/** An `A` row of the order stream; `balance` is what was left of the order when it entered the book. */
export interface AddRow {
  readonly seq: number;
  readonly time: number;
  readonly orderId: number;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly balance: number;
}

/** One entry per order, in the order of time, then number. An order known by its executions alone has the price of the last one. */
export function reconstitute(adds: readonly AddRow[], executions: readonly Execution[]): readonly OrderEntry[] {
  const orders = new Map<number, OrderEntry>();
  for (const execution of executions) {
    const { side } = execution;
    if (side !== 'buy' && side !== 'sell') continue;
    const orderId = side === 'buy' ? execution.buyId : execution.sellId;
    const known = orders.get(orderId);
    const first = known ?? execution;
    orders.set(orderId, { seq: first.seq, time: first.time, orderId, side, type: 'limit', price: execution.price, volume: (known?.volume ?? 0) + execution.volume });
  }
  for (const { seq, time, orderId, side, price, balance } of adds) {
    const filled = orders.get(orderId);
    const earlier = filled !== undefined && filled.time < time ? filled : { seq, time };
    orders.set(orderId, { seq: earlier.seq, time: earlier.time, orderId, side: filled?.side ?? side, type: 'limit', price, volume: balance + (filled?.volume ?? 0) });
  }
  return [...orders.values()].sort((a, b) => a.time - b.time || a.orderId - b.orderId);
}
