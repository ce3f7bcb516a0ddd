/** What PATH, FILE#NAME and patterns in quotes take. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith } from '../../support/cli.ts';

const good = (name: string): string => `factor ${name} { from minute direction 1 value mean(ret) }\n`;
const MIXED = `def twice(x, x) = x\n${good('good')}factor bad { from minute direction 1 value mean(volme) }\nset few { good, nothing }\n`;

function folder(files: Readonly<Record<string, string>>): string {
  const made = folderWith({ 'fullband.yaml': '', ...files });
  onTestFinished(() => made.remove());
  return made.path;
}

/** Names of the factors that explain takes. */
async function taken(cwd: string, target: string): Promise<readonly string[]> {
  const { stdout } = await fullbandHere(['explain', target, '--json'], { cwd });
  return stdout === '' ? [] : (JSON.parse(stdout) as { factor: string }[]).map(({ factor }) => factor);
}

describe('FILE#NAME', () => {
  test('is computed although another factor, def and set of the file have errors, which are counted', async () => {
    const cwd = folder({ 'mixed.factor': MIXED });
    const { code, stdout, stderr } = await fullbandHere(['explain', 'mixed.factor#good'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^3 errors in what was not asked for; (npx )?fullband check mixed\.factor shows them\.\n$/);
    expect(stdout).toContain('factor good');
  });

  test.each(['mixed.factor', 'mixed.factor#bad', 'mixed.factor#few'])('%s stops at the errors', async (target) => {
    const { code, stdout, stderr } = await fullbandHere(['explain', target], { cwd: folder({ 'mixed.factor': MIXED }) });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('FB250');
    expect(stderr).toContain('Stopped: 3 errors.');
  });

  test.each([
    ['the file could not be read in whole', { 'a.factor': `${good('good')}factor bad { from minute value mean(ret }\n` }],
    ['a file it uses could not', { 'a.factor': 'use "b.factor"\nfactor good { from minute direction 1 value mean(x()) }\n', 'b.factor': 'def x() = ret\ndef y() = (\n' }],
    ['a name is declared twice', { 'a.factor': good('good') + good('good') }],
  ])('stops if %s', async (_, files: Readonly<Record<string, string>>) => {
    const { code, stderr } = await fullbandHere(['explain', 'a.factor#good'], { cwd: folder(files) });
    expect(code).toBe(3);
    expect(stderr).toContain('Stopped: ');
  });

  test('of a folder does not mind what is wrong in other files', async () => {
    const cwd = folder({ 'f/good.factor': good('good'), 'f/open.factor': 'factor bad { from', 'f/mixed.factor': MIXED.replaceAll('good', 'other') });
    expect(await taken(cwd, 'f#good')).toEqual(['good']);
  });

  test('with a name that is not there says which are, before any error', async () => {
    const { code, stderr } = await fullbandHere(['explain', 'mixed.factor#god'], { cwd: folder({ 'mixed.factor': MIXED }) });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: No factor or set god in mixed.factor (did you mean good?).\n' });
  });
});

describe('a pattern that the shell has left', () => {
  const files = { 'f/b.factor': good('b'), 'f/a.factor': good('a'), 'f/deep/c.factor': good('c'), 'other.factor': good('other'), 'f/notes.txt': '' };

  test.each([
    ['f/*.factor', ['a', 'b']],
    ['f/**/*.factor', ['a', 'b', 'c']],
    ['./f/../f/a*', ['a']],
    ['**/c.factor', ['c']],
    ['f/*.factor#b', ['b']],
  ])('%s takes what it matches, sorted', async (pattern, factors) => {
    const cwd = folder(pattern.endsWith('#b') ? { 'f/b.factor': good('b') } : files);
    expect(await taken(cwd, pattern)).toEqual(factors);
  });

  test('works for check and fmt', async () => {
    const cwd = folder(files);
    expect(await fullbandHere(['check', '*.factor', 'f/d*/*'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '2 files checked: no findings.\n' });
    const { code, stdout } = await fullbandHere(['fmt', '--check', 'f/*'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'f/a.factor\nf/b.factor\n' });
  });

  test('that matches nothing is wrong usage', async () => {
    const { code, stderr } = await fullbandHere(['check', 'g/*.factor'], { cwd: folder(files) });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: No .factor or .model file matches g/*.factor. `*` stands for any part of a name, `**` for any folders.\n' });
  });

  test('a file whose name has a star is that file', async () => {
    expect(await taken(folder({ 'a*.factor': good('star'), 'ab.factor': good('ab') }), 'a*.factor')).toEqual(['star']);
  });
});
