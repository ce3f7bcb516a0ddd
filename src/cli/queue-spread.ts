/** Values of an experiment by the workers of a queue, told as progress of its step. */
import type { SpreadValues } from '../runtime/experiment/steps/step.ts';
import { describeDuration } from './progress.ts';

/** A Redis that is being started again is waited for. */
const PATIENCE_MS = 10_000;

/** Throws DataError soon if there is no Redis at the address, because nobody wants to hear that after an hour, and the signal's reason. @param told what stands in the way, such as no worker, and which tasks took longest */
export async function queueSpread(queue: string, shards: number, told: { readonly warn: (text: string) => void; readonly say: (text: string) => void; readonly signal: AbortSignal }): Promise<SpreadValues> {
  const { describeSlowest, describeSpread, spreadValues } = await import('../runtime/cluster/spread-values.ts');
  const { connectQueue } = await import('../runtime/cluster/queue-connection.ts');
  (await connectQueue(queue, { patienceMs: PATIENCE_MS, onTrouble: told.warn, signal: told.signal })).disconnect();
  return async ({ store, factors, engine, to, texts, signal, tell }) => {
    const report = await spreadValues({
      queue, store, factors, engine, texts, shards,
      ...(to === undefined ? {} : { to }),
      ...(signal === undefined ? {} : { signal }),
      tell: (note) => { tell({ done: 0, total: 0, unit: 'tasks', note }); },
      onTrouble: told.warn,
      onProgress: ({ done, total, active, longest }) => {
        const note = longest === null ? 'waiting for a worker' : `${String(active)} at work, longest ${longest.name} for ${describeDuration(longest.seconds)}`;
        tell({ done, total, unit: 'tasks', note });
      },
    });
    if (report.slowest.length > 0) told.say(`    longest tasks: ${describeSlowest(report)}`);
    return describeSpread(report);
  };
}
