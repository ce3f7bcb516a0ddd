import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FACTORS, MODELS, run, smallProject, SMALL, STEPS, type Ran } from '../../support/experiments.ts';
import { writeText } from '../store/support.ts';

let project: string;
let first: Ran;
beforeAll(async () => {
  project = await smallProject(34);
  first = await run(project);
});

/** Runs with another text of a file, and the text of before afterwards. */
async function withText<T>(file: string, text: string, then: () => Promise<T>): Promise<T> {
  const before = readFileSync(join(project, file), 'utf8');
  await writeText(project, file, text);
  try {
    return await then();
  } finally {
    await writeText(project, file, before);
  }
}

describe('a run again', () => {
  test('computes nothing where nothing has changed, and leaves metrics.json byte for byte', async () => {
    expect(first.ran).toEqual(STEPS);
    const again = await run(project);
    expect(again.ran).toEqual([]);
    expect(again.metrics).toBe(first.metrics);
    expect(JSON.parse(first.metrics)).toMatchObject({ indexEnhancement: { big: { turnover30: { annualReturn: expect.any(Number) as number }, turnover60: {}, benchmark: {} } } });
  });

  test('into another folder takes every step from the store and writes the same figures', async () => {
    const other = await run(project, [], { out: 'runs/other' });
    expect(other.ran).toEqual([]);
    expect(other.metrics).toBe(first.metrics);
  });

  test('runs a portfolio alone whose cap has changed, and another that is new', async () => {
    const { ran, metrics } = await run(project, ['portfolios.big.turnover=[30%, 40%]']);
    expect(ran).toEqual(['portfolio big turnover40']);
    expect(metrics).not.toContain('turnover60');
  });

  test('runs what rests on a formula that has changed, and not the model that does not read it', async () => {
    const { ran } = await withText('factors/small.factor', FACTORS.replace('high / low - 1', 'high / low'), () => run(project));
    expect(ran).toEqual(STEPS.filter((name) => name !== 'train bars'));
  });

  test('takes a comment or another layout in a factor or a model for no change', async () => {
    const { ran } = await withText('factors/small.factor', `# a note\n${FACTORS.replaceAll(' value', '\n  value')}`, () => withText('models/bars.model', `# a note\n${MODELS.bars}`, () => run(project)));
    expect(ran).toEqual([]);
  });

  test('trains one model again whose network has changed', async () => {
    const { ran } = await withText('models/bars.model', MODELS.bars.replace('units=3', 'units=2'), () => run(project));
    expect(ran).toEqual(['train bars', 'signals', 'test of the signals', 'portfolio big turnover30', 'portfolio big turnover60']);
  });

  test.each<readonly [string, (folder: string) => void]>([
    ['whose record is no JSON', (folder) => { writeFileSync(join(folder, 'step.json'), '{'); }],
    ['whose record is of another form', (folder) => { writeFileSync(join(folder, 'step.json'), JSON.stringify({ ...JSON.parse(readFileSync(join(folder, 'step.json'), 'utf8')) as object, files: undefined })); }],
    ['that has lost a file', (folder) => { rmSync(join(folder, 'signals.parquet')); }],
    ['of which a file was cut', (folder) => { truncateSync(join(folder, 'signals.parquet'), 10); }],
  ])('makes a result again %s', async (_, damage) => {
    const hash = first.report.steps.find(({ name }) => name === 'signals')?.record.hash ?? '';
    damage(join(project, 'market/values/steps', `signals-${hash.slice(0, 24)}`));
    const { ran, metrics } = await run(project);
    expect(ran).toEqual(['signals']);
    expect(metrics).toBe(first.metrics);
  });

  test('after its steps were deleted computes all of it again, with the same metrics.json', async () => {
    rmSync(join(project, 'market/values/steps'), { recursive: true });
    const { ran, metrics } = await run(project);
    expect(ran).toEqual(STEPS);
    expect(metrics).toBe(first.metrics);
  });

  test('shares steps with another experiment on the same store', async () => {
    await writeText(project, 'other.yaml', SMALL.replace('name: small', 'name: other').replace(/fusion.*\n/, '').replace('signal: both', 'signal: bars').replace('[models/panels.model, models/bars.model]', '[models/bars.model]'));
    const { ran } = await run(project, [], { file: 'other.yaml', out: 'runs/of-another' });
    expect(ran).toEqual(['signals', 'test of the signals', 'portfolio big turnover30', 'portfolio big turnover60']);
  });
});
