import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith, fullband } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  onTestFinished(() => folder.remove());
  return folder.path;
}

interface Manifest {
  readonly name: string;
  readonly devDependencies: { readonly fullband: string };
}

describe('init', () => {
  test('makes a project that checks clean and is formatted', async () => {
    const path = folderOf({});
    const made = await fullband(['init', 'mine'], { cwd: path });
    expect(made.code).toBe(0);
    const files = readdirSync(join(path, 'mine'), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['factors/late_amount_share.factor', 'README.md', 'package.json', 'fullband.yaml', '.vscode/settings.json']));
    const cwd = join(path, 'mine');
    expect(await fullbandHere(['check'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    expect(await fullbandHere(['fmt', '--check'], { cwd })).toMatchObject({ code: 0, stdout: '' });
  });

  test('tells what to type next, on standard error', async () => {
    const { stderr } = await fullband(['init', 'my factors'], { cwd: folderOf({}) });
    expect(stderr).toBe('Next:\n  cd "my factors"\n  npm install\n  npx fullband check\nREADME.md says how to go on.\n');
    const here = await fullband(['init', '.'], { cwd: folderOf({}) });
    expect(here.stderr).toBe('Next:\n  npm install\n  npx fullband check\nREADME.md says how to go on.\n');
  });

  test('its package.json links the program that made it', async () => {
    const path = folderOf({});
    await fullband(['init', 'My Factors!'], { cwd: path });
    const { name, devDependencies } = JSON.parse(readFileSync(join(path, 'My Factors!/package.json'), 'utf8')) as Manifest;
    expect(name).toBe('my-factors');
    expect(resolve(path, 'My Factors!', devDependencies.fullband.replace(/^file:/, ''))).toBe(ROOT.replace(/\/$/, ''));
  });

  test('every command of its README runs as it stands after npm install', async () => {
    const path = folderOf({});
    const cwd = join(path, 'mine');
    await fullband(['init', 'mine'], { cwd: path });
    // What npm install makes of the dependency.
    mkdirSync(join(cwd, 'node_modules'));
    symlinkSync(ROOT, join(cwd, 'node_modules/fullband'), 'junction');
    const readme = readFileSync(join(cwd, 'README.md'), 'utf8');
    const lines = [...readme.matchAll(/^ {4}(.*?)(?:\s+#.*)?$/gm)].map(([, line = '']) => line);
    const typed = lines.filter((line) => line.startsWith('npx fullband') && !line.includes('PRESET') && !line.includes(' bars '));
    expect(lines).toContain('cp -r node_modules/fullband/samples/store store');
    expect(typed.length).toBeGreaterThanOrEqual(6);
    cpSync(join(cwd, 'node_modules/fullband/samples/store'), join(cwd, 'store'), { recursive: true });
    // A full run takes the program that is installed.
    const command = process.env.FULLBAND_TEST === 'full' ? fullband : fullbandHere;
    for (const line of typed) {
      const { code, stderr } = await command(line.split(' ').slice(2), { cwd });
      expect({ line, code }, stderr).toEqual({ line, code: 0 });
    }
    expect(readFileSync(join(cwd, 'values.csv'), 'utf8')).toMatch(/^date,symbol,late_amount_share\n2023-02-01,/);
    expect(existsSync(join(cwd, 'node_modules/fullband/docs/language.md'))).toBe(true);
  });

  test('npm install and npx work in the project it makes', { timeout: 120_000 }, async ({ skip }) => {
    if (process.env.FULLBAND_TEST !== 'full') return skip('calls npm; FULLBAND_TEST=full runs it');
    const path = folderOf({});
    await fullband(['init', 'mine'], { cwd: path });
    const options = { cwd: join(path, 'mine'), encoding: 'utf8' } as const;
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { ...options, stdio: 'ignore' });
    expect(execFileSync('npx', ['fullband', '--version'], options)).toMatch(/^\d+\.\d+\.\d+\n$/);
    execFileSync('npm', ['test'], { ...options, stdio: 'ignore' });
  });

  test('a package.json that is there stays as it is, and the next step installs the link', async () => {
    const path = folderOf({ 'package.json': '{ "name": "theirs" }' });
    const { code, stderr } = await fullband(['init', '.'], { cwd: path });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ {2}npm install --save-dev \S+$/m);
    expect(readFileSync(join(path, 'package.json'), 'utf8')).toBe('{ "name": "theirs" }');
  });

  test('overwrites nothing: with a file in the way no file is written', async () => {
    const path = folderOf({ 'README.md': 'mine' });
    const { code, stderr } = await fullband(['init', '.'], { cwd: path });
    expect(code).toBe(1);
    expect(stderr).toContain('. already holds README.md');
    expect(readdirSync(path)).toEqual(['README.md']);
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toBe('mine');
  });
});
