import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepareRows, removeAllPrepared } from '../../../src/runtime/engine/prepare.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { preparedFolder, preparedPath } from '../../../src/runtime/store/prepared-paths.ts';
import { OWNER } from '../../../src/runtime/store/owner.ts';
import { minuteFactors } from '../../support/programs.ts';
import { contents, faultOf, freshFolder, writePartitionFile } from '../store/support.ts';
import { compute, outputRows, preparing, removing, storeOfCounts, storeOfDates, tradingDates, writeFromSample } from './stores.ts';

const DATES = tradingDates(3);
const [FIRST = '', SECOND = '', LAST = ''] = DATES;
const FACTORS = minuteFactors();

describe('a store whose bars are prepared', () => {
  test.for(['webasm', 'cpu', 'reference'] as const)('gives the values of one whose bars are not, byte for byte, on %s', async (engine) => {
    // More stocks than a part has on the second day.
    const store = await storeOfCounts([40, 530], 3);
    const plain = await compute({ store, factors: FACTORS.slice(0, 4), engine });
    const other = await storeOfCounts([40, 530], 3);
    expect(await preparing(other)).toMatchObject({ prepared: 3, unchanged: 0 });
    const prepared = await compute({ store: other, factors: FACTORS.slice(0, 4), engine });
    expect(readFileSync(prepared.out)).toEqual(readFileSync(plain.out));
    expect(prepared.engineReason).toContain('prepared minute bars of 3 days');
    expect(plain.engineReason).not.toContain('prepared');
  });

  test('serves some symbols of it', async () => {
    const store = await storeOfCounts([40], 2);
    const symbols = ['600003.SH', '600004.SH', '600039.SH', '999999.SH'];
    const plain = await compute({ store: await storeOfCounts([40], 2), factors: FACTORS, symbols });
    await prepareRows(store);
    expect(await outputRows((await compute({ store, factors: FACTORS, symbols })).out)).toEqual(await outputRows(plain.out));
  });

  test('takes values that were computed before for its own, and the other way round', async () => {
    const store = await storeOfDates(DATES);
    await compute({ store, factors: FACTORS });
    await prepareRows(store);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0 });
    await removeAllPrepared(store);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0 });
  });

  test('is left as it is where its days have not changed, and made anew where asked', async () => {
    const store = await storeOfDates(DATES);
    await prepareRows(store);
    const before = await contents(preparedFolder(store));
    expect(Object.keys(before)).toHaveLength(3);
    expect(await preparing(store)).toEqual({ prepared: 0, unchanged: 3, removed: 0, bytes: 0 });
    expect(await preparing(store, { again: true, from: SECOND, to: SECOND })).toMatchObject({ prepared: 1, unchanged: 0 });
    expect(await contents(preparedFolder(store))).toEqual(before);
  });

  test('does not serve a day that was imported again; preparing it again does, and removes what was there', async () => {
    const store = await storeOfDates(DATES);
    await prepareRows(store);
    await writeFromSample(store, LAST, '* REPLACE (volume + 100 AS volume)');
    const now = await compute({ store, factors: FACTORS });
    expect(now.engineReason).toContain('prepared minute bars of 2 of 3 days');
    const fresh = await storeOfDates(DATES);
    await writeFromSample(fresh, LAST, '* REPLACE (volume + 100 AS volume)');
    expect(await outputRows(now.out)).toEqual(await outputRows((await compute({ store: fresh, factors: FACTORS })).out));
    expect(await preparing(store)).toMatchObject({ prepared: 1, unchanged: 2 });
    const path = preparedPath(store, LAST, await dataVersion(store, 'minute', LAST));
    expect(readdirSync(dirname(path))).toEqual([path.slice(dirname(path).length + 1)]);
  });

  test('may have rows in any order', async () => {
    const store = await storeOfDates([FIRST]);
    const sorted = await outputRows((await compute({ store, factors: FACTORS })).out);
    const other = await freshFolder();
    await writeFromSample(other, FIRST, '*', 'ORDER BY bar DESC, symbol');
    expect(await preparing(other)).toMatchObject({ prepared: 1 });
    expect(await outputRows((await compute({ store: other, factors: FACTORS })).out)).toEqual(sorted);
  });

  test('is freed of dates, or of all', async () => {
    const store = await storeOfDates(DATES);
    await prepareRows(store);
    expect(await removing(store, { to: FIRST })).toBe(1);
    expect(await removing(store)).toBe(2);
    expect(await removing(store)).toBe(0);
    expect((await compute({ store, factors: FACTORS })).engineReason).not.toContain('prepared');
  });
});

