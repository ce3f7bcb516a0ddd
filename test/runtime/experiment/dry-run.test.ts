import { describe, expect, test } from 'vitest';
import { forecast } from '../../../src/runtime/experiment/forecast.ts';
import { loaded, run, smallProject, STEPS } from '../../support/experiments.ts';
import { contents } from '../store/support.ts';

describe('a dry run', () => {
  test('says which steps would run and why, and writes nothing', async () => {
    const project = await smallProject(34);
    const { report } = await run(project);
    const before = await contents(project);
    const inputs = new Map(report.steps.map(({ name, record }) => [name, record.inputs]));
    const steps = await forecast(loaded(project, ['portfolios.big.turnover=[30%, 50%]', 'portfolios.big.limits.deviation=10%']), inputs);
    expect(steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([...STEPS.slice(0, 6).map((name) => `${name}: kept`), 'portfolio big turnover30: runs', 'portfolio big turnover50: runs']);
    expect(steps.slice(6).map(({ why }) => why)).toEqual(['changed: settings', 'it was never run']);
    expect(steps.every(({ state, seconds }) => (state === 'kept' ? seconds === null : (seconds ?? -1) >= 0))).toBe(true);
    expect(await contents(project)).toEqual(before);
  });

  test('writes nothing into a store that no run has read yet', async () => {
    const project = await smallProject(8);
    const before = await contents(project);
    const steps = await forecast(loaded(project), new Map());
    expect(steps.map(({ name, state, why }) => [name, state, why])).toEqual(STEPS.map((name) => [name, 'runs', 'it was never run']));
    expect(Object.keys(await contents(project)).sort()).toEqual(Object.keys(before).sort());
  });

  test('names the market first where it is simulated, and the rest after it', async () => {
    const project = await smallProject(0);
    const before = await contents(project);
    const steps = await forecast(loaded(project, ['data.simulate={stocks: 5, days: 4}']), new Map());
    expect(steps.map(({ name, why }) => [name, why])).toEqual([['market', 'it was never run'], ...STEPS.map((name) => [name, 'after the market'])]);
    expect(await contents(project)).toEqual(before);
  });
});
