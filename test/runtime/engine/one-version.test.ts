import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readInOneVersion, type VersionedDays } from '../../../src/runtime/engine/one-version.ts';

const DATES = ['d1', 'd2'];

/** Days of one part, which say in which version they were read. */
function daysOf(versionOf: (date: string, signal?: AbortSignal) => Promise<number>, onRead: (date: string) => void = () => undefined): VersionedDays<string, number> {
  return {
    dates: DATES,
    versionOf,
    isSame: (a, b) => a === b,
    async *read(date, version) {
      onRead(date);
      await sleep(5);
      yield `${date}@${String(version)}`;
    },
    folderOf: (date) => date,
  };
}

async function readAll(days: VersionedDays<string, number>): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  for await (const { data } of readInOneVersion(days)) found.push(data);
  return found;
}

test('a day that is written while the one before is read is read once, as it is then', async () => {
  const versions = new Map(DATES.map((date) => [date, 1]));
  const reads: string[] = [];
  const days = daysOf(async (date) => Promise.resolve(versions.get(date) ?? 0), (date) => {
    reads.push(date);
    if (date === 'd1') versions.set('d2', 2);
  });
  expect(await readAll(days)).toEqual(['d1@1', 'd2@2']);
  expect(reads).toEqual(['d1', 'd2']);
});

test('a day that could not be measured while the one before was read is measured when its turn comes', async () => {
  let failed = 0;
  const days = daysOf(async (date, signal) => {
    if (date === 'd2' && signal !== undefined) {
      failed++;
      throw new Error('not now');
    }
    return Promise.resolve(1);
  });
  expect(await readAll(days)).toEqual(['d1@1', 'd2@1']);
  expect(failed).toBe(1);
});

test('who stops early does not wait for the next day to be measured', async () => {
  let given = false;
  const days = daysOf(async (date, signal) => {
    if (date === 'd2') {
      await sleep(60_000, undefined, signal === undefined ? {} : { signal }).catch(() => {
        given = true;
      });
    }
    return 1;
  });
  for await (const { data } of readInOneVersion({ ...days, async *read(date) { await sleep(1); yield `${date} a`; yield `${date} b`; } })) {
    expect(data).toBe('d1 a');
    break;
  }
  expect(given).toBe(true);
});
