import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderWith, fullband } from '../../support/cli.ts';

describe('init', () => {
  test('makes a project that checks clean and is formatted', async () => {
    const folder = folderWith({});
    onTestFinished(() => folder.remove());
    const made = await fullband(['init', 'mine'], { cwd: folder.path });
    expect(made.code).toBe(0);
    const files = readdirSync(join(folder.path, 'mine'), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['factors/late_amount_share.factor', 'README.md', 'fullband.yaml', '.vscode/settings.json']));
    const cwd = join(folder.path, 'mine');
    expect(await fullband(['check'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    expect(await fullband(['fmt', '--check'], { cwd })).toMatchObject({ code: 0, stdout: '' });
  });

  test('overwrites nothing: with a file in the way no file is written', async () => {
    const folder = folderWith({ 'README.md': 'mine' });
    onTestFinished(() => folder.remove());
    const { code, stderr } = await fullband(['init', '.'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(stderr).toContain('. already holds README.md');
    expect(readdirSync(folder.path)).toEqual(['README.md']);
    expect(readFileSync(join(folder.path, 'README.md'), 'utf8')).toBe('mine');
  });
});
