import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith, fullband } from '../../support/cli.ts';

const RAGGED = '/// 量 · v\nfactor   f{from minute direction +1 # why\nvalue sum( volume )/sum(volume)}';

function project(files: Readonly<Record<string, string>>): { readonly path: string; readonly read: (name: string) => string } {
  const folder = folderWith({ 'fullband.yaml': '', ...files });
  onTestFinished(() => folder.remove());
  return { path: folder.path, read: (name) => readFileSync(join(folder.path, name), 'utf8') };
}

describe('fmt', () => {
  test('rewrites what is not canonical, keeps comments, and changes nothing the second time', async () => {
    const { path, read } = project({ 'factors/f.factor': RAGGED });
    expect(await fullbandHere(['fmt'], { cwd: path })).toEqual({ code: 0, stdout: 'factors/f.factor\n', stderr: '1 file: 1 changed.\n' });
    const text = read('factors/f.factor');
    expect(text).toContain('# why');
    expect(text).toContain('/// 量 · v');
    expect(text).not.toBe(RAGGED);
    expect(await fullbandHere(['fmt'], { cwd: path })).toEqual({ code: 0, stdout: '', stderr: '1 file: 0 changed.\n' });
    expect(read('factors/f.factor')).toBe(text);
    expect(readdirSync(join(path, 'factors'))).toEqual(['f.factor']);
  });

  test('--check changes nothing and exits with 3 if something would change', async () => {
    const { path, read } = project({ 'factors/f.factor': RAGGED });
    expect(await fullbandHere(['fmt', '--check'], { cwd: path })).toEqual({ code: 3, stdout: 'factors/f.factor\n', stderr: '1 file: 1 would change.\n' });
    expect(read('factors/f.factor')).toBe(RAGGED);
    await fullbandHere(['fmt'], { cwd: path });
    expect((await fullbandHere(['fmt', '--check'], { cwd: path })).code).toBe(0);
  });

  test('- formats standard input to standard output', async () => {
    const { code, stdout, stderr } = await fullband(['fmt', '-'], { input: RAGGED });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((await fullband(['fmt', '-'], { input: stdout })).stdout).toBe(stdout);
    expect(stdout).toContain('# why');
  });

  test('a file with a syntax error is left as it is, and the others are formatted', async () => {
    const broken = 'factor f { from minute direction +1 value sum(volume }';
    const { path, read } = project({ 'factors/a.factor': broken, 'factors/b.factor': RAGGED });
    const { code, stdout, stderr } = await fullbandHere(['fmt'], { cwd: path });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^factors\/a\.factor:1:\d+ error FB1\d\d/);
    expect(stderr).toBe('2 files: 1 changed, 1 with syntax errors.\n');
    expect(read('factors/a.factor')).toBe(broken);
    expect(read('factors/b.factor')).not.toBe(RAGGED);
  });

  test('standard input with a syntax error writes nothing to standard output', async () => {
    const { code, stdout, stderr } = await fullband(['fmt', '-'], { input: 'factor {' });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('stdin.factor:1:');
  });

  test('standard input that is not text is refused', async () => {
    const { code, stderr } = await fullband(['fmt', '-'], { input: 'a\0b' });
    expect(code).toBe(3);
    expect(stderr).toContain('stdin.factor:1:1 error');
  });
});
