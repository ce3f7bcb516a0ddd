/** How large the heaps of new threads may grow before they are collected whole. */
import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';

/** MiB; more is collected all the same. */
const ROOM = 256;

/**
 * Starts threads that read: every chunk of a query comes in arrays of its own, which die young. V8 counts their bytes as if they stayed and collects the
 * whole heap five times for a day of bars, at a quarter of the time of the day. What a heap may hold at first cannot be said for one thread, so it is said
 * for all that start now, until they have.
 */
export function withRoom(start: () => readonly Worker[]): readonly Worker[] {
  setFlagsFromString(`--initial-old-space-size=${String(ROOM)}`);
  const threads = start();
  const begun = threads.map((worker) => new Promise((resolve) => worker.once('online', resolve).once('exit', resolve)));
  void Promise.all(begun).then(() => {
    setFlagsFromString('--initial-old-space-size=0');
  });
  return threads;
}
