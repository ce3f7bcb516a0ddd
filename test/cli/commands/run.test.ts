import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FindingJson } from '../../../src/dsl/finding.ts';
import type { ForecastStep } from '../../../src/runtime/experiment/forecast.ts';
import { edited, LEAN, LEAN_STEPS, SMALL, smallProject } from '../../support/experiments.ts';
import { writeText } from '../../runtime/store/support.ts';
import { fullbandHere } from '../../support/cli-here.ts';
import { fullband, type Outcome } from '../../support/cli.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(32);
  await writeText(project, 'small.yaml', LEAN);
});

const run = (args: readonly string[], { cwd = project } = {}): Promise<Outcome> => fullbandHere(['run', ...args], { cwd });
const names = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
const metricsIn = (out: string): string => readFileSync(join(project, out, 'metrics.json'), 'utf8');
const isStack = /\n\s+at |node:internal|TypeError|RangeError|defect of fullband/;

describe('a file that is no experiment', () => {
  const HOSTILE: Readonly<Record<string, string>> = {
    'laughs.yaml': `${SMALL}a: &a [ha, ha]\nb: &b [${'*a, '.repeat(60)}]\nc: &c [${'*b, '.repeat(60)}]\nd: [${'*c, '.repeat(60)}]\n`,
    'empty.yaml': '',
    'binary.yaml': 'PAR1\0\0\u0001\n',
    'deep.yaml': `${SMALL}title: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
    'circle.yaml': edited('[factors/small.factor]', '&self [*self]'),
    'outside.yaml': edited('store: market', 'store: ../../elsewhere, simulate: { stocks: 3, days: 3 }'),
    'unknown.yaml': edited('store: market', 'store: made, simulate: { stocks: 3, dayz: 3 }'),
    'zero.yaml': edited('store: market', 'store: "a\\0b", simulate: { stocks: 3, days: 3 }'),
  };

  test.each(Object.keys(HOSTILE))('%s ends with 3, without a stack trace, and nothing is written', async (file) => {
    const folder = await smallProject(0);
    await writeText(folder, file, HOSTILE[file] ?? '');
    const before = names(folder);
    const { code, stdout, stderr } = await run([file, '--json'], { cwd: folder });
    expect({ code }, stderr.slice(0, 2000)).toEqual({ code: 3 });
    expect(stderr).not.toMatch(isStack);
    const found = JSON.parse(stdout) as readonly FindingJson[];
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      expect(Object.keys(each)).toEqual(['code', 'severity', 'file', 'line', 'column', 'endLine', 'endColumn', 'message', 'hint']);
      expect(each).toMatchObject({ severity: 'error', file, code: expect.stringMatching(/^FB9\d\d$/) as string });
      expect(Math.min(each.line, each.column, each.endLine, each.endColumn)).toBeGreaterThanOrEqual(1);
    }
    expect(names(folder)).toEqual(before);
  });

  test('is shown with its line, and what to do', async () => {
    await writeText(project, 'wrong.yaml', edited('fewestDates', 'fewestdates'));
    const { code, stdout, stderr } = await run(['wrong.yaml']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^wrong\.yaml:7:13 error FB903 training\.fewestdates: .*did you mean fewestDates\?.*\n.*7 \| training: \{ fewestdates: 5.*\n.*\^+\n\s+hint: Rename or remove it\.\n/);
    expect(stderr).toMatch(/Stopped: 1 error\.\n$/);
  });
});

describe('wrong usage ends with 2', () => {
  test.each<[readonly string[], RegExp]>([
    [['nothing.yaml'], /No such file: nothing\.yaml\. Examples are in experiments\//],
    [['small.yaml', '--set', 'engine'], /found no = in "engine"; expected PATH=VALUE, such as training\.seeds=1/],
    [['small.yaml', '--set', 'a.__proto__=1'], /found a key that is none/],
    [['small.yaml', '--set', 'engine=[', '--json'], /no YAML/],
    [['small.yaml', '--resume', '--out', 'runs/never'], /--resume: runs\/never holds no run\. Leave it out to begin one\./],
    [['small.yaml', '--resume', '--name'], /unknown option '--name'/],
    [['small.yaml', '--out', 'package.json'], /--out package\.json is a file/],
    [[], /missing required argument/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(isStack);
  });
});

describe('a run', () => {
  test('says each step, prints tables, and says nothing new the second time', async () => {
    const dry = await run(['small.yaml', '--dry-run']);
    expect({ code: dry.code }, dry.stderr).toEqual({ code: 0 });
    expect(dry.stdout.trimEnd().split('\n').map((line) => line.split(/ {2,}/).slice(0, 2).join(': ')).slice(1)).toEqual(LEAN_STEPS.map((name) => `${name}: runs`));
    expect(dry.stderr).toMatch(/6 steps of 6 would run/);
    expect(existsSync(join(project, 'runs'))).toBe(false);
    const { code, stdout, stderr } = await run(['small.yaml']);
    expect({ code }, stderr).toEqual({ code: 0 });
    for (const [i, name] of LEAN_STEPS.entries()) expect(stderr).toContain(`[${i + 1}/6] ${name}: `);
    expect(stderr).toMatch(/ran on wasm/);
    expect(stderr).toMatch(/open \S*runs\/small\/report\.html in a browser\.\n$/);
    expect(stdout).toMatch(/\nbig +turnover30 /);
    const again = await run(['small.yaml']);
    expect(again.stderr.match(/\(kept\)/g)).toHaveLength(LEAN_STEPS.length);
    expect(again.stdout).toBe(stdout);
    const told = await run(['small.yaml', '--dry-run', '--json', '--set', 'portfolios.big.cost=1%']);
    expect((JSON.parse(told.stdout) as readonly ForecastStep[]).map(({ name, state, why }) => (state === 'kept' ? name : [name, why]))).toEqual([...LEAN_STEPS.slice(0, 5), ['portfolio big turnover30', 'changed: settings']]);
  });

  test('--resume takes the settings that the run was begun with', async () => {
    const begun = await run(['small.yaml', '--out', 'runs/set', '--set', 'portfolios.big.cost=1%']);
    expect({ code: begun.code }, begun.stderr).toEqual({ code: 0 });
    const before = metricsIn('runs/set');
    expect(before).not.toBe(metricsIn('runs/small'));
    const resumed = await run(['small.yaml', '--out', 'runs/set', '--resume']);
    expect(resumed.stderr.match(/\(kept\)/g)).toHaveLength(LEAN_STEPS.length);
    expect(metricsIn('runs/set')).toBe(before);
  });

  test('--store names a store anywhere, and --resume knows it', async () => {
    await writeText(project, 'elsewhere.yaml', LEAN.replace('store: market', 'store: not_here'));
    const begun = await run(['elsewhere.yaml', '--store', join(project, 'market'), '--out', 'runs/elsewhere']);
    expect({ code: begun.code }, begun.stderr).toEqual({ code: 0 });
    const resumed = await run(['elsewhere.yaml', '--out', 'runs/elsewhere', '--resume']);
    expect({ code: resumed.code }, resumed.stderr).toEqual({ code: 0 });
    expect(metricsIn('runs/elsewhere')).toBe(metricsIn('runs/small'));
  });

  test('on an index that the store does not have fails with 1 and says which it has; null columns are findings with 3', async () => {
    const failed = await run(['small.yaml', '--out', 'runs/failed', '--set', 'portfolios.big.index=nobody']);
    expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 1, stdout: '' });
    expect(failed.stderr).toMatch(/error: .*nobody.*tiny/);
    expect(failed.stderr).not.toMatch(isStack);
    const bare = await smallProject(26, { without: ['industry'] });
    const { code, stdout, stderr } = await run(['small.yaml'], { cwd: bare });
    expect({ code, stdout }, stderr).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/market\/daily error FB800 the step neutralize\(industry\) needs the column industry of daily/);
  });

  test('that is interrupted ends with 130 and goes on with the same command', async () => {
    const args = ['small.yaml', '--set', 'training.seeds=4', '--out', 'runs/interrupted'];
    const { code, stdout, stderr } = await fullband(['run', ...args], { cwd: project, onStart: (child) => child.stderr?.on('data', (text: string) => text.includes('test of the factors') && child.kill('SIGINT')) });
    expect({ code, stdout }, stderr).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/the same command goes on from there\.\nInterrupted\.\n$/);
    const after = await run(['small.yaml', '--resume', '--out', 'runs/interrupted']);
    expect({ code: after.code }, after.stderr).toEqual({ code: 0 });
    expect(after.stderr).toContain('[1/6] factors: ');
    expect(after.stderr).toContain('(kept)');
    expect(JSON.parse(readFileSync(join(project, 'runs/interrupted/run.json'), 'utf8'))).toMatchObject({ seeds: { bars: 4 } });
  });
});
