/** Values of an experiment by the workers of a queue, told as progress of its step. */
import type { SpreadValues } from '../runtime/experiment/steps/step.ts';
import { describeDuration } from './progress.ts';

/** Throws DataError now if there is no Redis at the address: nobody wants to hear that after an hour. @param say told what stands in the way, such as no worker */
export async function queueSpread(queue: string, shards: number, say: (text: string) => void): Promise<SpreadValues> {
  const { describeSpread, spreadValues } = await import('../runtime/cluster/spread-values.ts');
  const { connectQueue } = await import('../runtime/cluster/queue-connection.ts');
  (await connectQueue(queue)).disconnect();
  return async ({ store, factors, engine, to, texts, signal, tell }) => {
    const report = await spreadValues({
      queue, store, factors, engine, texts, shards,
      ...(to === undefined ? {} : { to }),
      ...(signal === undefined ? {} : { signal }),
      tell: (note) => { tell({ done: 0, total: 0, unit: 'tasks', note }); },
      onTrouble: say,
      onProgress: ({ done, total, active, longest }) => {
        const note = longest === null ? 'waiting for a worker' : `${String(active)} at work, longest ${longest.name} for ${describeDuration(longest.seconds)}`;
        tell({ done, total, unit: 'tasks', note });
      },
    });
    return describeSpread(report);
  };
}
