/** Markets whose factors are tested for what they say about returns: short ones, and in a full run the ones that the documentation states. */
import { join } from 'node:path';
import { simulateMarket } from '../../../../src/runtime/store/simulate/simulate.ts';
import { describeInformation, informationOf, type FactorInformation } from '../../../support/information.ts';
import { freshFolder } from '../support.ts';

export const FULL = process.env['FULLBAND_TEST'] === 'full';
export const SEEDS = FULL ? [1, 2, 3] : [1];
export const SIZE = FULL ? { stocks: 100, days: 120, ordersPerStock: 400 } : { stocks: 50, days: 32, ordersPerStock: 300 };
export const TIMEOUT = FULL ? 900_000 : 180_000;

export interface TestedMarket {
  readonly store: string;
  /** File with the values of the 27 factors. */
  readonly values: string;
  readonly found: readonly FactorInformation[];
}

/** Markets of this file of tests: making one takes longer than all that is asked of it. */
const made = new Map<string, Promise<TestedMarket>>();

/** Simulates a market, computes its factors and tests them, once for each file of tests; in a full run the table is printed. */
export function testedMarket(seed: number, information: boolean): Promise<TestedMarket> {
  const key = `${String(seed)} ${String(information)}`;
  const known = made.get(key) ?? makeMarket(seed, information);
  made.set(key, known);
  return known;
}

async function makeMarket(seed: number, information: boolean): Promise<TestedMarket> {
  const store = await freshFolder();
  await simulateMarket({ store, seed, from: '2022-01-04', information, ...SIZE });
  const values = join(store, 'values.parquet');
  const found = await informationOf(store, values);
  if (FULL) process.stderr.write(`${describeInformation(`${SIZE.stocks} stocks, ${SIZE.days} days, seed ${seed}, information ${information ? 'on' : 'off'}`, found)}\n`);
  return { store, values, found };
}