describe('prepared bars that are damaged', () => {
  /** A store of one day whose prepared bars were changed. */
  async function damagedStore(damage: (path: string) => void): Promise<{ readonly store: string; readonly path: string }> {
    const store = await storeOfDates([FIRST]);
    await prepareRows(store);
    const path = preparedPath(store, FIRST, await dataVersion(store, 'minute', FIRST));
    damage(path);
    return { store, path };
  }

  const cut = (path: string): void => truncateSync(path, 5000);
  /** In its last column, so that a part of the day was read by then. */
  const zeroed = (path: string): void => {
    const bytes = readFileSync(path);
    bytes.fill(0, bytes.length - 3000, bytes.length - 2000);
    writeFileSync(path, bytes);
  };

  test.for([
    ['cut off', cut],
    ['other numbers', zeroed],
  ] as const)('by being %s are a warning, and the values are those of the stored bars', async ([, damage]) => {
    const plain = await compute({ store: await storeOfDates([FIRST]), factors: FACTORS });
    const { store, path } = await damagedStore(damage);
    const report = await compute({ store, factors: FACTORS });
    expect(readFileSync(report.out)).toEqual(readFileSync(plain.out));
    expect(report.engineReason).not.toContain('prepared');
    expect(report.warnings).toEqual([expect.stringContaining(`${path} is damaged: `)]);
    expect(report.warnings[0]).toContain(`fullband prepare --store ${store} --again --from ${FIRST} --to ${FIRST}`);
    expect(await preparing(store, { again: true })).toMatchObject({ prepared: 1 });
    expect((await compute({ store, factors: FACTORS.slice(0, 1), engine: 'cpu' })).engineReason).toContain('prepared minute bars of 1 day');
  });

  test('at their end are prepared again without being asked to', async () => {
    const { store } = await damagedStore(cut);
    expect(await preparing(store)).toMatchObject({ prepared: 1, unchanged: 0 });
  });

  test('of another day are not taken for those of this one', async () => {
    const store = await storeOfCounts([3, 4], 2);
    const [day = '', next = ''] = tradingDates(2);
    await prepareRows(store);
    const pathOf = async (date: string): Promise<string> => preparedPath(store, date, await dataVersion(store, 'minute', date));
    copyFileSync(await pathOf(next), await pathOf(day));
    const report = await compute({ store, factors: FACTORS.slice(0, 1) });
    expect(report).toMatchObject({ rows: 7, warnings: [expect.stringContaining(`it has bars of ${next}`)] });
  });

  test('or gone while a run is at work, make no difference', async () => {
    const store = await storeOfDates(DATES);
    await prepareRows(store);
    const report = await compute({ store, factors: FACTORS, onProgress: ({ date }) => (date === FIRST ? rmSync(preparedFolder(store), { recursive: true, force: true }) : undefined) });
    expect(report.warnings).toEqual([]);
    expect(await outputRows(report.out)).toEqual(await outputRows((await compute({ store: await storeOfDates(DATES), factors: FACTORS })).out));
  });
});

