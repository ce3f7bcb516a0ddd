import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sql, freshFolder } from '../store/support.ts';
import { minuteFactors } from '../../support/programs.ts';
import { runNode } from '../../support/cli.ts';
import { runAndKill } from '../../support/killed.ts';
import { childArguments, compute, storeOfDates, tradingDates } from './stores.ts';

const DAYS = 16;
const DATES = tradingDates(DAYS);

/** Names of the files of values, those being written included. */
function valueFiles(store: string): readonly string[] {
  const folder = join(store, 'values');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.parquet')) : [];
}

describe('a run that is killed', () => {
  test('leaves whole files of values only, and its repetition gives the output of an undisturbed run', { timeout: 120_000 }, async () => {
    const store = await storeOfDates(DATES);
    const folder = await freshFolder();
    const out = join(folder, 'values.csv');
    const moments: readonly (() => boolean)[] = [
      () => valueFiles(store).length >= 3,
      () => valueFiles(store).length >= 8 && valueFiles(store).some((name) => name.endsWith('.tmp')),
    ];
    let before = 0;
    for (const reached of moments) {
      expect((await runAndKill(childArguments('compute.ts', store, out), reached)).end).toBe('SIGKILL');
      expect(readdirSync(folder)).toEqual([]);
      const whole = valueFiles(store).filter((name) => name.endsWith('.parquet'));
      expect(whole.length).toBeGreaterThan(before);
      expect(whole.length).toBeLessThan(DAYS);
      before = whole.length;
      // What can be read to its last row is whole.
      for (const name of whole) expect(await sql(`SELECT count(*)::INTEGER AS n FROM (SELECT * FROM read_parquet('${join(store, 'values', name)}'))`)).toEqual([{ n: 30 }]);
    }
    const again = await compute({ store, factors: minuteFactors(), out });
    expect(again).toMatchObject({ computed: 15 * (DAYS - before), cached: 15 * before });
    const clean = await compute({ store: await storeOfDates(DATES), factors: minuteFactors(), out: join(await freshFolder(), 'values.csv') });
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(clean.out, 'utf8'));
    const left = valueFiles(store).filter((name) => !name.endsWith('.parquet'));
    // What a killed run was writing goes when its day is written.
    expect(left).toEqual([]);
    expect(readdirSync(folder)).toEqual(['values.csv']);
  });

  test('two runs over one store at the same time do not disturb each other', { timeout: 120_000 }, async () => {
    const store = await storeOfDates(DATES);
    const folder = await freshFolder();
    const outs = ['a.csv', 'b.csv'].map((name) => join(folder, name));
    const ends = await Promise.all(outs.map((out) => runNode(childArguments('compute.ts', store, out))));
    expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(outs.map(() => ({ code: 0, stderr: '' })));
    const [a, b] = outs.map((out) => readFileSync(out, 'utf8'));
    expect(a).toBe(b);
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.csv']);
  });
});
