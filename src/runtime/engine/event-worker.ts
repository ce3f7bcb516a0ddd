/** A thread of the pool: compiles the factors for itself and turns batches into values. Started by event-pool.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileEvents } from '../../compiler/events/compile.ts';
import { openBackend } from './backends.ts';
import { computeBatch } from './event-batches.ts';
import { EventEngine, referenceEventEngine } from './event-engine.ts';
import type { WorkerAnswer, WorkerOrder, WorkerTask } from './event-pool.ts';
import type { ThreadMessage } from './thread-pool.ts';

const port = parentPort;
if (port === null) throw new Error('event-worker is a thread of the engine, not a program');
const { engine: name, factors } = workerData as WorkerTask;

const program = compileEvents(factors);
const backend = name === 'reference' ? null : await openBackend(name);
const engine = backend === null ? referenceEventEngine(program) : await EventEngine.build(program, backend, 1);

const say = (message: ThreadMessage<WorkerAnswer>, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer);
};

port.on('message', ({ stocks }: WorkerOrder) => {
  computeBatch(engine, stocks).then(
    (outcome) => {
      if ('fault' in outcome) {
        say({ kind: 'answer', answer: outcome });
        return;
      }
      const columns = outcome.columns.map((column) => Float64Array.from(column));
      say({ kind: 'answer', answer: { columns, recomputed: outcome.recomputed } }, columns.map(({ buffer }) => buffer));
    },
    (error: unknown) => {
      say({ kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  );
});
say({ kind: 'ready' });
