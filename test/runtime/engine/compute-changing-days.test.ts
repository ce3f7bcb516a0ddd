import { copyFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDays, type DaysToRead } from '../../../src/runtime/engine/day-reader.ts';
import type { DayPart } from '../../../src/runtime/engine/day-parts.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { factorsOf, factorText } from '../../support/programs.ts';
import { faultOf, freshFolder } from '../store/support.ts';
import { compute, outputRows, storeOfDates, tradingDates, writeFromSample } from './stores.ts';

const DATES = tradingDates(5);
const LAST = DATES[4] ?? '';
const FACTORS = factorsOf(factorText('sum(volume, window=late) / sum(volume)'));
const dayFile = (store: string, date: string): string => join(store, `minute/date=${date}/part-0.parquet`);

/** Other bars of the same stocks, as a file to put in a day's place. */
async function otherBars(name: string, volume: number): Promise<string> {
  return writeFromSample(await freshFolder(), LAST, `* REPLACE (CASE WHEN bar > 210 THEN volume + ${String(volume)} ELSE volume END AS volume)`, '', name);
}

/** Puts a file in a day's place in one step, as an import does. */
function replaceDay(store: string, date: string, file: string): void {
  copyFileSync(file, `${dayFile(store, date)}.new`);
  renameSync(`${dayFile(store, date)}.new`, dayFile(store, date));
}

describe('a day that is imported again while a run goes on', () => {
  test('is stored under the version that was read: neither its new nor its old data get values of the other', async () => {
    const store = await storeOfDates(DATES);
    const before = join(await freshFolder(), 'before.parquet');
    copyFileSync(dayFile(store, LAST), before);
    const other = await otherBars('other.parquet', 100_000);
    let replaced = false;
    await compute({
      store,
      factors: FACTORS,
      onProgress: ({ date }) => {
        // The versions of all days are known by now, and the last day is not yet read.
        if (date !== DATES[0] || replaced) return;
        replaced = true;
        replaceDay(store, LAST, other);
      },
    });
    expect(replaced).toBe(true);
    const onLast = async (of: string): Promise<unknown> => (await outputRows((await compute({ store: of, factors: FACTORS })).out)).filter((row) => row['date'] === LAST);
    const freshNew = await storeOfDates(DATES);
    replaceDay(freshNew, LAST, other);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0 });
    expect(await onLast(store)).toEqual(await onLast(freshNew));
    replaceDay(store, LAST, before);
    expect(await onLast(store)).toEqual(await onLast(await storeOfDates(DATES)));
  });

  /** The parts of the last day, with `onVersion` called each time its version has been measured. */
  async function partsOf(store: string, onVersion: (measured: number) => void, symbols: readonly string[] | null = null): Promise<readonly DayPart[]> {
    let measured = 0;
    return withDatabase({ threads: 1 }, async (db) => {
      const days: DaysToRead = {
        db,
        store,
        dates: [LAST],
        onlyFields: ['volume'],
        symbols,
        versionOf: async (date) => {
          const version = await dataVersion(store, 'minute', date);
          onVersion(++measured);
          return version;
        },
      };
      const parts: DayPart[] = [];
      for await (const part of readDays(days)) parts.push(part);
      return parts;
    });
  }

  test('just before its rows are read is read again, and its parts tell the version they are of', async () => {
    const store = await storeOfDates(DATES);
    const other = await otherBars('other.parquet', 100_000);
    const parts = await partsOf(store, (measured) => (measured === 1 ? replaceDay(store, LAST, other) : undefined));
    expect(parts).toHaveLength(1);
    const [part] = parts;
    expect(part).toMatchObject({ date: LAST, first: true, version: await dataVersion(store, 'minute', LAST) });
    const [now] = await partsOf(store, () => undefined);
    expect(part?.data).toEqual(now?.data);
  });

  test('with other files than before is read again, although the first reading failed', async () => {
    const store = await storeOfDates(DATES);
    const move = (measured: number): void => {
      if (measured === 1) renameSync(dayFile(store, LAST), join(store, `minute/date=${LAST}/fullband.parquet`));
    };
    expect((await partsOf(store, move))[0]?.data?.symbols).toHaveLength(30);
    expect(readdirSync(join(store, `minute/date=${LAST}`))).toEqual(['fullband.parquet']);
  });

  test('again and again is an error that says so, and nothing of it is stored', async () => {
    const store = await storeOfDates(DATES);
    const others = await Promise.all([otherBars('a.parquet', 100), otherBars('b.parquet', 200)]);
    const fault = await faultOf(partsOf(store, (measured) => replaceDay(store, LAST, others[measured % 2] ?? '')));
    expect(fault.message).toContain(`date=${LAST}: found data that changed 4 times while it was read; expected`);
    expect(fault.remedy).toContain('run again');
  });

  test('and has bad rows is the error of these rows', async () => {
    const store = await storeOfDates(DATES);
    const bad = await writeFromSample(await freshFolder(), LAST, '* REPLACE (CASE WHEN bar = 9 THEN -1 ELSE volume END AS volume)');
    expect((await faultOf(partsOf(store, (measured) => (measured === 1 ? replaceDay(store, LAST, bad) : undefined)))).found).toContain('-1');
  });
});
