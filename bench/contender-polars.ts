/** Polars as a contender over minute bars, where its package is installed. */
import { availableParallelism } from 'node:os';
import type { Contender } from './contender.ts';
import { benchDay } from './data.ts';
import type { FactorTable } from './factor-table.ts';
import { peakRssMib, timesOf } from './measure.ts';
import { openPolarsPeer } from './peer-polars.ts';
import { loadPolars } from './polars.ts';

/** One lazy query over a frame in memory, on as many threads as Polars takes by itself. */
export const polars: Contender = async ({ stocks, seed, ...options }) => {
  const pl = await loadPolars();
  if ('unavailable' in pl) return pl;
  const peer = await openPolarsPeer(pl, benchDay(stocks, seed));
  let values: FactorTable | null = null;
  const all = await timesOf(async () => {
    values = await peer.factors();
  }, options);
  return { times: { all }, peakRssMib: peakRssMib(), values, recomputed: null, device: `${availableParallelism()} threads` };
};
