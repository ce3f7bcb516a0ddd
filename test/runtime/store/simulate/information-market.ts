/** Markets whose factors are tested for what they say about returns: short ones, and in a full run the ones that the documentation states. */
import { join } from 'node:path';
import { simulateMarket } from '../../../../src/runtime/store/simulate/simulate.ts';
import { describeInformation, informationOf, type FactorInformation } from '../../../support/information.ts';
import { freshFolder } from '../support.ts';

export const FULL = process.env['FULLBAND_TEST'] === 'full';
export const SEEDS = FULL ? [1, 2, 3] : [1];
export const SIZE = FULL ? { stocks: 100, days: 120, ordersPerStock: 400 } : { stocks: 50, days: 32, ordersPerStock: 300 };
export const TIMEOUT = FULL ? 900_000 : 180_000;

/** Simulates a market and tests its factors; in a full run the table is printed. */
export async function testedMarket(seed: number, information: boolean): Promise<readonly FactorInformation[]> {
  const store = await freshFolder();
  await simulateMarket({ store, seed, from: '2022-01-04', information, ...SIZE });
  const found = await informationOf(store, join(store, 'values.parquet'));
  if (FULL) process.stderr.write(`${describeInformation(`${SIZE.stocks} stocks, ${SIZE.days} days, seed ${seed}, information ${information ? 'on' : 'off'}`, found)}\n`);
  return found;
}
