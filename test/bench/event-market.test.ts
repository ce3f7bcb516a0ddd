import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptMarket, marketFiles, readThrough, withFreshStore } from '../../bench/event-market.ts';
import { EVENT_FACTORS, valuesOf, type EventFactor, type EventValues } from '../../bench/event-factors.ts';
import { freshFolder } from '../runtime/store/support.ts';

const MARKET = { stocks: 3, executions: 300, seed: 1 };

describe('generated markets', () => {
  test('a market is made once and reused; another seed, size or number of stocks is made', async () => {
    const folder = await freshFolder();
    const made: string[] = [];
    const get = (more: Partial<typeof MARKET> = {}) => keptMarket(folder, { ...MARKET, ...more }, () => made.push(JSON.stringify(more)));
    const first = await get();
    const files = Object.values(await marketFiles(first.store)).flat();
    expect(files).toHaveLength(3);
    const times = files.map((file) => statSync(file).mtimeMs);
    expect(await get()).toEqual(first);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
    const others = [await get({ seed: 2 }), await get({ executions: 600 }), await get({ stocks: 4 })];
    expect(made).toEqual(['{}', '{"seed":2}', '{"executions":600}', '{"stocks":4}']);
    expect(new Set([first, ...others].map(({ store }) => store)).size).toBe(4);
    expect(others[1]?.rows.trade).toBeGreaterThan(1.5 * first.rows.trade);
    expect(await get()).toEqual(first);
    expect(made).toHaveLength(4);
  });

  test('a market that was not finished or was made otherwise is made again', async () => {
    const folder = await freshFolder();
    let made = 0;
    const get = () => keptMarket(folder, MARKET, () => made++);
    const { store, rows } = await get();
    const note = join(store, 'market.json');
    expect(existsSync(note)).toBe(true);
    rmSync(note);
    expect(await get()).toEqual({ store, rows });
    expect(made).toBe(2);
    for (const text of ['{"made": "by oth', JSON.stringify({ made: 'otherwise', rows: { trade: 1, order: 1, minute: 1 } })]) {
      writeFileSync(note, text);
      expect(await get()).toEqual({ store, rows });
    }
    expect(made).toBe(4);
    expect(readFileSync(note, 'utf8')).toContain('"trade"');
  });

  test('a fresh store has the tables and no values, and goes with them', async () => {
    const market = await keptMarket(await freshFolder(), MARKET, () => undefined);
    await readThrough(market.store);
    const folder = await withFreshStore(market, async (store, output) => {
      expect(readdirSync(store).sort()).toEqual(['minute', 'order', 'trade']);
      expect(lstatSync(join(store, 'trade')).isSymbolicLink()).toBe(true);
      expect(Object.values(await marketFiles(store)).flat()).toHaveLength(3);
      return output;
    });
    expect(existsSync(folder)).toBe(false);
    expect(Object.values(await marketFiles(market.store)).flat()).toHaveLength(3);
  });
});

describe('values of stocks', () => {
  const values = Object.fromEntries(EVENT_FACTORS.map((factor) => [factor, Float64Array.of(1, NaN, 3)])) as Record<EventFactor, Float64Array>;
  const all: EventValues = { symbols: ['a', 'b', 'c'], values };

  test('those of some stocks are taken by symbol', () => {
    expect(valuesOf(all, ['c', 'b']).kurt_order_diff).toEqual(Float64Array.of(3, NaN));
  });

  test('a stock without values is refused', () => {
    expect(() => valuesOf(all, ['d'])).toThrow('there is no value of d');
  });
});
