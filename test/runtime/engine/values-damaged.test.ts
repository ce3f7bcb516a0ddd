import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minuteFactors } from '../../support/programs.ts';
import { faultOf } from '../store/support.ts';
import { compute, outputRows, sampleStore } from './stores.ts';

const FACTORS = minuteFactors();

/** Path of the only file of values of a date. */
function valuesFile(store: string, date: string): string {
  const folder = join(store, 'values', `date=${date}`);
  const names = readdirSync(folder);
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? '');
}

/** Overwrites some bytes of a file and leaves its length and its ends, which say that it is whole. */
function overwrite(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(500, 0xa5), 0, 500, at);
  closeSync(handle);
}

describe('a file of values that is damaged', () => {
  test.each([
    ['is cut off', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['is empty', (file: string) => truncateSync(file, 0)],
    ['is no Parquet', (file: string) => writeFileSync(file, 'symbol,value\n600519.SH,1\n')],
    ['has bytes behind its end', (file: string) => appendFileSync(file, 'damage')],
    ['has damaged values', (file: string) => overwrite(file, 200)],
    ['has a damaged table of contents', (file: string) => overwrite(file, statSync(file).size - 1500)],
  ])('because it %s is removed, told in one line and computed again', async (_, damage) => {
    const store = await sampleStore();
    const first = await compute({ store, factors: FACTORS });
    const file = valuesFile(store, '2023-02-01');
    damage(file);
    const again = await compute({ store, factors: FACTORS });
    expect(again).toMatchObject({ computed: 15, cached: 15, rows: 59, warnings: [`${file} was damaged and is removed; its values are computed again where they are needed`] });
    expect(await outputRows(again.out)).toEqual(await outputRows(first.out));
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0, cached: 30, warnings: [] });
  });

  test('is found among many whole ones, which are kept', async () => {
    const store = await sampleStore();
    for (let i = 0; i < 5; i++) await compute({ store, factors: FACTORS.slice(3 * i, 3 * i + 3) });
    const folder = join(store, 'values/date=2023-02-02');
    const [damaged = ''] = readdirSync(folder);
    truncateSync(join(folder, damaged), 100);
    const report = await compute({ store, factors: FACTORS });
    expect(report).toMatchObject({ computed: 3, cached: 27 });
    expect(report.warnings.join()).toContain(damaged);
  });
});

describe('something else where values are kept', () => {
  test('a plain file for the folder of values is an error that says what to do, and stays', async () => {
    const store = await sampleStore();
    writeFileSync(join(store, 'values'), 'notes');
    const fault = await faultOf(compute({ store, factors: FACTORS }));
    expect(fault).toMatchObject({ file: join(store, 'values'), found: 'a file', remedy: 'Move or delete it; compute makes the folder by itself.' });
    expect(readFileSync(join(store, 'values'), 'utf8')).toBe('notes');
  });

  test('a plain file for the folder of a date is an error that names it', async () => {
    const store = await sampleStore();
    mkdirSync(join(store, 'values'));
    writeFileSync(join(store, 'values/date=2023-02-02'), '');
    expect(await faultOf(compute({ store, factors: FACTORS }))).toMatchObject({ file: join(store, 'values/date=2023-02-02'), found: 'a file' });
  });

  test('files of other names are left alone', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS });
    const note = join(store, 'values/date=2023-02-01/README.md');
    writeFileSync(note, 'mine');
    rmSync(valuesFileBeside(note));
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 15, warnings: [] });
    expect(readFileSync(note, 'utf8')).toBe('mine');
  });
});

/** The Parquet file in the folder of another file. */
function valuesFileBeside(other: string): string {
  const folder = join(other, '..');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.parquet')) ?? '');
}
