/** The program of the thread that gathers windows. Started by gather-thread.ts, loaded by nothing else. */
import { workerData } from 'node:worker_threads';
import type { GatherOrder } from './gather-thread.ts';
import { serve } from './thread.ts';
import { gathererOf, type WindowSource } from './window-source.ts';

const gatherers = (workerData as readonly WindowSource[]).map(gathererOf);

serve((order) => {
  const { windows, into } = order as GatherOrder;
  for (const [i, gatherer] of gatherers.entries()) {
    const values = into[i];
    if (values !== undefined) gatherer(windows, values);
  }
});
