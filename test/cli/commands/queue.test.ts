import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { commandFile, fullband } from '../../support/cli.ts';
import { copyOf, queuedProject, TestWorker } from '../../support/queue.ts';
import { TestRedis, whyNoRedis } from '../../support/redis.ts';
import { freshFolder } from '../../runtime/store/support.ts';

const WHY_NOT = whyNoRedis();
const FULL = process.env.FULLBAND_TEST === 'full';
/** Days of the market, each of which is three tasks. */
const DAYS = FULL ? 6 : 3;
const TASKS = 3 * DAYS;

async function valuesOf(project: string): Promise<Buffer> {
  const steps = join(project, 'market/values/steps');
  const folder = (await readdir(steps)).find((name) => name.startsWith('values-'));
  return readFile(join(steps, folder ?? '', 'values.parquet'));
}

const metricsOf = (project: string): string => readFileSync(join(project, 'runs/queued/metrics.json'), 'utf8');

describe('without a Redis', () => {
  test('run and worker say so at once, and what to do', async () => {
    const queue = 'redis://127.0.0.1:1';
    const found = 'error: found no Redis at redis://127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1); expected one that answers. Start it (`redis-server --appendonly yes`), or correct --queue.\n';
    const worker = await fullband(['worker', '--queue', queue, '--lease', '1']);
    expect({ code: worker.code, said: worker.stderr.split('\n').slice(-2).join('\n') }).toEqual({ code: 1, said: found });
    const { code, stderr } = await fullbandHere(['tasks', '--queue', queue]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: found });
  });

  test.each([[['worker'], "required option '--queue <URL>' not specified"], [['worker', '--task', 'x'], '--task needs --store'], [['worker', '--task', 'x', '--store', '.'], '--task x is no task'], [['tasks'], 'An experiment is missing'], [['tasks', '--clear'], '--clear needs --queue'], [['tasks', '--queue', 'redis://localhost', '--force'], '--force goes with --clear']])('%j is wrong usage', async (args, said) => {
    const { code, stderr } = await fullbandHere(args);
    expect({ code, said: stderr.includes(said) }, stderr).toEqual({ code: 2, said: true });
  });

  test('an address that is none is refused', async () => {
    const { code, stderr } = await fullbandHere(['worker', '--queue', 'localhost:6379']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: found the queue localhost:6379; expected the address of a Redis, such as redis://localhost:6379. Correct --queue.\n' });
  });
});

