import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MANIFEST_FILE, replaceResults } from '../../../src/runtime/store/result-folder.ts';
import { runAndKill } from '../../support/killed.ts';
import { contents, freshFolder } from './support.ts';

const CHILD = fileURLToPath(new URL('./child/results.ts', import.meta.url));
const HOOKS = new URL('../../support/typescript-hooks.mjs', import.meta.url).href;

/** Writes files with these contents as the results of a run. */
function run(folder: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return replaceResults(folder, async (staging) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), text);
    }
    return Object.keys(files).map((path) => join(staging, path));
  });
}

/** Files of a folder by path, without the manifest. */
async function found(folder: string): Promise<Readonly<Record<string, string>>> {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const files = await Promise.all(paths.filter((path) => path !== MANIFEST_FILE).map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const));
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('a folder of results', () => {
  test('holds what the last run wrote and nothing of the runs before', async () => {
    const folder = join(await freshFolder(), 'new', 'results');
    expect(await run(folder, { 'a.txt': '1', 'pages/b.html': '1', 'pages/c.html': '1', 'old/d.csv': '1' })).toEqual(['a.txt', 'pages/b.html', 'pages/c.html', 'old/d.csv'].map((path) => join(folder, path)));
    await run(folder, { 'a.txt': '2', 'pages/b.html': '2' });
    expect(await found(folder)).toEqual({ 'a.txt': '2', 'pages/b.html': '2' });
    expect((await readdir(folder)).sort()).toEqual([MANIFEST_FILE, 'a.txt', 'pages']);
  });

  test('keeps what no run wrote, also beside the files of runs', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'notes.md'), 'mine');
    await run(folder, { 'a.txt': '1', 'pages/b.html': '1' });
    await writeFile(join(folder, 'pages', 'mine.html'), 'mine');
    await run(folder, { 'a.txt': '2' });
    expect(await found(folder)).toEqual({ 'a.txt': '2', 'notes.md': 'mine', 'pages/mine.html': 'mine' });
  });

  test('keeps a file of a run that somebody has changed since or made a folder of', async () => {
    const folder = await freshFolder();
    await run(folder, { 'a.txt': '1', 'b.txt': '1', c: '1' });
    await writeFile(join(folder, 'b.txt'), 'edited');
    await rm(join(folder, 'c'));
    await mkdir(join(folder, 'c'));
    await run(folder, { 'a.txt': '2' });
    expect(await found(folder)).toEqual({ 'a.txt': '2', 'b.txt': 'edited' });
    expect(existsSync(join(folder, 'c'))).toBe(true);
  });

  test.each(['', 'no JSON', '[]', '{"files":3}', '{"files":[{"path":"../outside.txt","sha256":"x"},{"path":"/outside.txt","sha256":"x"},null]}'])('a manifest that says nothing usable removes nothing: %j', async (text) => {
    const parent = await freshFolder();
    const folder = join(parent, 'results');
    await run(folder, { 'a.txt': '1', 'b.txt': '1' });
    await writeFile(join(parent, 'outside.txt'), 'x');
    await writeFile(join(folder, MANIFEST_FILE), text);
    await run(folder, { 'a.txt': '2' });
    expect(await found(folder)).toEqual({ 'a.txt': '2', 'b.txt': '1' });
    expect(await readFile(join(parent, 'outside.txt'), 'utf8')).toBe('x');
  });

  test('a file outside the folder is not removed, even where its content is what a manifest says', async () => {
    const parent = await freshFolder();
    const folder = join(parent, 'results');
    await run(folder, { 'a.txt': '1' });
    const { files } = JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')) as { files: readonly { sha256: string }[] };
    await writeFile(join(parent, 'outside.txt'), '1');
    await writeFile(join(folder, MANIFEST_FILE), JSON.stringify({ complete: true, files: files.map((file) => ({ ...file, path: '../outside.txt' })) }));
    await run(folder, { 'a.txt': '2' });
    expect(existsSync(join(parent, 'outside.txt'))).toBe(true);
  });

  test('a run that fails leaves the former result as it was', async () => {
    const folder = await freshFolder();
    await run(folder, { 'a.txt': '1', 'b.txt': '1' });
    const before = await contents(folder);
    await expect(replaceResults(folder, async (staging) => {
      await writeFile(join(staging, 'a.txt'), '2');
      throw new Error('the disk is full');
    })).rejects.toThrow('the disk is full');
    expect(await contents(folder)).toEqual(before);
  });

  test('a run that is killed while it writes leaves the former result as it was, and the next one clears up after it', async () => {
    const folder = await freshFolder();
    await run(folder, { 'a.txt': '1', 'b.txt': '1' });
    const { end } = await runAndKill(['--import', HOOKS, CHILD, folder, '2', 'a.txt', 'c.txt'], () => existsSync(join(folder, 'staged')));
    expect(end).toBe('SIGKILL');
    const { staged, ...rest } = await found(folder);
    expect([staged, Object.entries(rest).filter(([path]) => !path.startsWith('.results.'))]).toEqual(['', [['a.txt', '1'], ['b.txt', '1']]]);
    await run(folder, { 'a.txt': '3' });
    expect(await found(folder)).toEqual({ 'a.txt': '3', staged: '' });
  });

  test('a run that is killed while files are replaced leaves whole files and says that it is not complete; the next one removes what is of neither', async () => {
    const names = Array.from({ length: 400 }, (_, i) => `f${String(i)}.txt`);
    const folder = await freshFolder();
    await run(folder, Object.fromEntries([...names, 'old.txt'].map((name) => [name, 'former'])));
    await writeFile(join(folder, 'go'), '');
    const complete = async (): Promise<unknown> => (JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')) as { complete: unknown }).complete;
    const { ino } = statSync(join(folder, MANIFEST_FILE));
    const { end } = await runAndKill(['--import', HOOKS, CHILD, folder, 'latter', ...names, 'new.txt'], () => statSync(join(folder, MANIFEST_FILE)).ino !== ino);
    const after = await found(folder);
    for (const [name, text] of Object.entries(after)) if (name.startsWith('f')) expect(['former', 'latter']).toContain(text);
    if (end === 'SIGKILL') expect(await complete()).toBe(false);
    await run(folder, { 'f0.txt': 'last' });
    expect(await found(folder)).toEqual({ 'f0.txt': 'last', go: '', staged: '' });
    expect(await complete()).toBe(true);
  });
});
