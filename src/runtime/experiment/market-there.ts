/** Whether the simulated market of an experiment is complete. */
import { listDates } from '../store/layout.ts';
import { existsSync } from 'node:fs';
import type { MarketOptions } from '../store/simulate/record.ts';
import type { KeptResults } from './kept-results.ts';
import type { Step } from './steps/step.ts';

/** Its step is done, and nobody has removed days since. */
export async function marketIsThere(kept: KeptResults, market: Step, store: string, { days }: MarketOptions): Promise<boolean> {
  if (!existsSync(store) || (await kept.find('market', market.hash)) === null) return false;
  for (const table of ['minute', 'trade', 'order'] as const) if ((await listDates(store, table)).length < days) return false;
  return true;
}
