import { cp, readdir } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { runAndKill } from '../../support/killed.ts';
import { REAL_FILES, contents, describeWithRealFiles, freshFolder, sql, writeText } from './support.ts';

const CHILD = fileURLToPath(new URL('./child/import.ts', import.meta.url));
const HOOKS = new URL('../../support/typescript-hooks.mjs', import.meta.url).href;
/** A short run takes one moment of each list. */
const MOMENTS = process.env['FULLBAND_TEST'] === 'full' ? Infinity : 1;

/** Files of the runs that are writing to a table. */
function stagedIn(store: string, table: string): readonly string[] {
  const folder = join(store, table, '.staging');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

const staged = (store: string): readonly string[] => stagedIn(store, 'daily');

/** What readers see of a store. */
async function visible(store: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(await contents(store)).filter(([path]) => !path.includes('.staging')));
}

interface File {
  readonly preset: 'baostock-daily' | 'industry';
  readonly path: string;
}

const run = ({ preset, path }: File, store: string): Promise<unknown> => importFiles({ store, mapping: { preset }, files: [path] });

describeWithRealFiles('an import into tables of daily frequency that is killed', () => {
  let early: File;
  let late: File;
  let industries: File;
  /** Stores with the early days, with all, and with all and the industries. */
  let first: string;
  let all: Readonly<Record<string, string>>;
  let complete: string;

  beforeAll(async () => {
    const folder = await freshFolder();
    const part = async (name: string, where: string): Promise<File> => {
      const path = join(folder, name);
      await sql(`COPY (SELECT * FROM '${REAL_FILES.daily}' WHERE (code LIKE 'sh.600%' OR code = 'sz.000001') AND (${where})) TO '${path}' (FORMAT parquet)`);
      return { preset: 'baostock-daily', path };
    };
    // Both parts have days of 2021 to 2023, so that the late one replaces files of the early one.
    early = await part('early.parquet', "date BETWEEN '2021-06-01' AND '2023-03-31'");
    late = await part('late.parquet', "date BETWEEN '2020-06-01' AND '2021-08-31' OR date BETWEEN '2023-01-01' AND '2024-06-30'");
    industries = { preset: 'industry', path: await writeText(folder, 'industry.csv', 'symbol,industry,date\n600000.SH,银行,2022-01-01\n000001.SZ,银行,\n') };
    first = await freshFolder();
    await run(early, first);
    complete = await freshFolder();
    await cp(first, complete, { recursive: true });
    await run(late, complete);
    all = await visible(complete);
  });

  const before = [
    ['once it has the lock', (store: string) => staged(store).includes('lock')],
    ['while its files are staged', (store: string) => staged(store).some((name) => name.endsWith('.part'))],
  ] as const;
  test.each(before.slice(-MOMENTS))('%s: the days stay as they were', async (_, reached) => {
    const store = await freshFolder();
    await cp(first, store, { recursive: true });
    const { end } = await runAndKill(['--import', HOOKS, CHILD, store, late.preset, late.path], () => reached(store));
    expect(end).toBe('SIGKILL');
    expect(await visible(store)).toEqual(await visible(first));
    await run(late, store);
    expect(await contents(store)).toEqual(all);
  }, 120_000);

  test('once it is decided: every year is the old one or the new one, and the repetition completes them', async () => {
    const store = await freshFolder();
    await cp(first, store, { recursive: true });
    const { end } = await runAndKill(['--import', HOOKS, CHILD, store, late.preset, late.path], () => staged(store).some((name) => name.endsWith('commit.json')));
    expect(['SIGKILL', 0]).toContain(end);
    const old = await visible(first);
    for (const [path, content] of Object.entries(await visible(store))) expect([old[path], all[path]]).toContain(content);
    await run(late, store);
    expect(await contents(store)).toEqual(all);
    expect(await readdir(join(store, 'daily', '.staging'))).toEqual([]);
  }, 120_000);

  test('an import of industries that is killed is completed by the next import, of whatever', async () => {
    const whole = await freshFolder();
    await cp(complete, whole, { recursive: true });
    await run(industries, whole);
    const expected = await visible(whole);
    expect(expected).not.toEqual(all);
    const moments = [(store: string) => staged(store).some((name) => name.includes('industry-')), (store: string) => staged(store).some((name) => name.endsWith('commit.json')), (store: string) => existsSync(join(store, 'industry', 'fullband.parquet'))];
    for (const reached of moments.slice(0, MOMENTS)) {
      const store = await freshFolder();
      await cp(complete, store, { recursive: true });
      const { end } = await runAndKill(['--import', HOOKS, CHILD, store, industries.preset, industries.path], () => reached(store));
      expect(['SIGKILL', 0]).toContain(end);
      const decided = staged(store).some((name) => name.endsWith('commit.json')) || end === 0;
      // Days that are there already, value by value: they write nothing of their own.
      await run(early, store);
      expect(await visible(store)).toEqual(decided ? expected : all);
      await run(industries, store);
      expect(await contents(store)).toEqual(expected);
    }
  }, 180_000);
});

test('an import of members of indices that is killed leaves the old rows or the new ones', async () => {
  const folder = await freshFolder();
  const members = async (name: string, first: number, n: number): Promise<string> => {
    const path = join(folder, name);
    await sql(`COPY (SELECT CAST(DATE '2020-01-01' + CAST(i // 500 AS INTEGER) AS VARCHAR) AS "date", '000905.SH' AS "index", printf('%06d.SZ', i % 500 + 1) AS symbol, 0.002 AS weight FROM range(${String(first)}, ${String(first + n)}) r(i)) TO '${path}' (FORMAT parquet)`);
    return path;
  };
  const preset = { preset: 'index-member' };
  const first = await freshFolder();
  await importFiles({ store: first, mapping: preset, files: [await members('first.parquet', 0, 50_000)] });
  const second = await members('second.parquet', 25_000, 300_000);
  const whole = await freshFolder();
  await cp(first, whole, { recursive: true });
  await importFiles({ store: whole, mapping: preset, files: [second] });
  const moments = [(store: string) => stagedIn(store, 'index_member').some((name) => name.endsWith('.part')), (store: string) => stagedIn(store, 'index_member').some((name) => name.endsWith('commit.json'))];
  for (const reached of moments.slice(0, MOMENTS)) {
    const store = await freshFolder();
    await cp(first, store, { recursive: true });
    const { end } = await runAndKill(['--import', HOOKS, CHILD, store, preset.preset, second], () => reached(store));
    expect(['SIGKILL', 0]).toContain(end);
    expect([await visible(first), await visible(whole)]).toContainEqual(await visible(store));
    await importFiles({ store, mapping: preset, files: [second] });
    expect(await contents(store)).toEqual(await visible(whole));
  }
}, 120_000);
