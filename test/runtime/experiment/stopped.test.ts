import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DataFindings } from '../../../src/runtime/evaluate/index.ts';
import { runExperiment } from '../../../src/runtime/experiment/run-experiment.ts';
import { loaded, run, smallProject, STEPS, type Ran } from '../../support/experiments.ts';
import { contents, faultOf } from '../store/support.ts';

let project: string;
let first: Ran;
beforeAll(async () => {
  project = await smallProject(40);
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
    const settings = ['portfolios.big.index=nobody', 'models=[models/bars.model]', 'fusion={}'].slice(0, 1);
    const error = await faultOf(run(project, ['tests.factors.layers=2', ...settings]));
    expect(error.message).toContain('nobody');
    expect(error.message).toMatch(/tiny/);
    const after = await resultOf(first.folder);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([]);
    expect(after).toEqual(before);
    const { ran } = await run(project, ['tests.factors.layers=2']);
    expect(ran).toEqual([]);
    expect(readFileSync(join(first.folder, 'run.log'), 'utf8')).toMatch(/ stopped: .*nobody/);
    await run(project);
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
    const bare = await smallProject(30, { without: ['industry'] });
    const outcome: unknown = await run(bare).catch((error: unknown) => error);
    if (!(outcome instanceof DataFindings)) throw outcome;
    expect(outcome.findings.map(({ code, message }) => `${code} ${message}`)).toEqual(['FB800 the step neutralize(industry) needs the column industry of daily, which is null on every day and stock']);
    expect(outcome.findings[0]?.hint).toMatch(/tests\.factors\.preprocess/);
    expect(outcome.findings[0]?.hint).not.toContain('--preprocess');
    expect((await run(bare, ['tests={factors: none, signals: none}'])).ran).not.toContain('test of the factors');
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
      if (name === 'train panels') controller.abort();
    } });
    await expect(running).rejects.toThrow();
    expect(done).toEqual(STEPS.slice(0, 3));
    expect(steps().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(out)).not.toContain('metrics.json');
    expect((await run(project, settings, { out: 'runs/interrupted' })).ran).toEqual(STEPS.slice(3));
  });
});

describe('two runs into one folder', () => {
  test('at once: one says that the other is writing', async () => {
    const settings = ['portfolios.big.turnover=[35%]', 'training.epochs=3'];
    const outcomes = await Promise.allSettled([run(project, settings, { out: 'runs/both' }), run(project, settings, { out: 'runs/both' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused: unknown = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
    expect(String(refused)).toMatch(/found process \d+ on .* writing to the same/);
  });
});
