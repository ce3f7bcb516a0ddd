import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forecast, readBefore, type Before } from '../../../src/runtime/experiment/forecast.ts';
import { lockTable } from '../../../src/runtime/store/lock.ts';
import { changed, FACTORS, LEAN, LEAN_STEPS, loaded, run, smallProject, STEPS } from '../../support/experiments.ts';
import { DAYS, writeMarket } from './market.ts';
import { contents, writeText } from '../store/support.ts';

const NOTHING: Before = { inputs: new Map(), ends: new Map() };

describe('a dry run', () => {
  test('says which steps would run and why, and leaves the project as it was', async () => {
    const project = await smallProject(30);
    await writeText(project, 'small.yaml', LEAN);
    const { report } = await run(project);
    const before = await contents(project);
    const inputs = new Map(report.steps.map(({ name, record }) => [name, record.inputs]));
    const steps = await forecast(loaded(project, ['portfolios.big.turnover=[30%, 50%]', 'portfolios.big.limits.deviation=10%']), { inputs, ends: new Map() });
    expect(steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([...LEAN_STEPS.slice(0, 5).map((name) => `${name}: kept`), 'portfolio big turnover30: runs', 'portfolio big turnover50: runs']);
    expect(steps.slice(5).map(({ why }) => why)).toEqual(['changed: settings', 'it was never run']);
    expect(steps.every(({ state, seconds }) => (state === 'kept' ? seconds === null : (seconds ?? -1) >= 0))).toBe(true);
    const after = await contents(project);
    // Hashes of files that were read may be noted.
    expect(changed(before, after).filter((name) => !/\/\.(?:days|fingerprints)\.json$/.test(name))).toEqual([]);
  });

  test('writes nothing into a store that no run has read yet', async () => {
    const project = await smallProject(8);
    const before = await contents(project);
    const steps = await forecast(loaded(project), NOTHING);
    expect(steps.map(({ name, state, why }) => [name, state, why])).toEqual(STEPS.map((name) => [name, 'runs', name === 'factors' ? `it was never run; to compute: all 2 of minute on 8 dates (${DAYS[0] ?? ''} … ${DAYS[7] ?? ''}); busy on 8 dates (${DAYS[0] ?? ''} … ${DAYS[7] ?? ''}) (24 of 24 factor days)` : 'it was never run']));
    // But for the hashes of its days, which are not to be taken twice.
    expect(changed(before, await contents(project)).filter((path) => !/values\/\.(?:days|fingerprints)\.json$/.test(path))).toEqual([]);
  });

  test('says that a new day costs that day, and a changed factor that factor', async () => {
    const project = await smallProject(8);
    await writeText(project, 'small.yaml', 'name: small\ndata: { store: market }\nengine: webasm\nfactors: [factors/small.factor]\ntests: { factors: none }\n');
    const { report } = await run(project);
    const inputs = new Map(report.steps.map(({ name, record }) => [name, record.inputs]));
    const why = async (): Promise<string | undefined> => (await forecast(loaded(project), { inputs, ends: new Map() })).find(({ name }) => name === 'factors')?.why;
    await writeMarket(join(project, 'market'), 9);
    expect(await why()).toBe(`changed: days of minute, days of daily; to compute: all 2 of minute on ${DAYS[8] ?? ''}; busy on ${DAYS[8] ?? ''} (3 of 27 factor days)`);
    await run(project);
    await writeText(project, 'factors/small.factor', FACTORS.replace('skew(ret, window=late)', 'kurt(ret, window=late)'));
    expect(await why()).toBe(`changed: factors, days of minute, days of daily; to compute: late on 9 dates (${DAYS[0] ?? ''} … ${DAYS[8] ?? ''}) (9 of 27 factor days)`);
  });

  test('names the market first where it is simulated, and the rest after it', async () => {
    const project = await smallProject(0);
    const before = await contents(project);
    const steps = await forecast(loaded(project, ['data.simulate={stocks: 5, days: 4}']), NOTHING);
    expect(steps.map(({ name, why }) => [name, why])).toEqual([['market', 'it was never run'], ...STEPS.map((name) => [name, 'after the market'])]);
    expect(changed(before, await contents(project))).toEqual([]);
  });

  test('says of a step whose run wrote no results that it was cut off, was stopped or is at work', async () => {
    const project = await smallProject(8);
    const out = join(project, 'runs/small');
    const whyAfter = async (...lines: readonly string[]): Promise<readonly (string | undefined)[]> => {
      await writeText(out, 'run.log', lines.map((line) => `2026-01-05T00:00:00.000Z ${line}\n`).join(''));
      const steps = await forecast(loaded(project), await readBefore(out));
      return ['factors', 'train bars', 'signals'].map((step) => steps.find(({ name }) => name === step)?.why.replace(/; to compute.*/, ''));
    };
    const begun = ['begins: small.yaml', 'factors begins', 'factors done in 1.0 s: 24 factor days', 'factors warns: it begins', 'train bars begins'];
    const done = 'what it is made of has changed since a run that did not come to its end, or its result is no longer there';
    expect(await whyAfter(...begun)).toEqual([done, 'the run that began it was cut off', 'it was never run']);
    expect(await whyAfter(...begun, 'stopped: interrupted')).toEqual([done, 'the run that began it was stopped', 'it was never run']);
    // A later run into the folder ended before it came so far.
    expect(await whyAfter(...begun, 'begins: small.yaml', 'stopped: no data')).toEqual([done, 'the run that began it was cut off', 'it was never run']);
    const lock = await lockTable(out);
    expect(await whyAfter(...begun)).toEqual([done, 'a run is at work on it', 'it was never run']);
    await lock.release();
  });
});
