import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MOST_FILES, mergeValues } from '../../../src/runtime/engine/values-merge.ts';
import { findValues } from '../../../src/runtime/engine/values-store.ts';
import { writeValues } from '../../../src/runtime/engine/values-write.ts';
import { withDatabase, type Database } from '../../../src/runtime/store/duckdb.ts';
import { factorsOf, factorText } from '../../support/programs.ts';
import { freshFolder, sql } from '../store/support.ts';
import { compute, outputRows, sampleStore } from './stores.ts';

const DATE = '2023-02-01';
const VERSION = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const unexpected = (file: string): void => expect.fail(`${file} was removed as damaged`);

const shelfIn = (store: string): string => join(store, 'values');

function filesOf(store: string): readonly string[] {
  const folder = join(store, 'values', `date=${DATE}`);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Stores one factor's values of the stocks a and b; `age` in seconds. */
async function store1(db: Database, store: string, name: string, age: number, symbols: readonly string[] = ['a', 'b'], version = VERSION): Promise<void> {
  const file = await writeValues(db, shelfIn(store), { date: DATE, version, symbols, columns: [{ name, identity: `${name}0`, values: Float64Array.from(symbols, (_, i) => age + i / 10) }] }, () => Promise.resolve(version));
  const then = new Date(Date.now() - age * 1000);
  utimesSync(file, then, then);
}

async function identities(db: Database, store: string): Promise<readonly string[]> {
  const found = await findValues(db, shelfIn(store), new Map([[DATE, VERSION]]), unexpected);
  return [...(found.get(DATE)?.keys() ?? [])].sort();
}

describe('files of values of one day', () => {
  test('stay few however often a factor is edited, and every edit is still there', { timeout: 60_000 }, async () => {
    const store = await sampleStore();
    const edits = Array.from({ length: MOST_FILES + 4 }, (_, i) => factorsOf(factorText(`mean(ret) + ${String(i)}`)));
    const outs: string[] = [];
    for (const factors of edits) outs.push((await compute({ store, factors, to: DATE })).out);
    expect(filesOf(store).length).toBeLessThanOrEqual(MOST_FILES);
    for (const [i, factors] of edits.entries()) {
      const again = await compute({ store, factors, to: DATE });
      expect(again).toMatchObject({ computed: 0, cached: 1 });
      expect(await outputRows(again.out)).toEqual(await outputRows(outs[i] ?? ''));
    }
  });

  test('become one that holds the newest columns, and those that are needed whatever their age', async () => {
    const store = await freshFolder();
    await withDatabase({ threads: 1 }, async (db) => {
      for (let age = 1; age <= MOST_FILES + 1; age++) await store1(db, store, `f${String(age)}`, age * 100);
      expect(await mergeValues(db, shelfIn(store), { date: DATE, version: VERSION }, new Set(['f70']), unexpected, 3)).toBe(true);
      expect(await identities(db, store)).toEqual(['f10', 'f20', 'f30', 'f70']);
      const [name = '', ...others] = filesOf(store);
      expect(others).toEqual([]);
      expect(await sql(`SELECT symbol, "f1@f10" AS f1, "f7@f70" AS f7 FROM '${join(store, 'values', `date=${DATE}`, name)}'`)).toEqual([{ symbol: 'a', f1: 100, f7: 700 }, { symbol: 'b', f1: 100.1, f7: 700.1 }]);
    });
  });

  test('that a later merge meets again keep their order: what was merged first is older than what came after', async () => {
    const store = await freshFolder();
    await withDatabase({ threads: 1 }, async (db) => {
      for (let age = 1; age <= MOST_FILES + 1; age++) await store1(db, store, `f${String(age)}`, age * 100);
      await mergeValues(db, shelfIn(store), { date: DATE, version: VERSION }, new Set(), unexpected, 3);
      // Younger than the merged file, whose time is now.
      for (let n = 0; n < MOST_FILES; n++) await store1(db, store, `g${String(n)}`, -100 - n);
      await mergeValues(db, shelfIn(store), { date: DATE, version: VERSION }, new Set(), unexpected, MOST_FILES + 2);
      expect(await identities(db, store)).toEqual(['f10', 'f20', ...Array.from({ length: MOST_FILES }, (_, n) => `g${String(n)}0`)]);
    });
  });

  test('are merged with their rows: values of some symbols stay beside those of all', async () => {
    const store = await freshFolder();
    await withDatabase({ threads: 1 }, async (db) => {
      await store1(db, store, 'some', 5, ['b']);
      for (let age = 1; age <= MOST_FILES; age++) await store1(db, store, `f${String(age)}`, age * 100);
      await mergeValues(db, shelfIn(store), { date: DATE, version: VERSION }, new Set(), unexpected);
      expect(await sql(`SELECT symbol, "some@some0" AS some, "f1@f10" AS f1 FROM '${join(store, 'values', `date=${DATE}`, filesOf(store)[0] ?? '')}'`)).toEqual([
        { symbol: 'a', some: null, f1: 100 },
        { symbol: 'b', some: 5, f1: 100.1 },
      ]);
    });
  });

  test('stay as they are while they are few, and files of other data count for nothing', async () => {
    const store = await freshFolder();
    await withDatabase({ threads: 1 }, async (db) => {
      for (let age = 1; age <= MOST_FILES; age++) await store1(db, store, `f${String(age)}`, age * 100);
      const before = filesOf(store);
      expect(await mergeValues(db, shelfIn(store), { date: DATE, version: VERSION }, new Set(), unexpected)).toBe(false);
      expect(await mergeValues(db, shelfIn(store), { date: DATE, version: OTHER }, new Set(), unexpected)).toBe(false);
      expect(filesOf(store)).toEqual(before);
    });
  });
});

describe('files of other versions of a day', () => {
  const versions = async (store: string): Promise<readonly string[]> => Promise.resolve(filesOf(store).map((name) => name.slice(0, 1)));

  test('go when the day is written', async () => {
    const store = await freshFolder();
    await withDatabase({ threads: 1 }, async (db) => {
      await store1(db, store, 'old', 1, ['a'], OTHER);
      await store1(db, store, 'new', 1);
      expect(await versions(store)).toEqual(['a']);
    });
  });

  test('are not those of a newer run: a slow writer of earlier data removes its own file', async () => {
    const store = await freshFolder();
    await withDatabase({ threads: 1 }, async (db) => {
      await store1(db, store, 'new', 1, ['a'], OTHER);
      const late = { date: DATE, version: VERSION, symbols: ['a'], columns: [{ name: 'f', identity: 'f0', values: Float64Array.of(1) }] };
      await writeValues(db, shelfIn(store), late, () => Promise.resolve(OTHER));
      expect(await versions(store)).toEqual(['b']);
    });
  });
});
