import { readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataVersion, dataVersions } from '../../../src/runtime/store/fingerprint.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { freshFolder, writeText } from './support.ts';

const DATE = '2023-02-01';
const MEMO = 'values/.fingerprints.json';

async function storeOf(files: Readonly<Record<string, string>>): Promise<{ store: string; folder: string }> {
  const store = await freshFolder();
  const folder = partitionFolder(store, 'trade', DATE);
  for (const [name, text] of Object.entries(files)) await settle(await writeText(folder, name, text));
  return { store, folder };
}

/** Gives a file a time of change long past. */
async function settle(path: string): Promise<void> {
  await utimes(path, new Date(0), new Date(1_600_000_000_000));
}

describe('the version of a date', () => {
  test('depends on the content and not on the files’ names', async () => {
    const { store, folder } = await storeOf({ 'a.parquet': 'one', 'b.parquet': 'two' });
    const version = await dataVersion(store, 'trade', DATE);
    expect(version).toMatch(/^[0-9a-f]{64}$/);
    await rename(join(folder, 'a.parquet'), join(folder, 'c.parquet'));
    expect(await dataVersion(store, 'trade', DATE)).toBe(version);
    expect(await dataVersion((await storeOf({ 'x.parquet': 'two', 'y.parquet': 'one' })).store, 'trade', DATE)).toBe(version);
    expect(await dataVersion((await storeOf({ 'x.parquet': 'twoone' })).store, 'trade', DATE)).not.toBe(version);
  });

  test('changes with one byte, with another file, and with one file fewer', async () => {
    const { store, folder } = await storeOf({ 'a.parquet': 'one' });
    const versions = [await dataVersion(store, 'trade', DATE)];
    await writeFile(join(folder, 'a.parquet'), 'onf');
    versions.push(await dataVersion(store, 'trade', DATE));
    await writeFile(join(folder, 'b.parquet'), 'two');
    versions.push(await dataVersion(store, 'trade', DATE));
    expect(new Set(versions).size).toBe(3);
  });

  test('is none without files, and other files do not count', async () => {
    const { store } = await storeOf({ 'notes.txt': 'x' });
    expect(await dataVersion(store, 'trade', DATE)).toBe('none');
    expect(await dataVersion(store, 'minute', DATE)).toBe('none');
  });

  test('of several dates is what each has alone', async () => {
    const { store } = await storeOf({ 'a.parquet': 'one' });
    await writeText(partitionFolder(store, 'trade', '2023-02-02'), 'a.parquet', 'two');
    const both = await dataVersions(store, 'trade', [DATE, '2023-02-02', '2023-02-03']);
    expect([...both.values()]).toEqual([await dataVersion(store, 'trade', DATE), await dataVersion(store, 'trade', '2023-02-02'), 'none']);
  });
});

describe('remembered hashes', () => {
  test('are used while path, size and time of change stay', async () => {
    const { store, folder } = await storeOf({ 'a.parquet': 'one' });
    const version = await dataVersion(store, 'trade', DATE);
    await writeFile(join(folder, 'a.parquet'), 'ONE');
    await settle(join(folder, 'a.parquet'));
    expect(await dataVersion(store, 'trade', DATE)).toBe(version);
    await utimes(join(folder, 'a.parquet'), new Date(0), new Date(1_600_000_001_000));
    expect(await dataVersion(store, 'trade', DATE)).not.toBe(version);
  });

  test('are not kept of a file that was changed just now', async () => {
    const { store, folder } = await storeOf({ 'a.parquet': 'one' });
    await writeFile(join(folder, 'a.parquet'), 'two');
    await dataVersion(store, 'trade', DATE);
    await expect(readFile(join(store, MEMO))).rejects.toThrow('ENOENT');
  });

  test('that are damaged are made anew', async () => {
    const { store } = await storeOf({ 'a.parquet': 'one' });
    const version = await dataVersion(store, 'trade', DATE);
    for (const text of ['{"files": {"trade', '[]', '{"files": {"trade/date=2023-02-01/a.parquet": {"size": 3}}}', 'null']) {
      await writeText(store, MEMO, text);
      expect(await dataVersion(store, 'trade', DATE)).toBe(version);
    }
    expect(JSON.parse(await readFile(join(store, MEMO), 'utf8'))).toMatchObject({ files: { 'trade/date=2023-02-01/a.parquet': { size: 3 } } });
  });
});
