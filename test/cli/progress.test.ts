import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { Progress, RecentRate, describeDuration, describeProgress } from '../../src/cli/progress.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

function recorded(animated: boolean): { terminal: Terminal; said: string[]; drawn: string[] } {
  const said: string[] = [];
  const drawn: string[] = [];
  const colors = pc.createColors(false);
  const none = (): void => undefined;
  const terminal: Terminal = {
    colors, errorColors: colors, animated, columns: 40, print: none, write: none,
    say: (text) => void said.push(text),
    redraw: (text) => void drawn.push(text),
  };
  return { terminal, said, drawn };
}

describe('progress', () => {
  test('off a terminal a line comes every five seconds at most, and none for a short run', () => {
    const { terminal, said, drawn } = recorded(false);
    let now = 0;
    const progress = new Progress(terminal, 'days', () => now);
    for (let day = 1; day <= 120; day++) {
      now += 100;
      progress.update({ done: day, total: 120, note: '' });
    }
    progress.finish();
    expect(said).toEqual(['50/120 days · 10 days/s · 7.0 s left', '100/120 days · 10 days/s · 2.0 s left']);
    expect(drawn).toEqual([]);
  });

  test('on a terminal one line is redrawn, cut to its width and removed at the end', () => {
    const { terminal, said, drawn } = recorded(true);
    let now = 0;
    const progress = new Progress(terminal, 'days', () => now);
    for (let day = 1; day <= 10; day++) {
      now += 50;
      progress.update({ done: day, total: 10, note: 'x'.repeat(60) });
    }
    progress.finish();
    expect(said).toEqual([]);
    expect(drawn).toHaveLength(6);
    expect(drawn.every((line) => line.length < 40)).toBe(true);
    expect(drawn.at(-1)).toBe('');
  });

  test('tells rate and time left, or seconds for each item if they are slow', () => {
    expect(describeProgress({ done: 0, total: 10, note: '2023-02-01' }, 'days', null)).toBe('0/10 days · 2023-02-01');
    expect(describeProgress({ done: 5, total: 10, note: '' }, 'days', 0.25)).toBe('5/10 days · 4.0 s each · 20 s left');
    expect(describeProgress({ done: 10, total: 10, note: '' }, 'days', 5)).toBe('10/10 days · 5.0 days/s');
  });

  test('no time left is told before three items and two seconds are behind, and a slow start does not count', () => {
    const rate = new RecentRate();
    const told = [[0, 0], [1, 8200], [2, 8220], [3, 8240], [50, 9200], [100, 10_250]].map(([done = 0, time = 0]) => rate.add(done, time));
    expect(told.map((each) => each === null)).toEqual([true, true, true, true, true, false]);
    expect(told.at(-1)).toBeCloseTo(99 / 2.05, 6);
    const quick = new RecentRate();
    expect([0, 1, 2, 3, 4, 5].map((done) => quick.add(done, done * 300))).toEqual([null, null, null, null, null, null]);
    const slow = new RecentRate();
    expect([1, 2, 3, 4].map((done) => slow.add(done, done * 20_000))).toEqual([null, null, null, 0.05]);
  });

  test('the rate is that of the last ten seconds, and another count begins anew', () => {
    const rate = new RecentRate();
    let last: number | null = null;
    for (let second = 1; second <= 30; second++) last = rate.add(second, second * 1000);
    for (let second = 1; second <= 15; second++) last = rate.add(30 + second * 50, (30 + second) * 1000);
    expect(last).toBeCloseTo(50, 6);
    expect(rate.add(1, 50_000)).toBeNull();
  });

  test('durations are told in the unit that fits', () => {
    expect([0.04, 9.96, 59.4, 200, 7500].map(describeDuration)).toEqual(['40 ms', '10.0 s', '59 s', '3 min 20 s', '2 h 5 min']);
  });
});
