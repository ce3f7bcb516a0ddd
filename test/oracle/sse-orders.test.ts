import { describe, expect, test } from 'vitest';
import { clock, type Execution } from './event-rows.ts';
import { reconstitute, type AddRow } from './sse-orders.ts';

const add = (row: Partial<AddRow>): AddRow => ({ seq: 10, time: clock(9, 40), orderId: 7, side: 'buy', price: 10, balance: 100, ...row });

const execution = (row: Partial<Execution>): Execution => {
  const base = { seq: 5, time: clock(9, 40), price: 10.02, volume: 300, side: 'buy' as const, buyId: 7, sellId: 3, ...row };
  return { amount: base.price * base.volume, ...base };
};

describe('SSE orders with full sizes', () => {
  test('an order that only rested is its add row', () => {
    expect(reconstitute([add({})], [execution({ buyId: 99 })])).toContainEqual({ seq: 10, time: clock(9, 40), orderId: 7, side: 'buy', type: 'limit', price: 10, volume: 100 });
  });

  test('fills before the add row are added to its balance; the price is the limit of the add row, the time the earlier one', () => {
    const orders = reconstitute([add({ time: clock(9, 40, 0, 20) })], [execution({}), execution({ seq: 6, volume: 50, price: 10.03 })]);
    expect(orders).toEqual([{ seq: 5, time: clock(9, 40), orderId: 7, side: 'buy', type: 'limit', price: 10, volume: 450 }]);
  });

  test('an order filled at once is its executions, with the price of the last', () => {
    const orders = reconstitute([], [execution({ side: 'sell', sellId: 8 }), execution({ seq: 6, side: 'sell', sellId: 8, price: 10.01, volume: 100, time: clock(9, 41) })]);
    expect(orders).toEqual([{ seq: 5, time: clock(9, 40), orderId: 8, side: 'sell', type: 'limit', price: 10.01, volume: 400 }]);
  });

  test('executions of an auction, and those in which the order rested, add nothing', () => {
    expect(reconstitute([add({})], [execution({ side: 'none' }), execution({ side: 'sell', sellId: 90 })]).find(({ orderId }) => orderId === 7)?.volume).toBe(100);
  });

  test('the order of the rows given does not matter to sizes and times', () => {
    const executions = [execution({}), execution({ seq: 6, volume: 50, time: clock(9, 41) })];
    const turned = reconstitute([add({})], executions.toReversed());
    expect(turned.map(({ volume }) => volume)).toEqual(reconstitute([add({})], executions).map(({ volume }) => volume));
  });
});
