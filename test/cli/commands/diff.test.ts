import { readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { diffRuns, type Difference } from '../../../src/runtime/experiment/diff-runs.ts';
import { FACTORS, LEAN, run, smallProject } from '../../support/experiments.ts';
import { writeText } from '../../runtime/store/support.ts';
import { fullbandHere } from '../../support/cli-here.ts';
import { type Outcome } from '../../support/cli.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(30);
  await writeText(project, 'small.yaml', LEAN);
  await run(project);
  await run(project, [], { out: 'runs/again' });
  await run(project, ['portfolios.big.cost=1%'], { out: 'runs/dear' });
  await writeText(project, 'factors/small.factor', FACTORS.replace('high / low - 1', 'close'));
  await run(project, [], { out: 'runs/other' });
});

const diff = (...args: readonly string[]): Promise<Outcome> => fullbandHere(['diff', ...args], { cwd: project });
const differences = (one: string, other: string, tolerance = 0): Promise<readonly Difference[]> => diffRuns(join(project, one), join(project, other), { tolerance });

/** Changes figures of a run by a factor. */
async function scaled(from: string, to: string, by: number): Promise<void> {
  await cp(join(project, from), join(project, to), { recursive: true });
  const file = join(project, to, 'metrics.json');
  const metrics = JSON.parse(readFileSync(file, 'utf8')) as { indexEnhancement: { big: { turnover30: { annualReturn: number } } } };
  metrics.indexEnhancement.big.turnover30.annualReturn *= by;
  writeFileSync(file, JSON.stringify(metrics));
}

describe('diff', () => {
  test('finds nothing between a run and its repetition', async () => {
    expect(await diff('runs/small', 'runs/again', '--check')).toEqual({ code: 0, stdout: '', stderr: 'No difference.\n' });
  });

  test('shows what was asked and the figures that differ, and nothing that does not', async () => {
    const { code, stdout, stderr } = await diff('runs/small', 'runs/dear');
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(stderr).toMatch(/^\d+ differences\.\n$/);
    expect(stdout).toMatch(/^Asked\n +runs\/small +runs\/dear/);
    expect(stdout).toMatch(/\nportfolios\.big\.cost +– +1%/);
    expect(stdout).toMatch(/\nFigures\n/);
    expect(stdout).toMatch(/\nindexEnhancement\.big\.turnover30\.annualReturn +-?[\d.]+ +-?[\d.]+ +-[\d.]+/);
    expect(stdout).not.toMatch(/signals\.late|Files|Steps and their data|Versions/);
    const found = await differences('runs/small', 'runs/dear');
    expect(found).toContainEqual({ kind: 'experiment', name: 'portfolios.big.cost', one: null, other: '1%' });
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['experiment', 'figure']));
    expect(found.filter(({ kind, name }) => kind === 'figure' && !name.startsWith('indexEnhancement'))).toEqual([]);
  });

  test('reads a setting back whose text has lines and quotes', async () => {
    await run(project, [`title="a 'title'\n\nof two lines"`], { out: 'runs/titled' });
    const { code, stdout, stderr } = await diff('runs/small', 'runs/titled', '--json');
    expect({ code }, stderr).toEqual({ code: 0 });
    expect((JSON.parse(stdout) as readonly Difference[]).filter(({ name }) => name === 'title')).toEqual([{ kind: 'experiment', name: 'title', one: null, other: "a 'title'\nof two lines" }]);
  });

  test('shows files and steps that differ', async () => {
    const found = await differences('runs/small', 'runs/other');
    expect(found.filter(({ kind }) => kind === 'source').map(({ name }) => name)).toEqual(['factors/small.factor']);
    expect(found.filter(({ kind }) => kind === 'step').map(({ name }) => name)).toEqual(['factors: factors']);
    expect(found.filter(({ kind }) => kind === 'experiment')).toEqual([]);
    const figures = found.filter(({ kind }) => kind === 'figure').map(({ name }) => name);
    expect(figures).toContain('signals.swing.rankIcMean');
    expect(figures.filter((name) => /^(?:signals|rankIc)\.(?:late|busy|bars)\./.test(name))).toEqual([]);
    const { stdout } = await diff('runs/small', 'runs/other');
    expect(stdout).toMatch(/^Files\n.*\nfactors\/small\.factor +[0-9a-f]{16} +[0-9a-f]{16}/);
    expect(stdout).toMatch(/… and \d+ more \(--all\)/);
    expect((await diff('runs/small', 'runs/other', '--all')).stdout).not.toContain('more (--all)');
  });

  test('--check exits with 3 where anything differs', async () => {
    const { code, stdout } = await diff('runs/small', 'runs/dear', '--check', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual(await differences('runs/small', 'runs/dear'));
  });

  test('--tolerance lets figures pass that differ by less', async () => {
    await scaled('runs/small', 'runs/near', 1 + 1e-6);
    expect((await differences('runs/small', 'runs/near')).map(({ kind, name }) => [kind, name])).toEqual([['figure', 'indexEnhancement.big.turnover30.annualReturn']]);
    expect(await differences('runs/small', 'runs/near', 1e-7)).toHaveLength(1);
    expect(await diff('runs/small', 'runs/near', '--tolerance', '2e-6', '--check')).toEqual({ code: 0, stdout: '', stderr: 'No difference.\n' });
    expect((await differences('runs/small', 'runs/dear', 1e9)).map(({ kind }) => kind)).toEqual(['experiment']);
  });

  test.each(['-1', 'x', '', 'NaN'])('--tolerance %j is wrong usage', async (tolerance) => {
    const { code, stderr } = await diff('runs/small', 'runs/again', '--tolerance', tolerance);
    expect({ code }, stderr).toEqual({ code: 2 });
    expect(stderr).toMatch(/It takes a number from 0 on\./);
  });

  test('of a folder without a run is an error that names it', async () => {
    for (const args of [['runs/small', 'models'], ['nothing', 'runs/small']]) {
      const { code, stdout, stderr } = await diff(...args);
      expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^error: (?:models|nothing): found no run that has come to its end; expected a folder that fullband run wrote/);
    }
  });
});
