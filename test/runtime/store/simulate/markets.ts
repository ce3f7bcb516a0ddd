/** Options of the small markets that tests simulate. */
import type { SimulateOptions } from '../../../../src/runtime/store/simulate/simulate.ts';

export function smallMarket(store: string, options: Partial<Omit<SimulateOptions, 'store'>> = {}): SimulateOptions {
  return { store, stocks: 8, days: 4, seed: 1, from: '2022-12-28', ordersPerStock: 200, information: true, ...options };
}
