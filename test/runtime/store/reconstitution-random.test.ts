import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { DAY, importAdds, importTrades, ordersOf, type Add, type Trade } from './event-files.ts';
import { freshFolder } from './support.ts';

const RUNS = process.env['FULLBAND_TEST'] === 'full' ? 200 : 6;

/** Repeatable random numbers from 0 to `below` − 1. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Day {
  readonly adds: readonly Add[];
  readonly trades: readonly Trade[];
}

/** Streams of a few stocks with few order numbers, so that everything meets: takings, rests, auctions, numbers that enter twice or take on both sides. */
function randomDay(random: (below: number) => number): Day {
  const adds: Add[] = [];
  const trades: Trade[] = [];
  const stocks = 1 + random(4);
  for (let stock = 0; stock < stocks; stock++) {
    const symbol = `60000${stock}`;
    const ids = 1 + random(12);
    const events = random(40);
    for (let i = 0; i < events; i++) {
      const seq = 100 + i * 2;
      const minute = random(3) === 0 ? 15 + random(15) : 30 + random(29);
      const row = { symbol, seq, price: (1000 + random(100)) / 100, volume: (1 + random(9)) * 100, time: `09:${minute}:${String(random(60)).padStart(2, '0')}.${String(random(1000)).padStart(3, '0')}` };
      const side = random(2) === 0 ? 'B' : 'S';
      if (random(2) === 0) adds.push({ ...row, id: 1 + random(ids), side });
      else trades.push({ ...row, buy: random(ids + 1), sell: random(ids + 1), side: random(4) === 0 ? 'N' : side });
    }
  }
  return { adds, trades };
}

const milliseconds = (time: string): number => Date.parse(`1970-01-01T${time}Z`);

interface Order {
  readonly symbol: string;
  seq: number;
  time: number;
  readonly id: number;
  side: string;
  readonly type: string;
  price: number;
  volume: number;
}

/** The orders of a day, event by event. */
function expectedOrders({ adds, trades }: Day): readonly Order[] {
  const orders: Order[] = [];
  const first = new Map<string, Order>();
  const sided = new Set<Order>();
  for (const { symbol = '', seq, id, side, price, volume, time = '' } of [...adds].sort((a, b) => a.seq - b.seq)) {
    const order = { symbol: `${symbol}.SH`, seq, time: milliseconds(time), id, side, type: 'limit', price, volume };
    orders.push(order);
    if (!first.has(`${symbol} ${id}`)) first.set(`${symbol} ${id}`, order);
  }
  const restored = new Set<Order>();
  for (const { symbol = '', seq, buy, sell, side, price, volume, time = '' } of [...trades].sort((a, b) => a.seq - b.seq)) {
    const id = side === 'B' ? buy : sell;
    if (side === 'N' || id === 0 || time < '09:30') continue;
    let order = first.get(`${symbol} ${id}`);
    if (order === undefined) {
      order = { symbol: `${symbol}.SH`, seq, time: milliseconds(time), id, side, type: 'limit', price, volume: 0 };
      orders.push(order);
      first.set(`${symbol} ${id}`, order);
      restored.add(order);
    }
    order.volume += volume;
    order.seq = Math.min(order.seq, seq);
    order.time = Math.min(order.time, milliseconds(time));
    if (restored.has(order)) order.price = price;
    if (!sided.has(order)) order.side = side;
    sided.add(order);
  }
  return orders.sort((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : a.seq - b.seq));
}

test(`${RUNS} random days become what a plain reading of their events says, whatever the order of imports`, async () => {
  let compared = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const day = randomDay(randomNumbers(seed));
    if (day.adds.length === 0 || day.trades.length === 0) continue;
    const store = join(await freshFolder(), 'store');
    const other = join(await freshFolder(), 'store');
    await importAdds(store, day.adds);
    await importTrades(store, day.trades);
    await importTrades(other, day.trades);
    await importAdds(other, day.adds);
    if (seed % 2 === 0) await importTrades(other, day.trades);
    const added = new Set(day.adds.map(({ symbol }) => `${symbol ?? ''}.SH`));
    expect(await ordersOf(store), `seed ${seed}`).toEqual(expectedOrders(day).filter(({ symbol }) => added.has(symbol)));
    expect(await dataVersion(other, 'order', DAY), `seed ${seed}`).toBe(await dataVersion(store, 'order', DAY));
    compared++;
  }
  expect(compared).toBeGreaterThan(RUNS / 2);
}, 600_000);
