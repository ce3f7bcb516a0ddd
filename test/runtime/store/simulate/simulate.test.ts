import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildBars } from '../../../../src/runtime/store/bars.ts';
import { simulateMarket, type SimulateOptions } from '../../../../src/runtime/store/simulate/simulate.ts';
import { huatai27 } from '../../../support/information.ts';
import { agrees, KERNEL_TOLERANCE } from '../../../support/agreement.ts';
import { compute, outputRows } from '../../engine/stores.ts';
import { contents, faultOf, freshFolder, sql, sqlNumber, writePartitionFile } from '../support.ts';
import { smallMarket } from './markets.ts';

let store = '';
const table = (name: string): string => `read_parquet('${store}/${name}/**/*.parquet', hive_partitioning = true)`;
const daily = (): string => `read_parquet('${store}/daily/*/*.parquet', hive_partitioning = false)`;

/** Files of a store without what only remembers times of change. */
async function filesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(await contents(folder)).filter(([name]) => !name.includes('.fingerprints')));
}

beforeAll(async () => {
  store = await freshFolder();
  await simulateMarket(smallMarket(store, { stocks: 45, days: 16, ordersPerStock: 600 }));
}, 120_000);

describe('the tables of a simulated market', () => {
  test('bars are what executions make of them, with the last price carried where there was none', async () => {
    const bar = `CASE WHEN "time" < 46800000 THEN greatest(1, 1 + ("time" - 34200000) // 60000) ELSE least(240, 121 + ("time" - 46800000) // 60000) END`;
    const built = `SELECT date, symbol, ${bar} AS bar, arg_min(price, seq) AS open, max(price) AS high, min(price) AS low, arg_max(price, seq) AS "close", sum(volume)::BIGINT AS volume, round(sum(amount), 2) AS amount, count(*)::INTEGER AS items FROM ${table('trade')} GROUP BY ALL`;
    const stored = `SELECT date, symbol, bar, open, high, low, "close", volume, round(amount, 2) AS amount, items FROM ${table('minute')} WHERE items > 0`;
    expect(await sql(`(${built} EXCEPT ${stored}) UNION ALL (${stored} EXCEPT ${built})`)).toEqual([]);
    const before = `lag("close") OVER (PARTITION BY date, symbol ORDER BY bar)`;
    expect(await sqlNumber(`SELECT count(*) AS n FROM (SELECT *, ${before} AS before FROM ${table('minute')}) WHERE items = 0 AND (before IS NULL OR before <> "close" OR open <> "close" OR high <> "close" OR low <> "close" OR volume <> 0 OR amount <> 0)`)).toBe(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM (SELECT max(bar) AS last, count(*) AS bars, min(bar) AS first FROM ${table('minute')} GROUP BY date, symbol) WHERE last <> 240 OR bars <> 241 - first`)).toBe(0);
  });

  test('the command bars has nothing to add', async () => {
    expect(await buildBars(store)).toMatchObject({ built: 0, unchanged: 0, kept: 16 });
  });

  test('a day of daily is that of its bars', async () => {
    const bars = `SELECT CAST(date AS DATE) AS "date", symbol, arg_min(open, bar) AS open, max(high) AS high, min(low) AS low, arg_max("close", bar) AS "close", sum(volume)::BIGINT AS volume, round(sum(amount), 2) AS amount FROM ${table('minute')} GROUP BY ALL`;
    const days = `SELECT "date", symbol, open, high, low, "close", volume, round(amount, 2) AS amount FROM ${daily()} WHERE volume > 0`;
    expect(await sql(`(${bars} EXCEPT ${days}) UNION ALL (${days} EXCEPT ${bars})`)).toEqual([]);
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${daily()} WHERE suspended <> (volume = 0) OR (suspended AND (vwap IS NOT NULL OR "close" <> pre_close)) OR (NOT suspended AND NOT vwap BETWEEN low - 1e-9 AND high + 1e-9)`)).toBe(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${daily()} WHERE suspended`)).toBeGreaterThan(0);
  });

  test('limits are those of the boards, in cents, and no price is beyond them', async () => {
    const part = `CASE WHEN symbol LIKE '%.BJ' THEN 3000 WHEN symbol LIKE '688%' OR symbol LIKE '300%' THEN 2000 WHEN is_st THEN 500 ELSE 1000 END`;
    const limit = (sign: string): string => `floor((round(pre_close * 100)::BIGINT * (10000 ${sign} ${part}) + 5000) / 10000) / 100`;
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${daily()} WHERE limit_up <> ${limit('+')} OR limit_down <> ${limit('-')} OR high > limit_up OR low < limit_down`)).toBe(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${daily()} WHERE limit_up IS NULL`)).toBeGreaterThan(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${daily()} WHERE is_st`)).toBeGreaterThan(0);
  });

  test('closes lead to the next day, whatever was paid out between', async () => {
    const next = (column: string): string => `lead(${column}) OVER (PARTITION BY symbol ORDER BY "date")`;
    const rows = `(SELECT "close", adj_factor, pre_close, ${next('pre_close')} AS next_close, ${next('adj_factor')} AS next_factor FROM ${daily()})`;
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${rows} WHERE abs(next_close * next_factor - "close" * adj_factor) > 1e-9 * "close"`)).toBe(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${rows} WHERE next_close <> "close"`)).toBeGreaterThan(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM (SELECT min(adj_factor) AS first, max(adj_factor) AS last FROM ${daily()} GROUP BY symbol) WHERE first <> 1`)).toBe(0);
  });

  test('indices have weights that add up and no common member', async () => {
    const members = await sql(`SELECT CAST("date" AS VARCHAR) AS d, "index", count(*)::INTEGER AS members, round(sum(weight), 9) AS weight FROM read_parquet('${store}/index_member/*.parquet') GROUP BY ALL ORDER BY ALL`);
    expect(members.map(({ index, weight }) => [index, weight])).toEqual([...['csi1000', 'csi500'], ...['csi1000', 'csi500']].map((index) => [index, 1]));
    expect(await sqlNumber(`SELECT count(*) AS n FROM (SELECT 1 FROM read_parquet('${store}/index_member/*.parquet') GROUP BY "date", symbol HAVING count(*) > 1)`)).toBe(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM read_parquet('${store}/index_daily/*.parquet') WHERE "close" BETWEEN 700 AND 1300`)).toBe(32);
  });

  test('an index gains what its members gain, by their weights', async () => {
    const [index, member] = ['index_daily', 'index_member'].map((name) => `read_parquet('${store}/${name}/*.parquet')`);
    const gained = `SELECT m."index", sum(weight * (d."close" / d.pre_close - 1)) AS gained FROM ${member ?? ''} m JOIN ${daily()} d USING (symbol) WHERE m."date" = '2022-12-28' AND d."date" = '2022-12-29' GROUP BY m."index"`;
    const rows = await sql(`SELECT i."index", i."close" - 1000 * (1 + gained) AS off FROM ${index ?? ''} i JOIN (${gained}) USING ("index") WHERE "date" = '2022-12-29'`);
    expect(rows).toHaveLength(2);
    for (const { off } of rows) expect(Math.abs(Number(off))).toBeLessThan(1e-4);
  });

  test('a stock that is listed later begins without limits', async () => {
    const first = `(SELECT symbol, min("date") AS first FROM ${daily()} GROUP BY symbol)`;
    const start = `(SELECT min("date") FROM ${daily()})`;
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${first} WHERE first > ${start}`)).toBeGreaterThan(0);
    expect(await sqlNumber(`SELECT count(*) AS n FROM ${daily()} JOIN ${first} USING (symbol) WHERE first > ${start} AND "date" = first AND limit_up IS NOT NULL`)).toBe(0);
  });
});

describe('the 27 factors of a simulated market', () => {
  test('have values for nearly every stock and day, and engines agree', async () => {
    const factors = huatai27();
    expect(factors).toHaveLength(27);
    const one = await outputRows((await compute({ store, factors, to: '2022-12-30' })).out);
    const other = await outputRows((await compute({ store, factors, to: '2022-12-30', engine: 'reference' })).out);
    expect(one.length).toBeGreaterThan(100);
    expect(one.map(({ symbol }) => symbol)).toEqual(other.map(({ symbol }) => symbol));
    for (const { name } of factors) {
      expect([name, one.filter((row) => row[name] !== null).length > 0.9 * one.length]).toEqual([name, true]);
      one.forEach((row, i) => expect([row['symbol'], name, agrees(Number(row[name] ?? NaN), Number(other[i]?.[name] ?? NaN), KERNEL_TOLERANCE)]).toEqual([row['symbol'], name, true]));
    }
  });
});

describe('a simulation that is interrupted', () => {
  test('within a day leaves the days before it and nothing of it, and goes on to the same bytes', async () => {
    const [one, other] = [await freshFolder(), await freshFolder()];
    const market = (folder: string): SimulateOptions => ({ ...smallMarket(folder, { days: 3 }), portionRows: 2000 });
    const controller = new AbortController();
    const reason = new Error('enough');
    // The day's portions are written beside other work, which is when the timer comes.
    const run = simulateMarket({ ...market(one), signal: controller.signal, onProgress: ({ done }) => done === 1 && setTimeout(() => controller.abort(reason), 0) });
    await expect(run).rejects.toBe(reason);
    const dates = async (): Promise<unknown> => (await sql(`SELECT count(DISTINCT date)::INTEGER AS n FROM read_parquet('${one}/*/date=*/*.parquet', hive_partitioning = true, union_by_name = true)`))[0]?.['n'];
    expect(await dates()).toBe(1);
    expect(Object.keys(await filesOf(one)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await simulateMarket(market(one));
    await simulateMarket(market(other));
    expect(await filesOf(one)).toEqual(await filesOf(other));
  });
});

describe('simulating again', () => {
  test('the same options give the same bytes, other seeds others', async () => {
    const [one, other, different] = [await freshFolder(), await freshFolder(), await freshFolder()];
    await simulateMarket(smallMarket(one));
    await simulateMarket(smallMarket(other));
    await simulateMarket(smallMarket(different, { seed: 2 }));
    const files = await filesOf(one);
    expect(Object.keys(files).filter((name) => name.endsWith('.parquet'))).toHaveLength(3 * 4 + 2 + 2);
    expect(await filesOf(other)).toEqual(files);
    expect(await filesOf(different)).not.toEqual(files);
    // Nothing is left to do.
    const report = await simulateMarket(smallMarket(one));
    expect(report).toMatchObject({ earlier: 4, rows: { order: 0, daily: 0 } });
    expect(await filesOf(one)).toEqual(files);
  });

  test('with more days goes on, as if they had been asked for at once', async () => {
    const [one, other] = [await freshFolder(), await freshFolder()];
    await simulateMarket(smallMarket(one, { days: 2 }));
    await simulateMarket(smallMarket(one, { days: 5 }));
    await simulateMarket(smallMarket(other, { days: 5 }));
    expect(await filesOf(one)).toEqual(await filesOf(other));
  });

  test('a day in portions has the rows of a day at once', async () => {
    const [whole, portions] = [await freshFolder(), await freshFolder()];
    await simulateMarket(smallMarket(whole, { days: 2 }));
    await simulateMarket({ ...smallMarket(portions, { days: 2 }), portionRows: 2000 });
    for (const name of ['order', 'trade', 'minute']) {
      const rows = (folder: string): string => `SELECT * FROM read_parquet('${folder}/${name}/*/*.parquet', file_row_number = true)`;
      expect(await sqlNumber(`SELECT count(*) AS n FROM ((${rows(whole)}) EXCEPT (${rows(portions)}))`)).toBe(0);
      expect(await sqlNumber(`SELECT count(*) AS n FROM (${rows(whole)})`)).toBe(await sqlNumber(`SELECT count(*) AS n FROM (${rows(portions)})`));
    }
  });

  test('without information there are the same tables with other numbers', async () => {
    const [one, other] = [await freshFolder(), await freshFolder()];
    await simulateMarket(smallMarket(one, { days: 2 }));
    await simulateMarket(smallMarket(other, { days: 2, information: false }));
    const [files, others] = [await filesOf(one), await filesOf(other)];
    expect(Object.keys(others)).toEqual(Object.keys(files));
    const daily = 'daily/year=2022/fullband.parquet';
    expect(others[daily]).not.toBe(files[daily]);
  });

  test.each([
    ['another seed', { seed: 9 }, 'a market with seed 1', 'seed 9'],
    ['fewer days', { days: 3 }, 'a market with days 4', 'days 3'],
    ['other stocks and no information', { stocks: 9, information: false }, 'a market with stocks 8, information true', 'stocks 9, information false'],
  ] as const)('%s is refused, and nothing changes', async (_, options, found, expected) => {
    const folder = await freshFolder();
    await simulateMarket(smallMarket(folder));
    const before = await filesOf(folder);
    expect(await faultOf(simulateMarket(smallMarket(folder, options)))).toMatchObject({ file: join(folder, 'simulated.json'), found, expected });
    expect(await filesOf(folder)).toEqual(before);
  });

  test('a store with other data is refused, an empty folder is not', async () => {
    const folder = await freshFolder();
    await mkdir(join(folder, 'values'), { recursive: true });
    await simulateMarket(smallMarket(folder, { days: 1 }));
    const other = await freshFolder();
    await writePartitionFile(other, 'trade', '2022-12-28', "SELECT '600000.SH' AS symbol");
    expect(await faultOf(simulateMarket(smallMarket(other)))).toMatchObject({ file: other, found: 'trade with data that was not simulated' });
    expect(Object.keys(await filesOf(other))).toEqual(['trade/date=2022-12-28/other.parquet']);
  });

  test.each(['order/date=2022-12-28', 'minute/date=2022-12-28', 'order_added/date=2022-12-28', 'daily/year=2022', 'industry', 'index_member', 'index_daily'])('a store with %s is refused', async (place) => {
    const folder = await freshFolder();
    await mkdir(join(folder, place), { recursive: true });
    await sql(`COPY (SELECT '600000.SH' AS symbol) TO '${join(folder, place, 'other.parquet')}' (FORMAT parquet)`);
    expect(await faultOf(simulateMarket(smallMarket(folder, { days: 1 })))).toMatchObject({ file: folder, found: `${place.replace(/\/.*/, '')} with data that was not simulated` });
  });
});
