/** The program of the thread that gathers windows. Started by gather-thread.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import type { GatherAnswer, GatherOrder } from './gather-thread.ts';
import { gathererOf, type WindowSource } from './window-source.ts';

const port = parentPort;
if (port === null) throw new Error('gather-worker is a thread of a training, not a program');
const gatherers = (workerData as readonly WindowSource[]).map(gathererOf);

function gather({ windows, into }: GatherOrder): GatherAnswer {
  try {
    for (const [i, gatherer] of gatherers.entries()) {
      const values = into[i];
      if (values !== undefined) gatherer(windows, values);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

port.on('message', (order: GatherOrder) => {
  port.postMessage(gather(order));
});
