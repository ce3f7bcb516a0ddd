import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { MAX_SOURCE_BYTES, listSources, openProjectReader, projectRoot } from '../../src/runtime/project-reader.ts';
import { folderWith } from '../support/cli.ts';

const project = folderWith({
  'package.json': '{}',
  'factors/minute/a.factor': 'a',
  'factors/minute/b.factor': '\ufeffb 成交',
  'factors/lib/c.factor': 'c',
  'factors/note.txt': 'no source',
  'models/m.model': 'm',
  'node_modules/x/d.factor': 'of a package',
  '.hidden/e.factor': 'hidden',
  'bad/binary.factor': Uint8Array.of(0x66, 0x80, 0xff),
  'bad/zero.factor': 'a\0b',
  'bad/large.factor': 'x'.repeat(MAX_SOURCE_BYTES + 1),
  'bad/limit.factor': 'x'.repeat(MAX_SOURCE_BYTES),
  'inner/fullband.yaml': '',
  'inner/factors/f.factor': 'f',
});
const loose = folderWith({ 'deep/g.factor': 'g' });
afterAll(() => {
  project.remove();
  loose.remove();
});

describe('the root of a project', () => {
  test('is the nearest parent with a marker, for files and folders alike', () => {
    expect(projectRoot(join(project.path, 'factors/minute/a.factor'), '/')).toBe(project.path);
    expect(projectRoot('factors', project.path)).toBe(project.path);
    expect(projectRoot('inner/factors/f.factor', project.path)).toBe(join(project.path, 'inner'));
  });

  test('without a marker is the current folder, or the own folder of a file elsewhere', () => {
    expect(projectRoot('deep/g.factor', loose.path)).toBe(loose.path);
    expect(projectRoot(join(loose.path, 'deep/g.factor'), project.path)).toBe(join(loose.path, 'deep'));
  });
});

describe('lists', () => {
  test('are of the files that were there at the first, until they are refreshed', () => {
    const folder = folderWith({ 'a.factor': 'a', 'deep/b.factor': 'b' });
    const reader = openProjectReader(folder.path);
    expect(reader.list('*.factor')).toEqual(['a.factor']);
    writeFileSync(join(folder.path, 'deep/c.factor'), 'c');
    expect(reader.list('**/*.factor')).toEqual(['a.factor', 'deep/b.factor']);
    expect(reader.read('deep/c.factor')).toEqual({ text: 'c' });
    reader.refresh?.();
    expect(reader.list('**/*.factor')).toEqual(['a.factor', 'deep/b.factor', 'deep/c.factor']);
    folder.remove();
  });
});

describe('reading', () => {
  const reader = openProjectReader(project.path);

  test('text is UTF-8, without its byte-order mark', () => {
    expect(reader.read('factors/minute/a.factor')).toEqual({ text: 'a' });
    expect(reader.read('factors/minute/b.factor')).toEqual({ text: 'b 成交' });
    expect(reader.read('factors/lib/../minute/a.factor')).toEqual({ text: 'a' });
  });

  test('absent files, folders and paths out of the project read as absent', () => {
    const absent = ['factors/none.factor', 'factors', 'factors/minute/a.factor/x', '../x.factor', '/etc/hostname', `${'n'.repeat(5000)}.factor`];
    expect(absent.map((path) => reader.read(path))).toEqual(absent.map(() => null));
  });

  test('bytes that are not text and files over 1 MiB are refused with the reason', () => {
    expect(reader.read('bad/binary.factor')).toEqual({ problem: 'binary' });
    expect(reader.read('bad/zero.factor')).toEqual({ problem: 'binary' });
    expect(reader.read('bad/large.factor')).toEqual({ problem: 'too-large' });
    expect(reader.read('bad/limit.factor')).toHaveProperty('text');
  });
});

describe('listing', () => {
  const reader = openProjectReader(project.path);

  test('`*` stays in a folder, `**` goes below, and the result is sorted', () => {
    expect(reader.list('factors/minute/*.factor')).toEqual(['factors/minute/a.factor', 'factors/minute/b.factor']);
    expect(reader.list('factors/**/*.factor')).toEqual(['factors/lib/c.factor', 'factors/minute/a.factor', 'factors/minute/b.factor']);
    expect(reader.list('factors/minute/?.factor')).toEqual([]);
    expect(reader.list('**/a.factor')).toEqual(['factors/minute/a.factor']);
  });

  test('hidden folders and those of packages are left out, and links to folders are not followed', () => {
    mkdirSync(join(project.path, 'linked'));
    symlinkSync(project.path, join(project.path, 'linked/self'));
    symlinkSync(join(project.path, 'factors/lib/c.factor'), join(project.path, 'linked/c.factor'));
    symlinkSync(join(project.path, 'nowhere'), join(project.path, 'linked/broken.factor'));
    expect(reader.list('**/*.factor')).not.toContain('node_modules/x/d.factor');
    expect(listSources(join(project.path, 'linked'))).toEqual([join(project.path, 'linked/c.factor')]);
    expect(listSources(project.path).filter((path) => path.includes('.hidden'))).toEqual([]);
  });
});
