import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { factorGroups } from '../../../src/runtime/cluster/factor-groups.ts';
import { NotHere } from '../../../src/runtime/cluster/not-here.ts';
import { planTasks, type TasksRequest } from '../../../src/runtime/cluster/plan-tasks.ts';
import { shardOf } from '../../../src/runtime/cluster/shard-symbols.ts';
import { TaskRunner } from '../../../src/runtime/cluster/task-runner.ts';
import { taskName, taskOfWord, taskWord, type Task } from '../../../src/runtime/cluster/task.ts';
import { computeFactors } from '../../../src/runtime/engine/compute.ts';
import { MOST_FILES } from '../../../src/runtime/engine/values-merge.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { loadExperiment } from '../../../src/runtime/experiment/load-experiment.ts';
import { factorsOf } from '../../../src/runtime/experiment/plan.ts';
import { simulateMarket } from '../../../src/runtime/store/simulate/simulate.ts';
import { ROOT } from '../../support/sources.ts';
import { faultOf, freshFolder, sql, writeText } from '../store/support.ts';

const FACTORS = `/// 尾盘偏度 · Skewness of the last half-hour.
factor late { from minute direction -1 value skew(ret, window=late) }
/// 主动买入 · Share of active buying.
factor buys { from trade direction 1 value sum(amount, where=side == buy) / sum(amount) }
/// 委托峰度 · Kurtosis of order sizes.
factor sizes { from order direction -1 value kurt(volume) }
/// 换手率 · Turnover over five days.
factor busy { from daily direction -1 value mean(turnover, window=5d) }
`;
const EXPERIMENT = 'name: small\ndata: { store: market }\nengine: webasm\nfactors: [factors/small.factor]\n';

let template = '';

beforeAll(async () => {
  template = await freshFolder();
  await writeText(template, 'package.json', '{}');
  await writeText(template, 'factors/small.factor', FACTORS);
  await writeText(template, 'small.yaml', EXPERIMENT);
  await simulateMarket({ store: join(template, 'market'), stocks: 10, days: 4, seed: 1, from: '2022-01-04', ordersPerStock: 100, information: true });
});

interface Trial {
  readonly project: string;
  readonly request: TasksRequest;
}

async function trial(shards = 1): Promise<Trial> {
  const project = await freshFolder();
  await cp(template, project, { recursive: true });
  const { loaded } = loadExperiment({ file: 'small.yaml', currentFolder: project });
  if (loaded === null) throw new Error('the experiment has errors');
  return { project, request: { store: loaded.store, factors: factorsOf(loaded.sources), texts: loaded.sources.texts, engine: 'webasm', shards } };
}

const plan = ({ request }: Trial): Promise<readonly Task[]> => withDatabase({}, (db) => planTasks(db, request));

async function performAll(tasks: readonly Task[]): Promise<number> {
  const runner = await TaskRunner.open({ threads: 1 });
  let computed = 0;
  try {
    for (const task of tasks) computed += (await runner.perform(task)).computed;
  } finally {
    await runner.close();
  }
  return computed;
}

async function outputOf({ project, request: { store, factors, engine } }: Trial): Promise<{ readonly bytes: Buffer; readonly computed: number }> {
  const out = join(project, 'values.parquet');
  const { computed } = await computeFactors({ store, factors, engine, out });
  return { bytes: await readFile(out), computed };
}

