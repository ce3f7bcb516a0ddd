import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVENT_DATE, writeEventMarket } from '../../../bench/data-events.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith, fullband, runNode } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const work = folderWith({});
const store = join(work.path, 'store');
const FACTORS = [join(ROOT, 'factors/trade'), join(ROOT, 'factors/order')];

beforeAll(async () => {
  // More than a range has rows, so that several are on their way.
  await writeEventMarket(store, { stocks: 300, executions: 600_000, seed: 3 });
}, 60_000);
afterAll(() => work.remove());

/** Values of every factor, from a store without any. Threads are started by the built command alone. */
async function valuesOn(threads: number, engine: string): Promise<{ readonly csv: string; readonly stderr: string; readonly code: number | null }> {
  rmSync(join(store, 'values'), { recursive: true, force: true });
  const out = join(work.path, `values-${engine}-${threads}.csv`);
  const { code, stderr } = await (threads === 1 ? fullbandHere : fullband)(['compute', '--store', store, '--factors', ...FACTORS, '--out', out, '--engine', engine, '--threads', String(threads)]);
  return { csv: code === 0 ? readFileSync(out, 'utf8') : '', stderr, code };
}

describe('executions and orders on several threads', () => {
  test.for(['webasm', 'cpu', 'reference'])('have the values of one thread on %s, digit for digit', { timeout: 120_000 }, async (engine) => {
    const one = await valuesOn(1, engine);
    const three = await valuesOn(3, engine);
    expect([one.code, three.code]).toEqual([0, 0]);
    expect(three.csv).toBe(one.csv);
    expect(three.csv.split('\n').length).toBeGreaterThan(290);
    expect(three.stderr).toContain('executions and orders on 3 threads');
    expect(one.stderr).not.toContain('executions and orders on');
  });

  test('read prepared rows, which give the same digits; damaged ones are told and the stored rows read', { timeout: 120_000 }, async () => {
    const plain = await valuesOn(3, 'webasm');
    expect((await fullbandHere(['prepare', '--store', store, '--tables', 'minute,trade', 'order'])).stderr).toMatch(/^minute bars: 1 day prepared in [\d.]+ MiB, 0 unchanged\.\nexecutions: 1 day prepared in [\d.]+ MiB, 0 unchanged\.\norder entries: 1 day prepared in [\d.]+ MiB, 0 unchanged\.$/m);
    const prepared = await valuesOn(3, 'webasm');
    expect([prepared.code, prepared.csv]).toEqual([0, plain.csv]);
    expect(prepared.stderr).toContain('prepared minute bars of 1 day, prepared executions of 1 day, prepared order entries of 1 day; executions and orders on 3 threads');
    const folder = join(store, 'prepared/trade', `date=${EVENT_DATE}`);
    const path = join(folder, readdirSync(folder)[0] ?? '');
    const bytes = readFileSync(path);
    // Among the numbers of the last stocks: a thread finds it, after others have read the rest.
    const end = bytes.length - 16 - bytes.readUInt32LE(bytes.length - 16);
    bytes[end - 20_000] = (bytes[end - 20_000] as number) ^ 64;
    writeFileSync(path, bytes);
    const damaged = await valuesOn(3, 'webasm');
    expect([damaged.code, damaged.csv]).toEqual([0, plain.csv]);
    expect(damaged.stderr).toContain(`${path} is damaged: it has numbers of `);
    expect(damaged.stderr).toContain(`fullband prepare --store ${store} --again --tables trade --from ${EVENT_DATE} --to ${EVENT_DATE}`);
    expect(damaged.stderr).toContain('prepared order entries of 1 day');
    expect((await fullbandHere(['prepare', '--store', store, '--remove'])).stderr).toContain('Removed: prepared minute bars of 1 day, executions of 1 day, order entries of 1 day.');
    expect((await fullbandHere(['prepare', '--store', store, '--remove'])).stderr).toContain('There are no prepared rows to remove.');
    expect((await valuesOn(3, 'webasm')).stderr).not.toContain('prepared');
  });

  test('name the file and the row of a value that is not valid', async () => {
    const file = join(store, `trade/date=${EVENT_DATE}/part-000.parquet`);
    await withDatabase({}, (db) =>
      db.use(async (connection) => {
        await connection.run(`CREATE TEMP TABLE rows AS SELECT * FROM read_parquet('${file}')`);
        await connection.run("UPDATE rows SET price = -1 WHERE symbol = '600007.SH' AND seq = 5");
        await connection.run(`COPY (SELECT * FROM rows ORDER BY symbol, seq) TO '${file}' (FORMAT parquet)`);
      }),
    );
    const { code, stderr } = await valuesOn(2, 'webasm');
    expect(code).toBe(1);
    expect(stderr).toContain('part-000.parquet');
    expect(stderr).toContain('-1.0 of 600007.SH');
    expect(stderr).toContain('expected a positive, finite price');
  });

  test('that fail say so, and nothing waits for them', async () => {
    const module = pathToFileURL(join(ROOT, 'dist/runtime/engine/event-pool.js')).href;
    const range = '{ date: "2023-02-01", minute: null, events: [] }';
    const program = (factors: string, first: string, before: string): string => `
      import { EventPool } from '${module}';
      const pool = EventPool.open({ engine: 'reference', factors: ${factors}, store: 'none', memoryMiB: 64 }, 2);
      ${before}
      const answers = await Promise.allSettled([pool.compute(${first}), pool.compute(${range}), pool.compute(${range})]);
      console.log(JSON.stringify(answers.map(({ status, reason }) => [status, reason?.message.split('\\n')[0]])));
      await pool.close();
      console.log('closed');`;
    const cases = [
      // A thread that cannot compile what it is given.
      ['[{ nonsense: true }]', range, '', /Cannot read properties of undefined/],
      // A range that cannot be sent.
      ['[]', '{ date: "2023-02-01", minute: [() => 0], events: [] }', '', /could not be cloned/],
      // A thread that is gone.
      ['[]', range, 'await pool.pool.threads[0].worker.terminate();', /ended with code/],
    ] as const;
    for (const [factors, first, before, expected] of cases) {
      const { code, stdout, stderr } = await runNode(['--input-type=module', '--eval', program(factors, first, before)]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const [answers, closed] = stdout.trim().split('\n');
      expect(closed).toBe('closed');
      for (const [status, why] of JSON.parse(answers ?? '[]') as readonly (readonly [string, string])[]) expect([status, why]).toEqual(['rejected', expect.stringMatching(expected)]);
    }
  });

  test('whose range cannot be read go on with others', async () => {
    const module = pathToFileURL(join(ROOT, 'dist/runtime/engine/event-pool.js')).href;
    const program = `
      import { EventPool } from '${module}';
      const pool = EventPool.open({ engine: 'reference', factors: [], store: 'none', memoryMiB: 64 }, 1);
      const portion = { files: ['gone.parquet'], stocks: [{ symbol: 'a', rows: 1, file: 'gone.parquet', wanted: true }], where: '', scattered: false };
      const plan = { table: 'trade', files: ['gone.parquet'], fields: [{ field: 'seq', as: 'words' }], portions: [portion], state: '' };
      const answers = await Promise.allSettled([{ date: '2023-02-01', minute: null, events: [plan] }, { date: '2023-02-01', minute: null, events: [] }].map((range) => pool.compute(range)));
      console.log(JSON.stringify(answers.map(({ status, reason, value }) => [status, reason?.name, reason?.file, value?.symbols])));
      await pool.close();`;
    const { code, stdout, stderr } = await runNode(['--input-type=module', '--eval', program]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([['rejected', 'DataError', 'gone.parquet', null], ['fulfilled', null, null, []]]);
  });

  test('are counted in whole numbers', async () => {
    for (const threads of ['0', '1.5', 'all']) {
      const { code, stderr } = await fullband(['compute', '--store', store, '--factors', ...FACTORS, '--out', 'x.csv', '--threads', threads]);
      expect(code).toBe(2);
      expect(stderr).toContain('It takes a whole number from 1 to 256.');
    }
  });
});
