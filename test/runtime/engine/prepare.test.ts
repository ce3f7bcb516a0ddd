import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepareBars, removeAllPrepared } from '../../../src/runtime/engine/prepare.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { preparedFolder, preparedPath } from '../../../src/runtime/store/prepared-bars.ts';
import { minuteFactors } from '../../support/programs.ts';
import { contents, faultOf, freshFolder } from '../store/support.ts';
import { compute, outputRows, storeOfCounts, storeOfDates, tradingDates, writeFromSample } from './stores.ts';

const DATES = tradingDates(3);
const [FIRST = '', SECOND = '', LAST = ''] = DATES;
const FACTORS = minuteFactors();

describe('a store whose bars are prepared', () => {
  test.for(['webasm', 'cpu', 'reference'] as const)('gives the values of one whose bars are not, byte for byte, on %s', async (engine) => {
    // More stocks than a part has on the second day.
    const store = await storeOfCounts([40, 530], 3);
    const plain = await compute({ store, factors: FACTORS.slice(0, 4), engine });
    const other = await storeOfCounts([40, 530], 3);
    expect(await prepareBars(other)).toMatchObject({ prepared: 3, unchanged: 0 });
    const prepared = await compute({ store: other, factors: FACTORS.slice(0, 4), engine });
    expect(readFileSync(prepared.out)).toEqual(readFileSync(plain.out));
    expect(prepared.engineReason).toContain('prepared bars of 3 days');
    expect(plain.engineReason).not.toContain('prepared');
  });

  test('serves some symbols of it', async () => {
    const store = await storeOfCounts([40], 2);
    const symbols = ['600003.SH', '600004.SH', '600039.SH', '999999.SH'];
    const plain = await compute({ store: await storeOfCounts([40], 2), factors: FACTORS, symbols });
    await prepareBars(store);
    expect(await outputRows((await compute({ store, factors: FACTORS, symbols })).out)).toEqual(await outputRows(plain.out));
  });

  test('takes values that were computed before for its own, and the other way round', async () => {
    const store = await storeOfDates(DATES);
    await compute({ store, factors: FACTORS });
    await prepareBars(store);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0 });
    await removeAllPrepared(store);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0 });
  });

  test('is left as it is where its days have not changed, and made anew where asked', async () => {
    const store = await storeOfDates(DATES);
    await prepareBars(store);
    const before = await contents(preparedFolder(store));
    expect(Object.keys(before)).toHaveLength(3);
    expect(await prepareBars(store)).toEqual({ prepared: 0, unchanged: 3, bytes: 0 });
    expect(await prepareBars(store, { again: true, from: SECOND, to: SECOND })).toMatchObject({ prepared: 1, unchanged: 0 });
    expect(await contents(preparedFolder(store))).toEqual(before);
  });

  test('does not serve a day that was imported again; preparing it again does, and removes what was there', async () => {
    const store = await storeOfDates(DATES);
    await prepareBars(store);
    await writeFromSample(store, LAST, '* REPLACE (volume + 100 AS volume)');
    const now = await compute({ store, factors: FACTORS });
    expect(now.engineReason).toContain('prepared bars of 2 days');
    const fresh = await storeOfDates(DATES);
    await writeFromSample(fresh, LAST, '* REPLACE (volume + 100 AS volume)');
    expect(await outputRows(now.out)).toEqual(await outputRows((await compute({ store: fresh, factors: FACTORS })).out));
    expect(await prepareBars(store)).toMatchObject({ prepared: 1, unchanged: 2 });
    const path = preparedPath(store, LAST, await dataVersion(store, 'minute', LAST));
    expect(readdirSync(dirname(path))).toEqual([path.slice(dirname(path).length + 1)]);
  });

  test('may have rows in any order', async () => {
    const store = await storeOfDates([FIRST]);
    const sorted = await outputRows((await compute({ store, factors: FACTORS })).out);
    const other = await freshFolder();
    await writeFromSample(other, FIRST, '*', 'ORDER BY bar DESC, symbol');
    expect(await prepareBars(other)).toMatchObject({ prepared: 1 });
    expect(await outputRows((await compute({ store: other, factors: FACTORS })).out)).toEqual(sorted);
  });

  test('is freed of dates, or of all', async () => {
    const store = await storeOfDates(DATES);
    await prepareBars(store);
    expect(await removeAllPrepared(store, { to: FIRST })).toBe(1);
    expect(await removeAllPrepared(store)).toBe(2);
    expect(await removeAllPrepared(store)).toBe(0);
    expect((await compute({ store, factors: FACTORS })).engineReason).not.toContain('prepared');
  });
});

