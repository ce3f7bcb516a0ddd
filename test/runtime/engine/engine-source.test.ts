import { describe, expect, test, vi } from 'vitest';
import { KernelEngine } from '../../../src/runtime/engine/day-values.ts';
import { capacityFor, LARGEST_TILE } from '../../../src/runtime/engine/engine-source.ts';
import { factorsOf, factorText } from '../../support/programs.ts';
import { compute, outputRows, storeOfCounts } from './stores.ts';

const FACTORS = factorsOf(factorText('sum(volume, window=late) / sum(volume)'));

describe('the size of tiles', () => {
  test('follows the days: a tiny first day does not make tiny tiles for the days after it', async () => {
    // Calls through: it only listens.
    const build = vi.spyOn(KernelEngine, 'build');
    const store = await storeOfCounts([2, 400, 390, 410, 3], 5);
    const report = await compute({ store, factors: FACTORS });
    const capacities = build.mock.calls.map(([, , capacity]) => capacity);
    build.mockRestore();
    expect(report).toMatchObject({ computed: 5, rows: 2 + 400 + 390 + 410 + 3 });
    expect(capacities).toEqual([capacityFor(2, 0), capacityFor(400, 0)]);
    const alone = (await outputRows((await compute({ store: await storeOfCounts([400], 1), factors: FACTORS })).out)).map((row) => row['f0']);
    expect((await outputRows(report.out)).slice(2, 402).map((row) => row['f0'])).toEqual(alone);
  });

  test('grows at most as often as it can double, and to a bound', () => {
    let capacity = 0;
    let builds = 0;
    for (let stocks = 1; stocks <= LARGEST_TILE; stocks++) {
      const next = capacityFor(stocks, capacity);
      expect(next).toBeGreaterThanOrEqual(stocks);
      if (next !== capacity) builds++;
      capacity = next;
    }
    expect(capacity).toBe(LARGEST_TILE);
    expect(builds).toBeLessThanOrEqual(8);
    expect(capacityFor(10, capacity)).toBe(capacity);
  });
});
