/** The program of the thread that gathers windows. Started by gather-thread.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { gatherWindows } from '../gru/blocks.ts';
import type { GatherAnswer, GatherOrder, WindowSource } from './gather-thread.ts';

const port = parentPort;
if (port === null) throw new Error('gather-worker is a thread of a training, not a program');
const sources = workerData as readonly WindowSource[];

function gather({ windows, into }: GatherOrder): GatherAnswer {
  try {
    for (const [i, { panel, steps }] of sources.entries()) {
      const values = into[i];
      if (values !== undefined) gatherWindows(panel, windows, steps, values);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

port.on('message', (order: GatherOrder) => {
  port.postMessage(gather(order));
});
