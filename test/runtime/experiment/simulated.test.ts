import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, smallProject } from '../../support/experiments.ts';
import { writeText } from '../store/support.ts';

const text = (days: number): string => `name: small\ndata: { store: made, simulate: { stocks: 10, days: ${days}, seed: 3, ordersPerStock: 100 } }\nfactors: [factors/small.factor]\ntests: { factors: { layers: 2 } }\nengine: webasm\n`;

describe('an experiment on a simulated market', () => {
  test('makes it first, goes on with it where more days are asked, and makes days again that are gone', async () => {
    const project = await smallProject(0);
    await writeText(project, 'small.yaml', text(16));
    const first = await run(project);
    expect(first.ran).toEqual(['market', 'factors', 'test of the factors']);
    expect(first.report.steps[0]?.record.summary).toMatch(/^10 stocks, 16 days from 2022-01-04 to /);
    expect((await run(project)).ran).toEqual([]);
    await writeText(project, 'small.yaml', text(18));
    const more = await run(project);
    expect(more.ran).toEqual(['market', 'factors', 'test of the factors']);
    const days = readdirSync(join(project, 'made/minute')).filter((name) => name.startsWith('date='));
    expect(days).toHaveLength(18);
    rmSync(join(project, 'made/minute', days.sort()[3] ?? ''), { recursive: true });
    const healed = await run(project);
    expect(healed.ran).toContain('market');
    expect(healed.metrics).toBe(more.metrics);
    expect(existsSync(join(project, 'made/minute', days[3] ?? ''))).toBe(true);
    const whole = await smallProject(0);
    await writeText(whole, 'small.yaml', text(18));
    expect((await run(whole)).metrics).toBe(more.metrics);
  });

  test('of fewer days than the store has says what is there', async () => {
    const project = await smallProject(0);
    await writeText(project, 'small.yaml', text(4));
    await run(project, ['tests={factors: none}']);
    await writeText(project, 'small.yaml', text(3));
    const outcome = await run(project, ['tests={factors: none}']).then(({ report }) => report.steps[0]?.record.summary ?? '', (error: unknown) => String(error));
    expect(outcome).toMatch(/found a market with days 4; expected days 3/);
  });
});
