import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dailyFolder, isDate, listDates, partitionFiles, partitionFolder, tableFolder, valuesFolder } from '../../../src/runtime/store/layout.ts';
import { editDistance, nearest } from '../../../src/runtime/store/nearest.ts';
import { faultOf, freshFolder, writeText } from './support.ts';

describe('paths', () => {
  test('are those that other tools use', () => {
    expect(partitionFolder('S', 'minute', '2023-02-01')).toBe(join('S', 'minute', 'date=2023-02-01'));
    expect(dailyFolder('S', 2023)).toBe(join('S', 'daily', 'year=2023'));
    expect(tableFolder('S', 'index_member')).toBe(join('S', 'index_member'));
    expect(valuesFolder('S')).toBe(join('S', 'values'));
  });
});

describe('dates of a table', () => {
  test('are its folders with Parquet files, sorted, within a range', async () => {
    const store = await freshFolder();
    for (const date of ['2023-02-03', '2023-02-01', '2023-02-02']) await writeText(partitionFolder(store, 'minute', date), 'x.parquet', '');
    await mkdir(partitionFolder(store, 'minute', '2023-02-04'), { recursive: true });
    await writeText(join(store, 'minute', 'date=2023-13-01'), 'x.parquet', '');
    await writeText(join(store, 'minute', '2023-02-05'), 'x.parquet', '');
    expect(await listDates(store, 'minute')).toEqual(['2023-02-01', '2023-02-02', '2023-02-03']);
    expect(await listDates(store, 'minute', { from: '2023-02-02' })).toEqual(['2023-02-02', '2023-02-03']);
    expect(await listDates(store, 'minute', { from: '2023-02-02', to: '2023-02-02' })).toEqual(['2023-02-02']);
  });

  test('are none for a table that is absent, and no store is an error', async () => {
    const store = await freshFolder();
    expect(await listDates(store, 'order')).toEqual([]);
    expect((await faultOf(listDates(join(store, 'none'), 'order'))).found).toBe('no folder');
  });

  test('only files that end in .parquet and are not hidden belong to a date', async () => {
    const store = await freshFolder();
    const folder = partitionFolder(store, 'trade', '2023-02-01');
    for (const name of ['b.parquet', 'a.parquet', '.c.parquet', 'd.parquet.tmp', 'e.csv']) await writeText(folder, name, '');
    expect(await partitionFiles(store, 'trade', '2023-02-01')).toEqual([join(folder, 'a.parquet'), join(folder, 'b.parquet')]);
  });

  test.each([['2023-02-01', true], ['2024-02-29', true], ['2023-02-29', false], ['2023-2-1', false], ['20230201', false], ['2023-02-01T', false]])('%s is a date: %s', (text, known) => {
    expect(isDate(text)).toBe(known);
  });
});

describe('nearest names', () => {
  test.each([['close', 'close', 0], ['clsoe', 'close', 1], ['vol', 'volume', 3], ['', 'abc', 3], ['abc', '', 3], ['kitten', 'sitting', 3]])('%s is %s with %i edits', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
  });

  test('are found without regard to case, and not invented', () => {
    expect(nearest('VOLUM', ['close', 'volume'])).toBe('volume');
    expect(nearest('zzz', ['close', 'volume'])).toBeNull();
    expect(nearest('a', [])).toBeNull();
  });
});
