import { describe, expect, test } from 'vitest';
import { describeTiming, milliseconds, peakRssMib, timesOf, timingOf } from '../../bench/measure.ts';

describe('measuring', () => {
  test('median and quartiles of five times', () => {
    expect(timingOf([5, 1, 4, 2, 30])).toEqual({ runs: 5, median: 4, fastest: 1, slowest: 30, spread: 3 });
  });

  test('quartiles of four times lie between them', () => {
    expect(timingOf([4, 2, 1, 3])).toMatchObject({ median: 2.5, spread: 1.5 });
  });

  test('warm-up runs are run and not counted', async () => {
    let calls = 0;
    const times = await timesOf(() => calls++, { runs: 4, warmups: 3 });
    expect(calls).toBe(7);
    expect(times).toHaveLength(4);
  });

  test('work that answers later is waited for', async () => {
    const times = await timesOf(() => new Promise((resolve) => setTimeout(resolve, 20)), { runs: 2, warmups: 0 });
    expect(Math.min(...times)).toBeGreaterThan(15);
  });

  test('no run to time is refused', async () => {
    await expect(timesOf(() => 1, { runs: 0 })).rejects.toThrow('runs must be a positive integer, found 0');
    expect(() => timingOf([])).toThrow('a timing needs at least one time');
  });

  test('a timing reads as one line', () => {
    const timing = { runs: 3, median: 12.34, fastest: 4.2, slowest: 250.4, spread: 1.5 };
    expect(describeTiming('sql', timing)).toBe('sql: median 12.3 ms, quartiles 1.50 ms apart, 4.20 … 250 ms in 3 runs');
  });

  test('times keep three digits', () => {
    expect([3.456, 34.56, 345.6].map(milliseconds)).toEqual(['3.46', '34.6', '346']);
  });

  test('the peak memory of this process is more than nothing', () => {
    expect(peakRssMib()).toBeGreaterThan(10);
  });
});
