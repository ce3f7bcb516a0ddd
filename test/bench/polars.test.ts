import { describe, expect, test } from 'vitest';
import { accuracyOf } from '../../bench/accuracy.ts';
import { benchDay } from '../../bench/data.ts';
import { javascriptFactors } from '../../bench/peer-javascript.ts';
import { openPolarsPeer } from '../../bench/peer-polars.ts';
import { loadPolars } from '../../bench/polars.ts';

describe('the Polars peer', () => {
  test('agrees with plain JavaScript on all factors, or says how its package is installed', async () => {
    const polars = await loadPolars();
    if ('unavailable' in polars) {
      expect(polars.unavailable).toMatch(/^nodejs-polars .*; npm install --no-save /);
      return;
    }
    const day = benchDay(60, 3);
    const { ofTolerance, missingDiffers } = accuracyOf(await (await openPolarsPeer(polars, day)).factors(), javascriptFactors(day));
    expect({ isNear: ofTolerance < 1e-6, missingDiffers }).toEqual({ isNear: true, missingDiffers: 0 });
  });
});
