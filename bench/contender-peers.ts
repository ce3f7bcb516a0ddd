/** What the engine is measured against. Each starts from the day in its own form and returns every value, except for the floor. */
import { availableParallelism } from 'node:os';
import { referenceEngine } from '../src/runtime/engine/day-values.ts';
import type { Contender } from './contender.ts';
import { benchDay, singlePrecision } from './data.ts';
import { MINUTE_FACTORS, type FactorTable } from './factor-table.ts';
import { compileFactors } from './factor-program.ts';
import { sumColumns } from './floor.ts';
import { peakRssMib, timesOf } from './measure.ts';
import { openDuckdbPeer } from './peer-duckdb.ts';
import { javascriptFactors } from './peer-javascript.ts';

const NOTHING = { values: null, recomputed: null, device: null } as const;

/** One pass over the seven columns. */
export const floor: Contender = async ({ stocks, seed, ...options }) => {
  const columns = singlePrecision(benchDay(stocks, seed));
  // A result that depends on every number, so that no pass is optimised away.
  let total = 0;
  const all = await timesOf(() => (total += sumColumns(columns)), options);
  if (Number.isNaN(total)) throw new Error('the day holds a missing number');
  return { ...NOTHING, times: { all }, peakRssMib: peakRssMib() };
};

/** Hand-written loops on one core. */
export const javascript: Contender = async ({ stocks, seed, ...options }) => {
  const data = benchDay(stocks, seed);
  let values: FactorTable | null = null;
  const all = await timesOf(() => (values = javascriptFactors(data)), options);
  return { ...NOTHING, times: { all }, peakRssMib: peakRssMib(), values };
};

/** One SQL statement on at most two cores, over a table in memory. */
export const duckdb: Contender = async ({ stocks, seed, ...options }) => {
  const threads = Math.min(2, availableParallelism());
  const peer = await openDuckdbPeer(benchDay(stocks, seed), threads);
  let values: FactorTable | null = null;
  const all = await timesOf(async () => {
    values = await peer.factors();
  }, options);
  const peak = peakRssMib();
  peer.close();
  return { ...NOTHING, times: { all }, peakRssMib: peak, values, device: `${threads} threads` };
};

/** The float64 reference, one stock at a time: written to be read, and what errors are measured against. */
export const reference: Contender = async ({ stocks, seed }) => {
  const data = benchDay(stocks, seed);
  const engine = referenceEngine(compileFactors(MINUTE_FACTORS));
  let columns: readonly Float64Array[] = [];
  const all = await timesOf(
    async () => {
      ({ columns } = await engine.compute(data));
    },
    { runs: 1, warmups: 0 },
  );
  const values = Object.fromEntries(MINUTE_FACTORS.map((factor, i) => [factor, columns[i] ?? new Float64Array(0)]));
  return { ...NOTHING, times: { all }, peakRssMib: peakRssMib(), values };
};
