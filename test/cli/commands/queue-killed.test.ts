import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullband } from '../../support/cli.ts';
import { copyOf, queuedProject, TestWorker } from '../../support/queue.ts';
import { TestRedis, whyNoRedis } from '../../support/redis.ts';
import { freshFolder } from '../../runtime/store/support.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const KILLS = FULL ? 30 : 3;
const DAYS = FULL ? 80 : 9;
/** The run has to last until the last kill: on a machine where it does not, it is begun anew with more tasks. */
const SHARDS = [4, 8, 16] as const;

/** What a run took that was killed at, and how often. */
async function killedRun(project: string, shards: number): Promise<number> {
  const redis = await TestRedis.start(await freshFolder());
  const workers = [1, 2].map(() => new TestWorker(['--queue', redis.url, '--lease', '2']));
  try {
    for (const worker of workers) worker.start();
    const state = { ended: false };
    const run = fullband(['run', join(project, 'queued.yaml'), '--queue', redis.url, '--shards', String(shards)], { cwd: project }).finally(() => (state.ended = true));
    // A worker takes half a second to begin its first task: some are killed before, most at work.
    const plan = fc.sample(fc.record({ wait: fc.integer({ min: 50, max: 1_000 }), victim: fc.integer({ min: 0, max: 2 }) }), { seed: 8, numRuns: KILLS });
    let kills = 0;
    for (const { wait, victim } of plan) {
      await sleep(wait);
      if (state.ended) break;
      const worker = workers[victim];
      if (worker === undefined) {
        await redis.kill();
        await sleep(wait / 4);
        await redis.begin();
      } else {
        await worker.end('SIGKILL');
        worker.start();
      }
      kills++;
    }
    const { code, stderr } = await run;
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(stderr).toMatch(new RegExp(`; ${String(DAYS * 3 * shards)} tasks, `));
    return kills;
  } finally {
    for (const worker of workers) await worker.end('SIGKILL');
    await redis.kill();
  }
}

test.skipIf(whyNoRedis() !== null)(`workers and Redis killed ${String(KILLS)} times during a run: no task is lost, and values and figures are those of an undisturbed run, byte for byte`, { timeout: FULL ? 600_000 : 120_000 }, async () => {
  const market = await queuedProject(DAYS);
  const alone = await copyOf(market);
  const whole = await fullband(['run', join(alone, 'queued.yaml')], { cwd: alone });
  expect({ code: whole.code }, whole.stderr).toEqual({ code: 0 });

  let kills = 0;
  for (const shards of SHARDS) {
    const project = await copyOf(market);
    kills = await killedRun(project, shards);
    expect(readFileSync(join(project, 'runs/queued/metrics.json'), 'utf8')).toBe(readFileSync(join(alone, 'runs/queued/metrics.json'), 'utf8'));
    expect(readFileSync(await stepValues(project)).equals(readFileSync(await stepValues(alone)))).toBe(true);
    // One file of each date and shelf, and nothing half-written.
    const files = readdirSync(join(project, 'market/values'), { recursive: true, encoding: 'utf8' });
    const folders = files.filter((name) => name.endsWith('.parquet') && name.includes('date=')).map((name) => name.replace(/\/[^/]*$/, ''));
    expect(new Set(folders).size).toBe(DAYS * 3);
    // A worker that is killed between two steps of putting shards together may leave one of them beside the whole.
    expect(folders.length - new Set(folders).size).toBeLessThanOrEqual(kills);
    // What a killed worker was writing is removed by the next that writes there; where none wrote, it is hidden, and no reader sees it.
    expect(files.filter((name) => /\.(?:tmp|part)$/.test(name) && !/\/\.[^/]*$/.test(name))).toEqual([]);
    if (kills === KILLS) break;
  }
  expect(kills).toBe(KILLS);
});

async function stepValues(project: string): Promise<string> {
  const steps = join(project, 'market/values/steps');
  return join(steps, (await readdir(steps)).find((name) => name.startsWith('values-')) ?? '', 'values.parquet');
}
