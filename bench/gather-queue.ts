/** Measures runs by two workers of a queue beside the same runs alone, and what a task costs that has nothing to compute. */
import { randomBytes } from 'node:crypto';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { followTasks } from '../src/runtime/cluster/follow-tasks.ts';
import { planTasks } from '../src/runtime/cluster/plan-tasks.ts';
import { loadExperiment } from '../src/runtime/experiment/load-experiment.ts';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { preparedFolder } from '../src/runtime/store/prepared-paths.ts';
import { withScratch } from '../src/runtime/store/scratch.ts';
import { keptMarket, readThrough, withFreshStore } from './event-market.ts';
import { cutMarket, keptMinuteMarket, readBars } from './market-minutes.ts';
import { timingOf } from './measure.ts';
import { runArgs, TASKS_CONTENDER, type QueueEntry } from './queue-contenders.ts';
import { openServers, whyNoRedis } from './queue-servers.ts';
import { inRepository } from './repository.ts';
import type { QueueReport, QueueResult } from './results-queue.ts';
import { prepareArgs } from './scaling-contenders.ts';
import { runWhole, type WholeProcess } from './whole-process.ts';

export interface QueuePlan {
  readonly entries: readonly QueueEntry[];
  /** Whether the cost of a task is measured. */
  readonly overhead: boolean;
  readonly rounds: number;
  /** A store with minute bars; null to generate one. */
  readonly market: string | null;
  readonly stocks: number;
  /** Executions of the market, about, and as many orders. */
  readonly rows: number;
  readonly seed: number;
  /** Where generated markets are kept. */
  readonly folder: string;
}

type Say = (line: string) => void;

const WORKERS = 2;

export async function measureQueue(plan: QueuePlan, say: Say): Promise<QueueReport> {
  const { rounds, stocks, seed, folder } = plan;
  const absent = whyNoRedis();
  if (absent !== null) return { rounds, results: [], overhead: null, absent };
  const days = Math.max(1, ...plan.entries.filter((entry) => entry.market === 'bars').map((entry) => entry.days));
  const market = plan.market ?? (await keptMinuteMarket(folder, { stocks, days, seed }, () => say(`making a market of ${days} days of minute bars of ${stocks} stocks, once`)));
  return withScratch(async (scratch) => {
    const results: QueueResult[] = [];
    for (const entry of plan.entries) {
      const source = entry.market === 'bars' ? await barsOf(market, entry, join(scratch, `${entry.name}-bars`)) : await ordersOf(plan, say);
      results.push(await compare(entry, source, join(scratch, entry.name), rounds, say));
    }
    return { rounds, results, overhead: plan.overhead ? await overheadOf(market, join(scratch, 'tasks'), rounds, say) : null, absent: null };
  });
}

/** What a run computes, in fresh stores. */
interface Source {
  readonly stocks: number;
  readonly rows: number;
  /** Runs work with a store that has the rows and no value yet. */
  fresh<T>(work: (store: string, output: string) => Promise<T>): Promise<T>;
}

async function barsOf(market: string, { days, prepared }: QueueEntry, bars: string): Promise<Source> {
  const part = await cutMarket(market, bars, 1, days);
  await readBars(bars);
  if (prepared) await runWhole(prepareArgs(bars), inRepository());
  return {
    stocks: part.stocks,
    rows: part.bars,
    fresh: (work) =>
      withScratch(async (folder) => {
        const store = join(folder, 'store');
        await cutMarket(bars, store, 1, days);
        if (prepared) await symlink(preparedFolder(bars), preparedFolder(store), 'junction');
        return work(store, folder);
      }),
  };
}

async function ordersOf({ folder, stocks, rows, seed }: QueuePlan, say: Say): Promise<Source> {
  const market = await keptMarket(folder, { stocks, executions: rows, seed }, () => say(`making a market of ${rows} executions and as many orders, once; it takes minutes`));
  await readThrough(market.store);
  return { stocks, rows: market.rows.order, fresh: (work) => withFreshStore(market, work) };
}

/** One run by the workers, one by a single worker and one alone, in turns; each in a store of its own. */
async function compare(entry: QueueEntry, source: Source, scratch: string, rounds: number, say: Say): Promise<QueueResult> {
  const { name, about, days } = entry;
  const redis = join(scratch, 'redis');
  await mkdir(redis, { recursive: true });
  const times: Record<'shared' | 'single' | 'alone', number[]> = { shared: [], single: [], alone: [] };
  let tasks = 0;
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${name}, ${about}, by ${WORKERS} workers, by one and alone`);
    // Workers are there while the run by them is timed, and have computed nothing yet.
    for (const [workers, into] of [[WORKERS, times.shared], [1, times.single]] as const) {
      const servers = await openServers(redis, workers);
      try {
        const { milliseconds, said } = await timed(entry, source, servers.url);
        into.push(milliseconds);
        tasks = Number(/; (\d+) tasks?, /.exec(said)?.[1] ?? NaN);
      } finally {
        await servers.close();
      }
    }
    times.alone.push((await timed(entry, source, null)).milliseconds);
    const last = (of: readonly number[]): string => ((of.at(-1) ?? NaN) / 1000).toFixed(2);
    say(`  ${last(times.shared)} s, by one worker ${last(times.single)} s, alone ${last(times.alone)} s`);
  }
  const [timing, single, alone] = [timingOf(times.shared), timingOf(times.single), timingOf(times.alone)];
  return { name, about, stocks: source.stocks, days, rows: source.rows, tasks, timing, single, alone, faster: single.median / timing.median };
}

function timed(entry: QueueEntry, source: Source, url: string | null): Promise<WholeProcess> {
  return source.fresh((store, output) => runWhole(runArgs(entry, store, join(output, 'run'), url), inRepository()));
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
