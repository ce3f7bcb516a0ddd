/** The step that simulates a market. */
import { DataError } from '../../store/data-error.ts';
import { listDates } from '../../store/layout.ts';
import { simulateMarket } from '../../store/simulate/simulate.ts';
import { hashOf } from '../../model/signal/kept.ts';
import type { MarketOptions } from '../../store/simulate/record.ts';
import { stepHash, type KeptResults, type StepOutcome } from '../kept-results.ts';
import { plural } from '../../plural.ts';
import type { Step, StepContext } from './step.ts';

export function marketStep(kept: KeptResults, store: string, options: MarketOptions): Step {
  const inputs = { market: hashOf([JSON.stringify(Object.entries(options).sort())]) };
  const hash = stepHash('market', inputs);
  return { kind: 'market', name: 'market', inputs, hash, units: options.stocks * options.days * (200 + options.ordersPerStock), folder: kept.folder('market', hash), run: (context) => simulate(context, store, options) };
}

async function simulate({ signal, tell }: StepContext, store: string, options: MarketOptions): Promise<StepOutcome> {
  const { rows, days, earlier, firstDate, lastDate } = await simulateMarket({ ...options, store, ...(signal === undefined ? {} : { signal }), onProgress: ({ done, total, date }) => { tell({ done, total, unit: 'days', note: date }); } });
  signal?.throwIfAborted();
  for (const table of ['minute', 'trade', 'order'] as const) {
    const there = (await listDates(store, table)).length;
    if (there < days) throw new DataError({ file: `${store}/${table}`, found: `${String(there)} days of a simulated market of ${String(days)}: somebody has removed some`, expected: 'all of them', remedy: 'Delete the folder of the store, and run again: the market is simulated anew, with the same bytes.' });
  }
  return { summary: `${plural(options.stocks, 'stock')}, ${plural(days, 'day')} from ${firstDate} to ${lastDate}${earlier > 0 ? `, ${String(earlier)} of them from an earlier run` : ''}, ${rows.order.toLocaleString('en')} orders`, warnings: [], ran: null };
}