describe('preparing bars', () => {
  test('stops at a row that is not valid, names it and leaves the days before it', async () => {
    const store = await storeOfDates([FIRST]);
    await writeFromSample(store, SECOND, '* REPLACE (CASE WHEN bar = 7 THEN -1 ELSE amount END AS amount)');
    const fault = await faultOf(prepareBars(store));
    expect(fault).toMatchObject({ column: 'amount' });
    expect(fault.file).toContain(`date=${SECOND}`);
    expect(Object.keys(await contents(preparedFolder(store)))).toEqual([expect.stringContaining(`date=${FIRST}`)]);
  });

  test('stops when it is told to, and goes on where it was', async () => {
    const store = await storeOfDates(DATES);
    const stop = new AbortController();
    await expect(prepareBars(store, { signal: stop.signal, onProgress: (date) => (date === LAST ? stop.abort() : undefined) })).rejects.toThrow(/abort/);
    expect(Object.keys(await contents(preparedFolder(store)))).toHaveLength(2);
    expect(await prepareBars(store)).toMatchObject({ prepared: 1, unchanged: 2 });
  });

  test('reads a day again that changes meanwhile', async () => {
    const store = await storeOfDates(DATES);
    const other = join(await freshFolder(), 'other');
    const from = await writeFromSample(other, FIRST, '* REPLACE (volume + 100 AS volume)');
    let replaced = false;
    const file = join(store, `minute/date=${FIRST}/part-0.parquet`);
    const report = await prepareBars(store, {
      onProgress: (date) => {
        if (date !== FIRST || replaced) return;
        replaced = true;
        setImmediate(() => copyFileSync(from, file));
      },
    });
    expect(report).toMatchObject({ prepared: 3 });
    // What is kept under the version of the file as it is now is of that file.
    const now = await compute({ store, factors: FACTORS, from: FIRST, to: FIRST });
    expect(await outputRows(now.out)).toEqual(await outputRows((await compute({ store: other, factors: FACTORS })).out));
  });

  test('of a store without bars, or without a day in the range, says what it has', async () => {
    expect(await faultOf(prepareBars(await freshFolder()))).toMatchObject({ found: 'no minute bars' });
    const store = await storeOfDates(DATES);
    expect(await faultOf(prepareBars(store, { from: '2024-01-01' }))).toMatchObject({ found: 'no minute bars between 2024-01-01 and the end', expected: `dates of the store, from ${FIRST} to ${LAST}` });
  });

  test('that are damaged later is an error of the run that reads them, until they are prepared again', async () => {
    const store = await storeOfDates([FIRST]);
    await prepareBars(store);
    const path = preparedPath(store, FIRST, await dataVersion(store, 'minute', FIRST));
    truncateSync(path, 5000);
    const fault = await faultOf(compute({ store, factors: FACTORS }));
    expect(fault).toMatchObject({ file: path });
    expect(await prepareBars(store, { again: true })).toMatchObject({ prepared: 1 });
    expect((await compute({ store, factors: FACTORS })).engineReason).toContain('prepared bars of 1 day');
  });

  test('removes what a killed run was writing', async () => {
    const store = await storeOfDates([FIRST]);
    await prepareBars(store);
    const path = preparedPath(store, FIRST, await dataVersion(store, 'minute', FIRST));
    const own = readdirSync(dirname(path));
    // Of a process of this machine that has ended, as temporaries are named.
    const { OWNER } = await import('../../../src/runtime/store/owner.ts');
    const gone = OWNER.replace(/-\d+-\d+$/, '-999999999-1');
    writeFileSync(join(dirname(path), `.${own[0] ?? ''}.${gone}-00000000.tmp`), 'half');
    await prepareBars(store, { again: true });
    expect(readdirSync(dirname(path))).toEqual(own);
  });
});