describe('preparing bars', () => {
  test('stops at a row that is not valid, names it and leaves the days before it', async () => {
    const store = await storeOfDates([FIRST]);
    await writeFromSample(store, SECOND, '* REPLACE (CASE WHEN bar = 7 THEN -1 ELSE amount END AS amount)');
    const fault = await faultOf(prepareRows(store));
    expect(fault).toMatchObject({ column: 'amount' });
    expect(fault.file).toContain(`date=${SECOND}`);
    expect(Object.keys(await contents(preparedFolder(store)))).toEqual([expect.stringContaining(`date=${FIRST}`)]);
  });

  test('stops when it is told to, and goes on where it was', async () => {
    const store = await storeOfDates(DATES);
    const stop = new AbortController();
    await expect(prepareRows(store, { signal: stop.signal, onProgress: (date) => (date === LAST ? stop.abort() : undefined) })).rejects.toThrow(/abort/);
    expect(Object.keys(await contents(preparedFolder(store)))).toHaveLength(2);
    expect(await preparing(store)).toMatchObject({ prepared: 1, unchanged: 2 });
  });

  test('reads a day again that changes meanwhile', async () => {
    const store = await storeOfCounts([5000], 1);
    const date = tradingDates(1)[0] ?? '';
    const file = join(store, `minute/date=${date}/other.parquet`);
    const folder = join(preparedFolder(store), 'minute', `date=${date}`);
    const other = await freshFolder();
    const from = await writePartitionFile(other, 'minute', date, `SELECT * REPLACE (volume + 100 AS volume) FROM read_parquet('${file}')`);
    let replaced = 0;
    // As soon as the first part of the day is being written, its file is another.
    const watch = setInterval(() => {
      if (replaced > 0 || !existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.tmp') && statSync(join(folder, name)).size > 0)) return;
      replaced++;
      copyFileSync(from, `${file}.new`);
      renameSync(`${file}.new`, file);
    }, 1);
    try {
      expect(await preparing(store)).toMatchObject({ prepared: 1 });
    } finally {
      clearInterval(watch);
    }
    expect(replaced).toBe(1);
    const now = await compute({ store, factors: FACTORS.slice(0, 2) });
    expect(now.engineReason).toContain('prepared minute bars of 1 day');
    expect(await outputRows(now.out)).toEqual(await outputRows((await compute({ store: other, factors: FACTORS.slice(0, 2) })).out));
  });

  test('of a store without bars, or without a day in the range, says what it has', async () => {
    expect(await faultOf(prepareRows(await freshFolder()))).toMatchObject({ found: 'no minute bars' });
    const store = await storeOfDates(DATES);
    expect(await faultOf(prepareRows(store, { from: '2024-01-01' }))).toMatchObject({ found: 'no minute bars between 2024-01-01 and the end', expected: `dates of the store: it has 3, from ${FIRST} to ${LAST}` });
  });

  test('of a day that the store no longer has removes it', async () => {
    const store = await storeOfDates(DATES);
    await prepareRows(store);
    rmSync(join(store, `minute/date=${SECOND}`), { recursive: true });
    expect(await preparing(store, { from: LAST })).toMatchObject({ removed: 0 });
    expect(await preparing(store)).toEqual({ prepared: 0, unchanged: 2, removed: 1, bytes: 0 });
  });

  test('removes what killed runs were writing, of this version or another', async () => {
    const store = await storeOfDates([FIRST]);
    await prepareRows(store);
    const path = preparedPath(store, FIRST, await dataVersion(store, 'minute', FIRST));
    const own = readdirSync(dirname(path));
    // Of a process of this machine that has ended, as temporaries are named.
    const gone = OWNER.replace(/-\d+-\d+$/, '-999999999-1');
    for (const options of [{}, { again: true }]) {
      for (const name of [basename(path), `f${basename(path)}`]) writeFileSync(join(dirname(path), `.${name}.${gone}-00000000.tmp`), 'half');
      await prepareRows(store, options);
      expect(readdirSync(dirname(path))).toEqual(own);
    }
  });

  test('is not undone by removing at the same time: one of both is last', async () => {
    const store = await storeOfDates(DATES);
    const [report] = await Promise.all([preparing(store), removeAllPrepared(store), removeAllPrepared(store)]);
    expect(report).toMatchObject({ prepared: 3 });
    expect((await compute({ store, factors: FACTORS })).warnings).toEqual([]);
  });

  test('of a folder that is no store is an error, and so is removing', async () => {
    const store = join(await freshFolder(), 'nowhere');
    expect(await faultOf(prepareRows(store))).toMatchObject({ file: store, found: 'no folder' });
    expect(await faultOf(removeAllPrepared(store))).toMatchObject({ file: store, found: 'no folder' });
  });
});
