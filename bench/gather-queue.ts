/** Measures runs by two workers of a queue beside the same runs alone, and what a task costs that has nothing to compute. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { followTasks } from '../src/runtime/cluster/follow-tasks.ts';
import { planTasks } from '../src/runtime/cluster/plan-tasks.ts';
import { loadExperiment } from '../src/runtime/experiment/load-experiment.ts';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { listDates } from '../src/runtime/store/layout.ts';
import { withScratch } from '../src/runtime/store/scratch.ts';
import { cutMarket, keptMinuteMarket, readBars } from './market-minutes.ts';
import { timingOf } from './measure.ts';
import { runArgs, TASKS_CONTENDER, type QueueEntry } from './queue-contenders.ts';
import { openServers, whyNoRedis } from './queue-servers.ts';
import { inRepository } from './repository.ts';
import type { QueueReport, QueueResult } from './results-queue.ts';
import { runWhole } from './whole-process.ts';

export interface QueuePlan {
  readonly entries: readonly QueueEntry[];
  /** Whether the cost of a task is measured. */
  readonly overhead: boolean;
  readonly rounds: number;
  /** A store with minute bars; null to generate one. */
  readonly market: string | null;
  readonly stocks: number;
  readonly seed: number;
  readonly folder: string;
}

type Say = (line: string) => void;

const WORKERS = 2;

export async function measureQueue(plan: QueuePlan, say: Say): Promise<QueueReport> {
  const { rounds, stocks, seed, folder } = plan;
  const absent = whyNoRedis();
  if (absent !== null) return { rounds, results: [], overhead: null, absent };
  const days = Math.max(1, ...plan.entries.map((entry) => entry.days));
  const market = plan.market ?? (await keptMinuteMarket(folder, { stocks, days, seed }, () => say(`making a market of ${days} days of minute bars of ${stocks} stocks, once`)));
  return withScratch(async (scratch) => {
    const results: QueueResult[] = [];
    for (const entry of plan.entries) results.push(await compare(entry, market, join(scratch, entry.name), rounds, say));
    return { rounds, results, overhead: plan.overhead ? await overheadOf(market, join(scratch, 'tasks'), rounds, say) : null, absent: null };
  });
}

/** One run by the workers, one by a single worker and one alone, in turns; each in a store of its own. */
async function compare({ name, engine, share, days }: QueueEntry, market: string, scratch: string, rounds: number, say: Say): Promise<QueueResult> {
  const bars = join(scratch, 'bars');
  const part = await cutMarket(market, bars, share, days);
  await readBars(bars);
  const redis = join(scratch, 'redis');
  await mkdir(redis);
  const [alone, shared, single]: [number[], number[], number[]] = [[], [], []];
  let tasks = 0;
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${name}, ${part.stocks} stocks × ${days} days by ${WORKERS} workers and alone`);
    // Workers are there while the run by them is timed, and have computed nothing yet.
    for (const [workers, times] of [[WORKERS, shared], [1, single]] as const) {
      const servers = await openServers(redis, workers);
      try {
        const { milliseconds, said } = await timed(bars, join(scratch, `workers-${workers}-${round}`), engine, servers.url);
        times.push(milliseconds);
        tasks = Number(/; (\d+) tasks?, /.exec(said)?.[1] ?? NaN);
      } finally {
        await servers.close();
      }
    }
    alone.push((await timed(bars, join(scratch, `alone-${round}`), engine, null)).milliseconds);
    say(`  ${((shared.at(-1) ?? NaN) / 1000).toFixed(2)} s, by one worker ${((single.at(-1) ?? NaN) / 1000).toFixed(2)} s, alone ${((alone.at(-1) ?? NaN) / 1000).toFixed(2)} s`);
  }
  return { name, engine, stocks: part.stocks, days, tasks, timing: timingOf(shared), single: timingOf(single), alone: timingOf(alone), faster: timingOf(single).median / timingOf(shared).median };
}

async function timed(bars: string, store: string, engine: string, url: string | null): Promise<{ readonly milliseconds: number; readonly said: string }> {
  await cutMarket(bars, store, 1, (await listDates(bars, 'minute')).length);
  return runWhole(runArgs(store, join(store, 'run'), engine, url), inRepository());
}

/** Tasks under new names of a date whose values are there, by one worker. */
async function overheadOf(market: string, store: string, rounds: number, say: Say): Promise<QueueReport['overhead']> {
  const { tasks: count } = TASKS_CONTENDER;
  await cutMarket(market, store, 0.01, 1);
  const { loaded } = loadExperiment({ file: 'experiments/factors.yaml', currentFolder: inRepository(), needsData: false });
  if (loaded === null) throw new Error('experiments/factors.yaml has errors');
  const factors = loaded.sources.factors.filter(({ table }) => table === 'minute');
  const [task] = await withDatabase({}, (db) => planTasks(db, { store, factors, texts: loaded.sources.texts, engine: 'webasm', shards: 1 }));
  if (task === undefined) throw new Error('there is no task');
  const redis = join(store, 'redis');
  await mkdir(redis);
  const servers = await openServers(redis, 1);
  const each: number[] = [];
  try {
    await followTasks({ queue: servers.url, tasks: [task] });
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}: ${TASKS_CONTENDER.name}, ${count} tasks whose values are there`);
      const tasks = Array.from({ length: count }, () => ({ ...task, id: randomBytes(20).toString('hex') }));
      const start = performance.now();
      await followTasks({ queue: servers.url, tasks });
      each.push((performance.now() - start) / count);
      say(`  ${(each.at(-1) ?? NaN).toFixed(2)} ms a task`);
    }
  } finally {
    await servers.close();
  }
  return { tasks: count, millisecondsPerTask: timingOf(each) };
}
