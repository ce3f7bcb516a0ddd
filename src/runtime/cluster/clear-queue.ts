/** Emptying a queue: nothing is asked, what was removed is told. */
import { Queue } from 'bullmq';
import { plural } from '../plural.ts';
import { DataError } from '../store/data-error.ts';
import { connectQueue, queueName, shownUrl } from './queue-connection.ts';
import { countsOf, type QueueCounts } from './queue-state.ts';
import type { Task, TaskOutcome } from './task.ts';

/**
 * Removes all tasks of a queue and what it knows of them. Throws DataError if there is no Redis, and while tasks are at work, unless `isForced`: a worker ends such
 * a task all the same, and its values are kept.
 */
export async function clearQueue(url: string, isForced: boolean): Promise<{ readonly url: string; readonly removed: QueueCounts }> {
  const connection = await connectQueue(url);
  const queue = new Queue<Task, TaskOutcome>(queueName(), { connection });
  try {
    const wasPaused = await queue.isPaused();
    // Nothing is taken from a queue that is paused: what is at work now can only become less.
    await queue.pause();
    try {
      const removed = await countsOf(queue);
      if (removed.active > 0 && !isForced) throw atWork(url, removed.active);
      // What says that it is paused goes with the rest.
      await queue.obliterate({ force: isForced });
      return { url: shownUrl(url), removed };
    } catch (error) {
      if (!wasPaused) await queue.resume();
      throw error;
    }
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

function atWork(url: string, active: number): DataError {
  return new DataError({
    file: null,
    found: `${plural(active, 'task')} at work in ${shownUrl(url)}`,
    expected: 'none while the queue is emptied',
    remedy: 'Stop the workers or wait for them, or add --force: what they compute is kept in the store. A task of a worker that was killed counts until another worker has taken it.',
  });
}
