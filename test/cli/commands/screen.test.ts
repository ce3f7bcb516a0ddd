import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ScreenedFactor } from '../../../src/runtime/evaluate/screen.ts';
import { randomMarket, storeOf, valuesOf, weekdays } from '../../runtime/evaluate/support.ts';
import { freshFolder } from '../../runtime/store/support.ts';
import { fullbandHere } from '../../support/cli-here.ts';

const FACTORS = ['--factors', 'factors/minute/late_skew_ret.factor', 'factors/trade/concentration_diff.factor', 'factors/trade/bigorder_amt_perc.factor'];
const ANY_T = ['--t', '-99'];

let store: string;
let values: string;
let results: string;

beforeAll(async () => {
  const { days, rows } = randomMarket(31, weekdays('2021-11-01', 100), 24);
  store = await storeOf(days);
  values = await valuesOf(rows.map(({ first, second, ...row }) => ({ ...row, late_skew_ret: first ?? null, concentration_diff: second ?? null, bigorder_amt_perc: second === null || second === undefined ? null : Number(second) * 2 })));
  results = await freshFolder();
  const { code, stderr } = await fullbandHere(['evaluate', '--store', store, '--values', values, '--out', results]);
  expect({ code }, stderr).toEqual({ code: 0 });
});

const screened = (stdout: string): readonly ScreenedFactor[] => JSON.parse(stdout) as readonly ScreenedFactor[];

describe('screen', () => {
  test('chooses among factors that were tested, without the store', async () => {
    const { code, stdout, stderr } = await fullbandHere(['screen', results, ...ANY_T]);
    expect({ code }, stderr).toEqual({ code: 0 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^factor\s+IC_IR\s+t\s+nearest kept\s+correlation$/);
    expect(lines).toHaveLength(4);
    expect(stderr).toMatch(/^\d factors? of 3 kept\.\n$/);
  });

  test('one correlation for each table screens each table by itself', async () => {
    const { code, stdout, stderr } = await fullbandHere(['screen', results, ...ANY_T, ...FACTORS, '--correlation', 'trade=0.5,minute=0.6', '--json']);
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(screened(stdout).map(({ group }) => group)).toEqual(['trade', 'trade', 'minute']);
    const table = await fullbandHere(['screen', results, ...ANY_T, ...FACTORS, '--correlation', 'trade=0.5,minute=0.6']);
    expect(table.stdout).toMatch(/^factor\s+group\s+IC_IR/);
  });

  test('factor files choose which of the results are looked at', async () => {
    const { stdout } = await fullbandHere(['screen', results, ...FACTORS.slice(0, 2), '--json']);
    expect(screened(stdout).map(({ name }) => name)).toEqual(['late_skew_ret']);
  });

  test('evaluate screens by table as well, and writes the same', async () => {
    const out = await freshFolder();
    const { code, stdout, stderr } = await fullbandHere(['evaluate', '--store', store, '--values', values, '--out', out, ...FACTORS, '--screen', 'minute=0.6,trade=0.5', '--screen-t', '-99']);
    expect({ code }, stderr).toEqual({ code: 0 });
    const alone = await fullbandHere(['screen', out, ...ANY_T, ...FACTORS, '--correlation', 'minute=0.6,trade=0.5']);
    expect(stdout.endsWith(`\n${alone.stdout}`)).toBe(true);
    expect(readFileSync(join(out, 'series', 'screen.csv'), 'utf8')).toMatch(/^factor,group,kept,ic_ir,t,nearest_kept,rank_correlation,reason\nlate_skew_ret,minute,/);
  });

  test.each([
    [['--correlation', 'minute=0.6'], 2, '--correlation by table needs --factors: the files say which table a factor reads.'],
    [['--correlation', 'minute=0.6', ...FACTORS], 2, '--correlation has no correlation for trade, which concentration_diff reads; expected also trade=0.6.'],
    [['--correlation', 'minut=0.6'], 2, '"minut=0.6": expected a table (did you mean minute?) and its correlation, such as minute=0.6,trade=0.5,order=0.4.'],
    [['--correlation', 'minute=0.6,minute=0.5'], 2, 'expected one correlation for each table, with commas between them.'],
    [['--correlation', '60'], 2, '"60": expected a correlation above 0 and up to 1, such as 0.6.'],
    [['--correlation', 'minute='], 2, '"": expected a correlation above 0 and up to 1'],
    [['--t', 'two'], 2, 'It takes a number, such as 2.'],
    [['--factors', 'factors/minute/down_vol_perc.factor'], 1, 'found no test of down_vol_perc'],
  ])('%j ends with %i: %s', async (args, expected, message) => {
    const { code, stdout, stderr } = await fullbandHere(['screen', results, ...args]);
    expect({ code, stdout }, stderr).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('a folder without results is an error that says which to name', async () => {
    const { code, stderr } = await fullbandHere(['screen', 'samples']);
    expect(code).toBe(1);
    expect(stderr).toContain('samples/evaluation.json: found no such file; expected the results of a test. Name a folder that fullband evaluate wrote with --out.');
  });
});
