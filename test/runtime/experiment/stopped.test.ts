import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DataFindings } from '../../../src/runtime/evaluate/index.ts';
import { runExperiment } from '../../../src/runtime/experiment/run-experiment.ts';
import { lockTable } from '../../../src/runtime/store/lock.ts';
import { changed, LEAN, LEAN_STEPS, loaded, run, smallProject, type Ran } from '../../support/experiments.ts';
import { contents, faultOf, writeText } from '../store/support.ts';

let project: string;
let first: Ran;
beforeAll(async () => {
  project = await smallProject(36);
  await writeText(project, 'small.yaml', LEAN);
  first = await run(project);
});

/** Files of a run folder that are its result: the log and the note of settings are added to by every run. */
async function resultOf(folder: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(await contents(folder)).filter(([name]) => name !== 'run.log' && name !== '.fullband-run.json' && !name.startsWith('.staging')));
}

const steps = (): readonly string[] => readdirSync(join(project, 'market/values/steps'));

describe('a run that ends in an error', () => {
  test('keeps the steps before it, and leaves the result of before as it was', async () => {
    const before = await resultOf(first.folder);
    await faultOf(run(project, ['tests.factors.layers=2', 'training.fewestDates=500']));
    const after = await resultOf(first.folder);
    expect(readFileSync(join(first.folder, 'run.log'), 'utf8')).toMatch(/ stopped: .*fewestDates/);
    const { ran } = await run(project, ['tests.factors.layers=2']);
    expect(ran).toEqual([]);
    await run(project);
    expect(changed(before, after)).toEqual([]);
  });

  test('because of an index that the store does not have says so before anything is run, with those that it has', async () => {
    const before = steps();
    const error = await faultOf(run(project, ['tests.factors.layers=3', 'portfolios.big.index=nobody']));
    expect(error.message).toContain('nobody');
    expect(error.message).toMatch(/tiny/);
    expect(steps()).toEqual(before);
  });

  test('leaves nothing temporary in the store and in the run folder', async () => {
    await faultOf(run(project, ['portfolios.big.index=nobody']));
    const names = [...readdirSync(project, { recursive: true, encoding: 'utf8' })];
    expect(names.filter((name) => /\.(tmp|part)$|\.staging\/./.test(name))).toEqual([]);
  });

  test('that needs more dates than there are names training.fewestDates', async () => {
    const error = await faultOf(run(project, ['training.fewestDates=500']));
    expect(error.message).toContain('training.fewestDates');
    expect(error.message).not.toContain('--fewest-dates');
  });

  test('because of null columns is findings that name the step, the column and what the experiment may leave out', async () => {
    const bare = await smallProject(26, { without: ['industry'] });
    await writeText(bare, 'small.yaml', LEAN);
    const outcome: unknown = await run(bare).catch((error: unknown) => error);
    if (!(outcome instanceof DataFindings)) throw outcome;
    expect(outcome.findings.map(({ code, message }) => `${code} ${message}`)).toEqual(['FB800 the step neutralize(industry) needs the column industry of daily, which is null on every day and stock']);
    // Left out, there is nothing to find.
    const { ran } = await run(bare, ['tests.factors.preprocess=[winsorize, zscore]', 'tests.signals=none']);
    expect(ran).toContain('test of the factors');
    expect(outcome.findings[0]?.hint).toMatch(/tests\.factors\.preprocess/);
    expect(outcome.findings[0]?.hint).not.toContain('--preprocess');
  });
});

describe('a run that is interrupted', () => {
  test('ends at once, and goes on from the step at work', async () => {
    const controller = new AbortController();
    const settings = ['training.seeds=2'];
    const out = join(project, 'runs/interrupted');
    const done: string[] = [];
    const running = runExperiment({ loaded: loaded(project, settings), out, settings, signal: controller.signal, onStep: ({ name }) => {
      done.push(name);
      if (name === 'train bars') controller.abort();
    } });
    await expect(running).rejects.toThrow();
    expect(done).toEqual(LEAN_STEPS.slice(0, 3));
    expect(steps().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(out)).not.toContain('metrics.json');
    expect((await run(project, settings, { out: 'runs/interrupted' })).ran).toEqual(LEAN_STEPS.slice(3));
  });
});

describe('two runs at once', () => {
  test('into one folder: one says that the other is writing, and runs when it has ended', async () => {
    const out = join(project, 'runs/both');
    const other = await lockTable(out);
    const error = await faultOf(run(project, [], { out: 'runs/both' }));
    expect(error.message).toMatch(/found process \d+ on .* writing to the same/);
    expect(readdirSync(out)).toEqual(['.staging']);
    await other.release();
    expect((await run(project, [], { out: 'runs/both' })).metrics).toBe(first.metrics);
  });

  test('into two folders on one store both end, with the same figures', async () => {
    const settings = ['training.seeds=3', 'tests.factors.layers=4'];
    const [one, two] = await Promise.all(['runs/one', 'runs/two'].map((out) => run(project, settings, { out })));
    expect(one?.metrics).toBe(two?.metrics);
    expect(steps().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect((await run(project, settings, { out: 'runs/two' })).ran).toEqual([]);
  });
});
