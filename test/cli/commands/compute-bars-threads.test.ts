import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { weekdays, writeMinuteMarket } from '../../../bench/data-minutes.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { fullbandHere } from '../../support/cli-here.ts';
import { commandFile, folderWith, fullband, runNode } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const work = folderWith({});
const store = join(work.path, 'store');
const FACTORS = join(ROOT, 'factors/minute');
/** A day for every thread; the third is one of those that are changed. */
const DAYS = process.env.FULLBAND_TEST === 'full' ? 4 : 3;
const [, second = '', third = ''] = weekdays(DAYS);

beforeAll(async () => {
  // More stocks than a part has.
  await withDatabase({}, (db) => writeMinuteMarket(db, store, { stocks: 530, days: DAYS, seed: 5 }));
}, 60_000);
afterAll(() => work.remove());

interface Outcome {
  readonly csv: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Values of every factor, from a store without any. Threads are started by the built command alone. */
async function valuesOn(threads: number, engine: string, ...options: readonly string[]): Promise<Outcome> {
  rmSync(join(store, 'values'), { recursive: true, force: true });
  const out = join(work.path, `values-${engine}-${threads}.csv`);
  const { code, stderr } = await (threads === 1 ? fullbandHere : fullband)(['compute', '--store', store, '--factors', FACTORS, '--out', out, '--engine', engine, '--threads', String(threads), ...options]);
  return { csv: code === 0 ? readFileSync(out, 'utf8') : '', stderr, code };
}

/** Replaces the file of a date by a query over it. */
async function rewrite(date: string, query: (file: string) => string): Promise<void> {
  const file = join(store, `minute/date=${date}/fullband.parquet`);
  await withDatabase({}, (db) =>
    db.use(async (connection) => {
      await connection.run(`CREATE TEMP TABLE rows AS ${query(`read_parquet('${file}')`)}`);
      await connection.run(`COPY rows TO '${file}' (FORMAT parquet)`);
    }),
  );
}

describe('days of minute bars on several threads', () => {
  test.for(['webasm', 'cpu', 'reference'])('have the values of one thread on %s, digit for digit', { timeout: 120_000 }, async (engine) => {
    const one = await valuesOn(1, engine);
    const three = await valuesOn(3, engine);
    expect([one.code, three.code]).toEqual([0, 0]);
    expect(three.csv).toBe(one.csv);
    expect(three.csv.split('\n')).toHaveLength(DAYS * 530 + 2);
    expect(three.stderr).toContain('minute bars on 3 threads');
    expect(one.stderr).not.toContain('minute bars on');
  });

  test('read prepared bars, with the same digits', { timeout: 60_000 }, async () => {
    const plain = await valuesOn(2, 'webasm');
    const prepared = await fullband(['prepare', '--store', store]);
    expect(prepared.stderr).toContain(`${DAYS} days prepared in `);
    const [two, one, some] = [await valuesOn(2, 'webasm'), await valuesOn(1, 'webasm'), await valuesOn(2, 'webasm', '--symbols', '600003.SH')];
    expect([two.csv, one.csv]).toEqual([plain.csv, plain.csv]);
    expect(some.csv.split('\n')).toHaveLength(DAYS + 2);
    for (const { stderr } of [two, one, some]) expect(stderr).toContain(`prepared minute bars of ${DAYS} days`);
    expect((await fullband(['prepare', '--store', store])).stderr).toContain(`0 days prepared, ${DAYS} unchanged.`);
    expect((await fullband(['prepare', '--store', store, '--remove'])).stderr).toContain(`Removed: prepared minute bars of ${DAYS} days.`);
    expect((await valuesOn(2, 'webasm')).stderr).not.toContain('prepared');
  });

  test('start in a process with flags of V8', { timeout: 60_000 }, async () => {
    rmSync(join(store, 'values'), { recursive: true, force: true });
    const out = join(work.path, 'flags.csv');
    const { code, stderr } = await runNode(['--max-old-space-size=2000', commandFile(), 'compute', '--store', store, '--factors', FACTORS, '--out', out, '--engine', 'webasm', '--threads', '2']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('minute bars on 2 threads')]);
  });

  test('may be of some symbols', { timeout: 60_000 }, async () => {
    const symbols = ['--symbols', '600003.SH', '600520.SH'];
    const two = await valuesOn(2, 'webasm', ...symbols);
    expect(two.csv).toBe((await valuesOn(1, 'webasm', ...symbols)).csv);
    expect(two.csv.split('\n')).toHaveLength(2 * DAYS + 2);
  });

  test('may have rows in any order', { timeout: 60_000 }, async () => {
    const sorted = await valuesOn(2, 'webasm');
    await rewrite(second, (rows) => `SELECT * FROM ${rows} ORDER BY bar DESC, symbol`);
    expect((await valuesOn(2, 'webasm')).csv).toBe(sorted.csv);
    expect((await valuesOn(1, 'webasm')).csv).toBe(sorted.csv);
  });

  test('name the file and the row of a value that is not valid', { timeout: 60_000 }, async () => {
    await rewrite(third, (rows) => `SELECT * REPLACE (CASE WHEN symbol = '600007.SH' AND bar = 5 THEN -1 ELSE amount END AS amount) FROM ${rows} ORDER BY symbol, bar`);
    const { code, stderr } = await valuesOn(2, 'webasm');
    expect(code).toBe(1);
    expect(stderr).toContain(`date=${third}/fullband.parquet`);
    expect(stderr).toMatch(/row 1[ ,]?685/);
    expect(stderr).toContain('-1.0 at bar 5 of 600007.SH');
  });
});
