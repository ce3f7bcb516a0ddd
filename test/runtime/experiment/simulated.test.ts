import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, smallProject } from '../../support/experiments.ts';
import { faultOf, writeText } from '../store/support.ts';

const NO_TEST = ['tests={factors: none}'];
const text = (days: number): string => `name: small\ndata: { store: made, simulate: { stocks: 10, days: ${days}, seed: 3, ordersPerStock: 100 } }\nfactors: [factors/small.factor]\ntests: { factors: { layers: 2, horizon: 1, every: 2 } }\nengine: webasm\n`;

const daysIn = (project: string): readonly string[] => readdirSync(join(project, 'made/minute')).filter((name) => name.startsWith('date=')).sort();

describe('an experiment on a simulated market', () => {
  test('makes it first, and goes on with it where more days are asked', async () => {
    const project = await smallProject(0);
    await writeText(project, 'small.yaml', text(9));
    const first = await run(project);
    expect(first.ran).toEqual(['market', 'factors', 'test of the factors']);
    expect(first.report.steps[0]?.record.summary).toMatch(/^10 stocks, 9 days from 2022-01-04 to /);
    expect((await run(project)).ran).toEqual([]);
    await writeText(project, 'small.yaml', text(10));
    const more = await run(project);
    expect(more.ran).toEqual(['market', 'factors', 'test of the factors']);
    expect(daysIn(project)).toHaveLength(10);
    const whole = await smallProject(0);
    await writeText(whole, 'small.yaml', text(10));
    expect((await run(whole)).metrics).toBe(more.metrics);
  });

  test('of fewer days than the store has says what is there', async () => {
    const project = await smallProject(0);
    await writeText(project, 'small.yaml', text(4));
    await run(project, NO_TEST);
    await writeText(project, 'small.yaml', text(3));
    expect((await faultOf(run(project, NO_TEST))).message).toMatch(/found a market with days 4; expected days 3/);
  });

  test.each([['last', 3], ['one in the middle', 1]])('of which a day is gone says so, and what to do: the %s', async (_, place) => {
    const project = await smallProject(0);
    await writeText(project, 'small.yaml', text(4));
    await run(project, NO_TEST);
    rmSync(join(project, 'made/minute', daysIn(project)[place] ?? ''), { recursive: true });
    expect((await faultOf(run(project, NO_TEST))).message).toMatch(/found 3 days of a simulated market of 4.*Delete the folder of the store/);
  });

  test('that was deleted whole is made again', async () => {
    const project = await smallProject(0);
    await writeText(project, 'small.yaml', text(4));
    const { report } = await run(project, NO_TEST);
    rmSync(join(project, 'made'), { recursive: true });
    const healed = await run(project, NO_TEST);
    expect(healed.ran).toEqual(['market', 'factors']);
    expect(healed.report.steps[1]?.record.hash).toBe(report.steps[1]?.record.hash);
  });
});
