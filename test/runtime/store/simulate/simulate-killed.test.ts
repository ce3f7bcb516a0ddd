import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { textIn } from '../../../../src/runtime/store/duckdb.ts';
import { simulateMarket } from '../../../../src/runtime/store/simulate/simulate.ts';
import { runAndKill } from '../../../support/killed.ts';
import { contents, freshFolder, sql } from '../support.ts';
import { smallMarket } from './markets.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const HOOKS = new URL('../../../support/typescript-hooks.mjs', import.meta.url).href;
const FULL = process.env['FULLBAND_TEST'] === 'full';
const DAYS = 5;

function entries(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

/** Moments at which a run is killed; each is reached later than the one before. */
const MOMENTS: readonly ((store: string) => boolean)[] = [
  (store) => existsSync(join(store, 'simulated.json')),
  (store) => entries(join(store, 'order/.staging')).some((name) => name.endsWith('.part')),
  (store) => entries(join(store, 'trade/.staging')).some((name) => name.endsWith('commit.json')),
  (store) => entries(join(store, 'minute')).filter((name) => name.startsWith('date=')).length >= 2,
  (store) => entries(join(store, 'daily/.staging')).some((name) => name.endsWith('.part')),
  (store) => entries(join(store, 'order')).filter((name) => name.endsWith('.parquet')).length >= 4,
  (store) => entries(join(store, 'index_member')).length > 0,
];

/** Tables and dates of a store with the symbols of each, as readers see them. */
async function wholeDays(store: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of ['order', 'trade', 'minute']) {
    if (!entries(join(store, table)).some((name) => name.endsWith('.parquet'))) continue;
    const rows = await sql(`SELECT date::VARCHAR || ' ${table} ' || string_agg(DISTINCT symbol ORDER BY symbol) || ' ' || count(*) AS day FROM read_parquet('${store}/${table}/date=*/*.parquet', hive_partitioning = true) GROUP BY date`);
    found.push(...rows.map((row) => textIn(row, 'day') ?? ''));
  }
  return found;
}

test('a simulation that is killed leaves whole days at whatever moment, and going on ends at the same bytes', async () => {
  const undisturbed = await freshFolder();
  await simulateMarket(smallMarket(undisturbed, { days: DAYS, seed: 3 }));
  const days = await wholeDays(undisturbed);
  const expected = await contents(undisturbed);
  const store = await freshFolder();
  let killed = 0;
  for (const reached of FULL ? [...MOMENTS, ...MOMENTS.slice(3)] : MOMENTS.filter((_, i) => [1, 2, 4].includes(i))) {
    const { end } = await runAndKill(['--import', HOOKS, CHILD, store, '8', String(DAYS), '3'], () => reached(store));
    if (end === 'SIGKILL') killed++;
    for (const day of await wholeDays(store)) expect(days).toContain(day);
  }
  expect(killed).toBeGreaterThanOrEqual(FULL ? 5 : 2);
  await simulateMarket(smallMarket(store, { days: DAYS, seed: 3 }));
  expect(await contents(store)).toEqual(expected);
}, 240_000);