describe.skipIf(WHY_NOT !== null)('an experiment', () => {
  let project = '';
  let alone = '';
  let redis: TestRedis;
  const run = (folder: string, ...options: readonly string[]): ReturnType<typeof fullband> => fullband(['run', join(folder, 'queued.yaml'), ...options], { cwd: folder });

  beforeAll(async () => {
    project = await queuedProject(DAYS);
    alone = await copyOf(project);
    const { code, stderr } = await fullbandHere(['run', join(alone, 'queued.yaml')], { cwd: alone });
    expect({ code }, stderr).toEqual({ code: 0 });
    redis = await TestRedis.start(await freshFolder());
  });

  afterAll(() => redis.kill());

  test('by two workers over prepared rows gives what one process alone gives over stored ones, byte for byte, and says who did what', async () => {
    const shared = await copyOf(project);
    expect((await fullbandHere(['prepare', '--store', join(shared, 'market'), '--tables', 'minute,trade,order'])).code).toBe(0);
    const workers = [new TestWorker(['--queue', redis.url]), new TestWorker(['--queue', redis.url])];
    for (const worker of workers) worker.start();
    const { code, stderr } = await run(shared, '--queue', redis.url, '--shards', '2');
    for (const worker of workers) await worker.end('SIGINT');
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(stderr).toMatch(new RegExp(`: 0 factor days computed, ${String(TASKS)} taken from the store; ${String(2 * TASKS)} tasks, [\\d.]+ s of [12] workers?; ran on webasm in ${String(2 * TASKS)} tasks \\(`));
    expect(stderr).toMatch(/^ {4}longest tasks: \S+ 2022-\S+ [12]\/2 [\d.]+ s on \S+, /m);
    expect((await valuesOf(shared)).equals(await valuesOf(alone))).toBe(true);
    expect(metricsOf(shared)).toBe(metricsOf(alone));
    expect(workers.map(({ said }) => /^(\d+) tasks? done\.$/m.exec(said)?.[1] ?? '').reduce((sum, count) => sum + Number(count), 0)).toBe(2 * TASKS);
    const { stdout } = await fullbandHere(['tasks', '--queue', redis.url]);
    expect(stdout).toContain(`0 waiting, 0 at work, ${String(2 * TASKS)} done, 0 failed`);
  });

  test('with a day that cannot be read ends with its error; the other days are done, and the mended day is all that is done again', async () => {
    const shared = await copyOf(project);
    const trades = join(shared, 'market/trade');
    const [, second = ''] = (await readdir(trades)).filter((name) => name.startsWith('date=')).sort();
    const file = join(trades, second, 'fullband.parquet');
    const bytes = await readFile(file);
    await truncate(file, 1000);
    const worker = new TestWorker(['--queue', redis.url]);
    worker.start();
    const broken = await run(shared, '--queue', redis.url);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(new RegExp(`found 1 of ${String(TASKS)} tasks that failed \\((?:minute\\+)?trade`));
    expect(broken.stderr).toContain(join(second, 'fullband.parquet'));
    const { writeFile } = await import('node:fs/promises');
    await writeFile(file, bytes);
    const mended = await run(shared, '--queue', redis.url);
    await worker.end('SIGINT');
    expect({ code: mended.code }, mended.stderr).toEqual({ code: 0 });
    expect(mended.stderr).toMatch(/; 1 task, /);
    expect(metricsOf(shared)).toBe(metricsOf(alone));
  });

  test('goes on where Redis comes back empty, and where its only worker dies at work', async () => {
    const shared = await copyOf(project);
    const own = await TestRedis.start(await freshFolder());
    const worker = new TestWorker(['--queue', own.url, '--lease', '2']);
    worker.start();
    let said = '';
    const going = fullband(['run', join(shared, 'queued.yaml'), '--queue', own.url, '--shards', '4'], { cwd: shared, onStart: (child) => child.stderr?.on('data', (text: Buffer) => (said += text.toString())) });
    while (!worker.said.includes('3: ')) await sleep(20);
    await own.kill();
    await worker.end('SIGKILL');
    await own.beginEmpty();
    while (!said.includes('no worker takes tasks of')) await sleep(50);
    worker.start();
    const { code, stderr } = await going;
    await worker.end('SIGINT');
    await own.kill();
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(metricsOf(shared)).toBe(metricsOf(alone));
  });

  test('a worker that is told to stop ends the task at work', async () => {
    const shared = await copyOf(project);
    const worker = new TestWorker(['--queue', redis.url]);
    worker.start();
    const going = run(shared, '--queue', redis.url, '--shards', '4');
    while (!worker.said.includes('2: ')) await sleep(5);
    await worker.end('SIGINT');
    expect((await fullbandHere(['tasks', '--queue', redis.url])).stdout).toContain(', 0 at work,');
    const next = new TestWorker(['--queue', redis.url]);
    next.start();
    expect((await going).code).toBe(0);
    await next.end('SIGINT');
  });

  test('waits for a Redis that is away when it begins, and for workers, and says so', async () => {
    const shared = await copyOf(project);
    const own = await TestRedis.start(await freshFolder());
    await own.kill();
    const worker = new TestWorker(['--queue', own.url, '--until-idle', '2']);
    const begun = { redis: false, worker: false };
    let said = '';
    const { code, stderr } = await fullband(['run', join(shared, 'queued.yaml'), '--queue', own.url], {
      cwd: shared,
      onStart: (child) => {
        child.stderr?.on('data', (text: Buffer) => {
          said += text.toString();
          if (!begun.redis && said.includes('does not answer')) {
            begun.redis = true;
            void own.begin();
          }
          if (!begun.worker && said.includes('no worker takes tasks of')) {
            begun.worker = true;
            worker.start();
          }
        });
      },
    });
    expect({ code, begun }, stderr).toEqual({ code: 0, begun: { redis: true, worker: true } });
    expect(stderr).toContain(`warning: ${own.url} does not answer (connect ECONNREFUSED ${own.url.slice('redis://'.length)}); waiting for it\nwarning: ${own.url} is back\n`);
    expect(stderr).toContain(`start one with: fullband worker --queue ${own.url}`);
    await worker.end('SIGINT');
    await own.kill();
  });

  test('that is given up leaves tasks, which are cleared and told', async () => {
    const shared = await copyOf(project);
    const own = await TestRedis.start(await freshFolder());
    await fullband(['run', join(shared, 'queued.yaml'), '--queue', own.url], { cwd: shared, onStart: (child) => child.stderr?.on('data', (text: Buffer) => { if (text.includes('no worker takes tasks of')) child.kill('SIGINT'); }) });
    const cleared = await fullbandHere(['tasks', '--queue', own.url, '--clear']);
    expect(cleared).toEqual({ code: 0, stdout: `${own.url}: removed ${String(TASKS)} waiting, 0 at work, 0 done, 0 failed\n`, stderr: 'A run that still follows its tasks puts them in again.\n' });
    expect(JSON.parse((await fullbandHere(['tasks', '--queue', own.url, '--clear', '--json'])).stdout)).toEqual({ url: own.url, removed: { waiting: 0, active: 0, done: 0, failed: 0 } });
    await own.kill();
  });
});

test('tasks as shell lines, done by any scheduler, leave nothing for the run to compute', async () => {
  const days = FULL ? 2 : 1;
  const project = await queuedProject(days);
  const { code, stdout, stderr } = await fullbandHere(['tasks', join(project, 'queued.yaml'), '--shards', '2'], { cwd: project });
  expect({ code, said: stderr }).toEqual({ code: 0, said: `${String(6 * days)} tasks.\n` });
  for (const line of stdout.trim().split('\n')) {
    expect(line).toMatch(/^(?:npx )?fullband worker --store \S+ --task \S+$/);
    await promisify(execFile)('sh', ['-c', line.replace(/^(?:npx )?fullband/, `node ${commandFile()}`)]);
  }
  expect((await fullbandHere(['tasks', join(project, 'queued.yaml')], { cwd: project })).stderr).toBe('No task: every value is in the store.\n');
  expect((await fullbandHere(['run', join(project, 'queued.yaml'), '--set', 'tests={}'], { cwd: project })).stderr).toContain(`: 0 factor days computed, ${String(3 * days)} taken from the store`);
});
