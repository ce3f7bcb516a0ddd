import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith, fullband } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

function folder(): string {
  const made = folderWith({});
  onTestFinished(() => made.remove());
  return made.path;
}

const SMALL = ['simulate', '--store', 'market', '--stocks', '6', '--days', '2', '--orders-per-stock', '200'];

describe('simulate', () => {
  test('prints the rows of each table, and says how many days and how fast', async () => {
    const cwd = folder();
    const { code, stdout, stderr } = await fullbandHere(SMALL, { cwd });
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.replace(/ +[\d,]+$/, ''))).toEqual(['table          rows', 'order', 'trade', 'minute', 'daily', 'index_member', 'index_daily', '']);
    expect(stdout).toMatch(/^daily +12$/m);
    expect(stderr).toMatch(/^2 days, 2022-01-04 to 2022-01-05, in [\d.]+ m?s\. [\d,]+ orders and cancels, [\d,]+ a second\.\n$/);
    expect(readdirSync(join(cwd, 'market')).sort()).toEqual(['daily', 'index_daily', 'index_member', 'minute', 'order', 'simulated.json', 'trade']);
    const again = await fullbandHere([...SMALL, '--days', '3'], { cwd });
    expect(again.stderr).toMatch(/^3 days, 2022-01-04 to 2022-01-06, 2 of them earlier/);
  });

  test('real data do not come into a simulated market', async () => {
    const cwd = folder();
    await fullbandHere(SMALL, { cwd });
    const { code, stderr } = await fullbandHere(['import', 'huatai-insight-trade', join(ROOT, 'samples/trades.csv.gz'), '--store', 'market'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('found a store with a simulated market');
    expect(stderr).toContain('Import into another folder with --store');
  });

  test('another market in the same store is refused', async () => {
    const cwd = folder();
    expect((await fullbandHere(SMALL, { cwd })).code).toBe(0);
    const { code, stdout, stderr } = await fullbandHere([...SMALL, '--seed', '2'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`error: ${join('market', 'simulated.json')}: found a market with seed 1; expected seed 2. Simulate into another folder, or with the options of this store; more days may be added to it.\n`);
  });

  test.each([
    [['--stocks', '0'], "option '--stocks <N>' argument '0' is invalid. Expected a whole number from 1 to 9000."],
    [['--days', 'ten'], 'Expected a whole number from 1 to 5000.'],
    [['--seed', '-1'], 'Expected a whole number from 0 to'],
    [['--from', '2022-02-30'], 'Expected a date that exists'],
    [['--informaton'], "unknown option '--informaton'"],
  ])('%j is wrong usage, and nothing is written', async (words, message) => {
    const cwd = folder();
    const { code, stderr } = await fullbandHere([...SMALL, ...words], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(cwd, 'market'))).toBe(false);
  });

  test('an interrupt ends it between two days, and the same command goes on', async () => {
    const cwd = folder();
    const long = ['simulate', '--store', 'market', '--stocks', '6', '--days', '40', '--orders-per-stock', '200'];
    const stopped = await fullband(long, {
      cwd,
      onStart: (child) => {
        const timer = setInterval(() => {
          if (!existsSync(join(cwd, 'market/daily/year=2022/fullband.parquet'))) return;
          // Once: a second one would end it at once.
          clearInterval(timer);
          child.kill('SIGINT');
        }, 5);
        child.on('close', () => clearInterval(timer));
      },
    });
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 130, stdout: '' });
    expect(stopped.stderr).toMatch(/The days that were finished are kept in market; the same command goes on from there\.\nInterrupted\.\n$/);
    const { code, stderr } = await fullbandHere(long, { cwd });
    expect(code).toBe(0);
    const earlier = Number(/, (\d+) of them earlier/.exec(stderr)?.[1]);
    expect(earlier > 0 && earlier < 40).toBe(true);
  });
});
