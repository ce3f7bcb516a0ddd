import { existsSync, readdirSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/runtime/store/duckdb.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { readEvents } from '../../../src/runtime/store/read-events.ts';
import { runAndKill } from '../../support/killed.ts';
import { DAY, importAdds, importTrades, ordersOf, type Add, type Trade } from './event-files.ts';
import { REAL_FILES, describeWithRealFiles, faultOf, freshFolder, storedRows, writeText } from './support.ts';

/** A short run takes every third moment. */
const FULL = process.env['FULLBAND_TEST'] === 'full';
const CHILD = fileURLToPath(new URL('./child/import.ts', import.meta.url));
const HOOKS = new URL('../../support/typescript-hooks.mjs', import.meta.url).href;

/** Files of the runs that are writing to a table. */
function staged(store: string, table: string): readonly string[] {
  const folder = join(store, table, '.staging');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

/** Whether the day of a table holds rows; between the two steps of a publication its folder is there and still empty. */
function hasFiles(store: string, table: string): boolean {
  const folder = join(store, table, `date=${DAY}`);
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.parquet'));
}

const ORDER = { preset: 'tonglian-sse-order', file: REAL_FILES.moutaiOrder } as const;
const TRADE = { preset: 'tonglian-sse-trade', file: REAL_FILES.moutaiTrade } as const;
type Stream = typeof ORDER | typeof TRADE;

const run = ({ preset, file }: Stream, store: string): Promise<unknown> => importFiles({ store, mapping: { preset }, files: [file], date: DAY });

describeWithRealFiles('an import of one stream that is killed after the other is there', () => {
  let whole: string;
  beforeAll(async () => {
    const clean = await freshFolder();
    await run(ORDER, clean);
    await run(TRADE, clean);
    whole = await dataVersion(clean, 'order', DAY);
  });

  const moments: readonly (readonly [string, Stream, Stream, (store: string) => boolean])[] = [
    ['executions, while they are staged', ORDER, TRADE, (store) => staged(store, 'trade').some((name) => name.endsWith('.part'))],
    ['executions, while the orders are staged', ORDER, TRADE, (store) => staged(store, 'order').some((name) => name.endsWith('.part'))],
    ['executions, once the orders are due', ORDER, TRADE, (store) => staged(store, 'order').includes('due.json')],
    ['executions, once they are published', ORDER, TRADE, (store) => existsSync(join(store, 'trade', `date=${DAY}`))],
    ['orders, while their add rows are staged', TRADE, ORDER, (store) => staged(store, 'order').some((name) => name.includes('order_added'))],
    ['orders, once they are decided', TRADE, ORDER, (store) => staged(store, 'order').some((name) => name.endsWith('commit.json'))],
    ['orders, once their add rows are published', TRADE, ORDER, (store) => existsSync(join(store, 'order_added', `date=${DAY}`))],
  ];
  test.each(FULL ? moments : moments.filter((_, i) => i % 3 === 0))('%s: the repetition ends with the same orders', async (_, first, second, reached) => {
    const store = await freshFolder();
    await run(first, store);
    const { end } = await runAndKill(['--import', HOOKS, CHILD, store, second.preset, second.file, DAY], () => reached(store));
    expect(['SIGKILL', 0]).toContain(end);
    // Orders are the add rows or all of them; never a part.
    const [stored] = hasFiles(store, 'order') ? await storedRows(store, 'order', 'count(*)::INTEGER AS n') : [{ n: 0 }];
    expect([0, 39067, 58117]).toContain(stored?.['n']);
    await run(second, store);
    expect(await dataVersion(store, 'order', DAY)).toBe(whole);
    for (const table of ['trade', 'order']) expect(await readdir(join(store, table, '.staging'))).toEqual([]);
  }, 120_000);
});

describe('orders that an import left behind their executions', () => {
  const adds: readonly Add[] = [{ seq: 10, id: 1, side: 'S', price: 10.5, volume: 100 }];
  const trades: readonly Trade[] = [{ seq: 11, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 60 }];
  const due = `{"due": [{"date": "${DAY}", "symbols": ["600000.SH"], "reconstitute": true}]}`;

  /** A store as a kill between the two publications leaves it: new executions, old orders, and the note. */
  async function leftBehind(): Promise<string> {
    const store = join(await freshFolder(), 'store');
    await importTrades(store, trades);
    await rename(join(store, 'trade', `date=${DAY}`), join(store, 'kept'));
    await importAdds(store, adds);
    await rename(join(store, 'kept'), join(store, 'trade', `date=${DAY}`));
    await writeText(store, 'order/.staging/due.json', due);
    expect(await ordersOf(store)).toHaveLength(1);
    return store;
  }

  test('are not read until they are made again', async () => {
    const store = await leftBehind();
    const db = await openDatabase({ threads: 1 });
    try {
      const error = await faultOf(readEvents(db, store, 'order', DAY).next());
      expect(error.found).toBe(`an import that has changed executions of ${DAY} and not yet the orders that rest on them`);
      expect(error.remedy).toContain('run it again');
      expect((await readEvents(db, store, 'trade', DAY).next()).value).toMatchObject({ symbol: '600000.SH', n: 1 });
    } finally {
      db.close();
    }
  });

  test('are made again by the next import of either stream, whatever its day', async () => {
    for (const next of [(store: string) => importTrades(store, trades, { date: '2023-03-01' }), (store: string) => importAdds(store, adds, { date: '2023-03-01' })]) {
      const store = await leftBehind();
      await next(store);
      expect((await ordersOf(store, `WHERE date = '${DAY}'`)).map((order) => [order['id'], order['volume']])).toEqual([[1, 100], [2, 60]]);
      expect(await readdir(join(store, 'order', '.staging'))).toEqual([]);
    }
  });
});
