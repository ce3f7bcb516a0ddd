import { Queue, Worker, type Job } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clearQueue } from '../../../src/runtime/cluster/clear-queue.ts';
import { followTasks } from '../../../src/runtime/cluster/follow-tasks.ts';
import { connectQueue, queueName } from '../../../src/runtime/cluster/queue-connection.ts';
import { readQueue } from '../../../src/runtime/cluster/queue-state.ts';
import type { Task, TaskOutcome } from '../../../src/runtime/cluster/task.ts';
import { TestRedis, whyNoRedis } from '../../support/redis.ts';
import { faultOf, freshFolder } from '../store/support.ts';

const NONE = { waiting: 0, active: 0, done: 0, failed: 0 };

const tasks = (count: number): readonly Task[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(i).padStart(40, '0'), store: '/nowhere', storeId: null, program: '', from: '2022-01-04', to: '2022-01-04', shard: { place: i + 1, of: count }, version: '', group: 'minute' }));

const outcome = ({ data }: Pick<Job<Task>, 'data'>): TaskOutcome => ({ seconds: data.shard?.place ?? 0, engine: 'none', computed: 0, worker: 'test:1' });

describe.skipIf(whyNoRedis() !== null)('a queue', () => {
  let redis: TestRedis;
  const opened: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    redis = await TestRedis.start(await freshFolder());
  });

  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
    await clearQueue(redis.url, true);
  });

  afterAll(() => redis.kill());

  async function queueWith(count: number): Promise<Queue<Task, TaskOutcome>> {
    const connection = await connectQueue(redis.url);
    const queue = new Queue<Task, TaskOutcome>(queueName(), { connection });
    opened.push(async () => {
      await queue.close();
      connection.disconnect();
    });
    await queue.addBulk(tasks(count).map((data) => ({ name: data.id, data, opts: { jobId: data.id } })));
    return queue;
  }

  async function worker(perform: (job: Job<Task, TaskOutcome>) => Promise<TaskOutcome>): Promise<void> {
    const connection = await connectQueue(redis.url);
    const made = new Worker<Task, TaskOutcome>(queueName(), perform, { connection });
    made.on('error', () => undefined);
    opened.push(async () => {
      await made.close();
      connection.disconnect();
    });
  }

  /** Begins a task, and ends none before it is let go. */
  async function workerAtWork(): Promise<() => void> {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await new Promise<void>((resolve, reject) => {
      worker(async (job) => {
        resolve();
        await held;
        return outcome(job);
      }).catch(reject);
    });
    return letGo;
  }

  test('that is cleared holds nothing, and what it held is told', async () => {
    // More than one statement of Redis removes.
    await queueWith(1500);
    expect((await clearQueue(redis.url, false)).removed).toEqual({ ...NONE, waiting: 1500 });
    const { counts, isPaused } = await readQueue(redis.url);
    expect({ counts, isPaused }).toEqual({ counts: NONE, isPaused: false });
  });

  test('that is empty already may be cleared', async () => {
    expect((await clearQueue(redis.url, false)).removed).toEqual(NONE);
  });

  test('is not cleared while a task is at work, and workers go on', async () => {
    const queue = await queueWith(2);
    const letGo = await workerAtWork();
    const { message } = await faultOf(clearQueue(redis.url, false));
    expect(message).toMatch(/^found 1 task at work in redis:\S+; expected none while the queue is emptied\. Stop the workers or wait for them, or add --force/);
    expect(await queue.isPaused()).toBe(false);
    letGo();
    await expect.poll(async () => (await readQueue(redis.url)).counts).toEqual({ ...NONE, done: 2 });
  });

  test('is cleared by force while a task is at work, whose worker goes on with what comes next', async () => {
    await queueWith(1);
    const letGo = await workerAtWork();
    expect((await clearQueue(redis.url, true)).removed).toEqual({ ...NONE, active: 1 });
    letGo();
    await queueWith(3);
    await expect.poll(async () => (await readQueue(redis.url)).counts).toEqual({ ...NONE, done: 3 });
  });

  test('tells the outcome of each task to who follows them, though it keeps none that is done', async () => {
    const all = tasks(50);
    const following = followTasks({ queue: redis.url, tasks: all, keepDone: 0 });
    const performed: string[] = [];
    await worker((job) => {
      performed.push(job.data.id);
      return Promise.resolve(outcome(job));
    });
    const { outcomes, failed } = await following;
    expect(failed.size).toBe(0);
    expect(all.map(({ id }) => outcomes.get(id)?.seconds)).toEqual(all.map((_, i) => i + 1));
    expect(performed.sort()).toEqual(all.map(({ id }) => id));
    expect((await readQueue(redis.url)).counts).toEqual(NONE);
  });

  test('keeps the newest of what is done', async () => {
    const following = followTasks({ queue: redis.url, tasks: tasks(30), keepDone: 10 });
    await worker((job) => Promise.resolve(outcome(job)));
    expect((await following).outcomes.size).toBe(30);
    expect((await readQueue(redis.url)).counts).toEqual({ ...NONE, done: 10 });
  });
});