describe('the tasks of an experiment', () => {
  test('are one for each date and group of factors that read the same; days come in one', async () => {
    const names = (await plan(await trial())).map(taskName);
    const dates = names.filter((name) => name.startsWith('minute ')).map((name) => name.slice(7));
    expect(dates).toHaveLength(4);
    expect(names).toEqual([...dates.map((date) => `minute ${date}`), ...dates.map((date) => `trade ${date}`), ...dates.map((date) => `order ${date}`), `daily ${dates[0] ?? ''} … ${dates[3] ?? ''}`]);
  });

  test('done in any order, in shards or whole, and more than once give the values of a run alone, byte for byte', async () => {
    const alone = await outputOf(await trial());
    expect(alone.computed).toBe(16);
    for (const shards of [1, 3]) {
      const shared = await trial(shards);
      const tasks = await plan(shared);
      expect(tasks).toHaveLength(12 * shards + 1);
      expect(await performAll([...tasks].reverse())).toBe(12 * shards + 4);
      expect(await performAll(tasks)).toBe(0);
      expect(await plan(shared)).toEqual([]);
      const { bytes, computed } = await outputOf(shared);
      expect(computed).toBe(0);
      expect(bytes.equals(alone.bytes)).toBe(true);
      const files = (await readdir(join(shared.request.store, 'values', 'events', 'trade'), { recursive: true })).filter((name) => name.endsWith('.parquet'));
      expect(files).toHaveLength(4);
    }
  });

  test('have the same ids when they are planned again, and other ones where a factor, the engine, the shards or the store differ', async () => {
    const ids = async (of: Trial): Promise<readonly string[]> => (await plan(of)).map(({ id }) => id);
    const first = await trial();
    const before = await ids(first);
    expect(new Set(before).size).toBe(before.length);
    expect(await ids(first)).toEqual(before);
    expect((await ids(await trial())).filter((id) => before.includes(id))).toEqual([]);
    for (const other of [{ engine: 'cpu' as const }, { shards: 2 }]) {
      const changed = await ids({ ...first, request: { ...first.request, ...other } });
      expect(changed.filter((id) => before.includes(id) && other.shards === undefined)).toEqual([]);
    }
    const edited = first;
    await writeText(edited.project, 'factors/small.factor', FACTORS.replace('kurt(volume)', 'skew(volume)').replace('Share of', 'The share of'));
    const { loaded } = loadExperiment({ file: 'small.yaml', currentFolder: edited.project });
    if (loaded === null) throw new Error('the experiment has errors');
    const after = await ids({ ...edited, request: { ...edited.request, factors: factorsOf(loaded.sources), texts: loaded.sources.texts } });
    expect(after.map((id, i) => (before[i] === id ? 'same' : 'other')).join(' ')).toBe('same same same same same same same same other other other other same');
  });

  test('cost one date where a date is new, and one factor where a factor is', async () => {
    const one = await trial();
    await performAll(await plan(one));
    const dates = (await readdir(join(one.request.store, 'trade'))).filter((name) => name.startsWith('date=')).sort();
    await rm(join(one.request.store, 'values', 'events', 'trade', dates.at(-1) ?? ''), { recursive: true });
    expect((await plan(one)).map(taskName)).toEqual([`trade ${(dates.at(-1) ?? '').slice(5)}`]);
  });

  test('of data that have changed since are refused', async () => {
    const one = await trial();
    const [task] = await plan(one);
    if (task === undefined) throw new Error('there is no task');
    const other = join(one.request.store, 'minute');
    const [first = '', second = ''] = (await readdir(other)).filter((name) => name.startsWith('date=')).sort();
    await rm(join(other, first), { recursive: true });
    await cp(join(other, second), join(other, first), { recursive: true });
    expect((await faultOf(performAll([task]))).message).toContain(`found other data of ${taskName(task)} than when the task was planned`);
  });

  test('of fewer factors than their group, which read fewer tables, are done as well', async () => {
    const one = await trial();
    await cp(join(ROOT, 'factors'), join(one.project, 'factors'), { recursive: true });
    await writeText(one.project, 'trades.yaml', 'name: trades\ndata: { store: market }\nengine: webasm\nfactors: [factors/trade]\n');
    const { loaded } = loadExperiment({ file: 'trades.yaml', currentFolder: one.project });
    if (loaded === null) throw new Error('the experiment has errors');
    const all = { ...one, request: { ...one.request, factors: factorsOf(loaded.sources), texts: loaded.sources.texts } };
    await performAll(await plan(all));
    const shelf = join(one.request.store, 'values/events/trade');
    const [first = ''] = (await readdir(shelf)).sort();
    await rm(join(shelf, first), { recursive: true });
    const tasks = await plan(all);
    expect(tasks.map(taskName)).toEqual([`minute+trade ${first.slice(5)}`]);
    expect(await performAll(tasks)).toBe(6);
  });

  test('are left to other machines where the store is not the one that was planned for', async () => {
    const one = await trial();
    const [task] = await plan(one);
    if (task === undefined) throw new Error('there is no task');
    const other = await trial();
    for (const store of [other.request.store, join(other.project, 'nowhere')]) {
      await expect(performAll([{ ...task, store }])).rejects.toThrow(NotHere);
    }
    await plan(other);
    await expect(performAll([{ ...task, store: other.request.store }])).rejects.toThrow('found another store; expected the one that the run has planned for');
  });

  test('say so where the factors that they were planned with are gone', async () => {
    const one = await trial();
    const tasks = await plan(one);
    await rm(join(one.request.store, 'values'), { recursive: true });
    expect((await faultOf(performAll(tasks))).message).toContain('STORE/values was emptied');
  });

  test('in shards do not take the shards of other symbols for their own', async () => {
    const one = await trial(2);
    const [task] = await plan(one);
    if (task === undefined) throw new Error('there is no task');
    expect(await performAll([task])).toBe(1);
    // The day again with a stock less: the shards are others.
    const file = join(one.request.store, 'minute', `date=${task.from}`, 'fullband.parquet');
    await sql(`COPY (SELECT * FROM read_parquet('${file}') WHERE symbol <> (SELECT min(symbol) FROM read_parquet('${file}')) ORDER BY symbol, bar) TO '${file}.new' (FORMAT parquet)`);
    await rename(`${file}.new`, file);
    const tasks = (await plan(one)).filter(({ from, group }) => from === task.from && group === 'minute');
    expect(tasks).toHaveLength(2);
    expect(await performAll(tasks)).toBe(2);
  });

  test('in so many shards that files are merged meanwhile lose none, and leave no values of shards', async () => {
    // One more than a date's values may lie in, at least.
    const shards = process.env.FULLBAND_TEST === 'full' ? 12 : MOST_FILES + 1;
    const one = await trial(shards);
    // Values of another engine lie in the same files when they are merged.
    await computeFactors({ ...one.request, engine: 'reference', out: join(one.project, 'exact.parquet') });
    expect(await performAll(await plan(one))).toBe(12 * shards + 4);
    expect((await outputOf(one)).computed).toBe(0);
    expect((await computeFactors({ ...one.request, engine: 'reference', out: join(one.project, 'exact.parquet') })).computed).toBe(0);
    const shelf = join(one.request.store, 'values/events/trade');
    for (const date of await readdir(shelf)) {
      const columns = await sql(`SELECT DISTINCT name FROM parquet_schema('${join(shelf, date)}/*.parquet') WHERE name LIKE '%@%'`);
      expect(columns).toHaveLength(2);
    }
  });

  test('are words that stand for the same', async () => {
    for (const task of await plan(await trial(2))) expect(taskOfWord(taskWord(task), task.store)).toEqual({ ...task, id: expect.any(String) as string, storeId: null });
    for (const word of ['', 'minute', 'minute:2023-02-01:2/1:aaaaaaaaaaaaaaaaaaaaaaaa:0123456789abcdef0123456789abcdef']) expect(taskOfWord(word, '/store')).toBeNull();
  });
});

test('factors that share executions, directly or through others, are computed together', () => {
  const { loaded } = loadExperiment({ file: 'experiments/factors.yaml', currentFolder: ROOT, needsData: false });
  if (loaded === null) throw new Error('the experiment has errors');
  expect(factorGroups(factorsOf(loaded.sources)).map(({ name, factors }) => `${String(factors.length)} from ${name}`)).toEqual(['15 from minute', '8 from minute+trade', '4 from order']);
});

test('shards are equal parts in order, whatever their number', () => {
  const symbols = Array.from({ length: 10 }, (_, i) => String(i));
  for (const of of [1, 3, 7, 10, 12]) expect(Array.from({ length: of }, (_, i) => shardOf(symbols, { place: i + 1, of })).flat()).toEqual(symbols);
});
