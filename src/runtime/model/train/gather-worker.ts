/** The program of the thread that gathers batches. Started by gather-thread.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { gatherWindows } from '../gru/blocks.ts';
import type { GatherAnswer, GatherOrder, PanelInput } from './gather-thread.ts';

const port = parentPort;
if (port === null) throw new Error('gather-worker is a thread of a training, not a program');
const inputs = workerData as readonly PanelInput[];

function gather({ which, into }: GatherOrder): GatherAnswer {
  try {
    for (const [i, { panel, windows, steps }] of inputs.entries()) {
      const values = into[i];
      if (values !== undefined) gatherWindows(panel, windows, which, steps, values);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

port.on('message', (order: GatherOrder) => {
  port.postMessage(gather(order));
});
