import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { expandSet, loadProject } from '../../src/dsl/load-project.ts';
import type { Project } from '../../src/dsl/project.ts';
import { matchesPattern, normalizePath, relativePath, resolvePath } from '../../src/dsl/loading/project-paths.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';
import { marked } from './marked.ts';
import { memoryReader } from './memory-reader.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const factorOf = (name: string, value = 'x'): string => `factor ${name} { from minute direction 1 value ${value} }\n`;

function load(files: Files, entries: readonly string[] = [Object.keys(files)[0] ?? '']): Project {
  return loadProject(entries, memoryReader(files));
}

/** Findings as `path: FB201 "b.factor"`. */
function findingsOf(files: Files, entries?: readonly string[]): readonly string[] {
  return load(files, entries).findings.map((found) => {
    const text = files[found.path];
    return `${found.path}: ${marked(found, typeof text === 'string' ? text : '')}`;
  });
}

/** What the fixes make of one file. */
function fixed(files: Files, path: string): string {
  const text = files[path];
  if (typeof text !== 'string') throw new Error('expected text');
  const edits = load(files).findings.filter((found) => found.path === path).flatMap((found) => found.fix?.edits ?? []);
  return [...edits].sort((a, b) => b.span.start - a.span.start).reduce((result, edit) => result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end), text);
}

function namesOf(project: Project, path: string): Readonly<Record<string, readonly string[]>> {
  const file = project.files.get(path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return { defs: [...file.defs.keys()], sets: [...file.sets.keys()], factors: [...file.factors.keys()], models: [...file.models.keys()] };
}

function expanded(project: Project, path: string, name: string): readonly string[] {
  const file = project.files.get(path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return expandSet(project, file, name).map((factor) => `${factor.file.path}#${factor.item.name.text}`);
}

describe('files', () => {
  test('a file is read together with the files it uses, and those they use, entries first', () => {
    const files = {
      'factors/a.factor': `use "../lib/b.factor"\n${factorOf('a', 'b()')}`,
      'lib/b.factor': 'use "deep/c.factor"\ndef b() = c()',
      'lib/deep/c.factor': 'def c() = 1',
      'lib/unrelated.factor': 'def d() = §',
    };
    const project = load(files);
    expect(project.findings).toEqual([]);
    expect([...project.files.keys()]).toEqual(['factors/a.factor', 'lib/b.factor', 'lib/deep/c.factor']);
    expect(project.entries.map((file) => file.path)).toEqual(['factors/a.factor']);
    expect([...load(files, ['lib/b.factor', './factors/a.factor', 'lib/b.factor']).files.keys()]).toEqual(['lib/b.factor', 'factors/a.factor', 'lib/deep/c.factor']);
  });

  test('findings of syntax come from every file read, in file and source order', () => {
    const files = { 'a.factor': `use "b.factor"\nset s { nothing }\n${factorOf('a', 'b( )) ')}`, 'b.factor': 'def b() = 1 2\n\ndef c() = 3 4' };
    expect(findingsOf(files)).toEqual(['a.factor: FB136 )', 'b.factor: FB151 2', 'b.factor: FB151 4']);
  });

  test('a missing file is reported with the nearest one, by the same name elsewhere or a similar one', () => {
    const files = { 'factors/a.factor': `use "orders.factor"\n${factorOf('a')}`, 'lib/orders.factor': 'def b() = 1' };
    expect(findingsOf(files)).toEqual(['factors/a.factor: FB201 "orders.factor"']);
    expect(load(files).findings[0]?.hint).toBe('did you mean "../lib/orders.factor"?');
    expect(fixed(files, 'factors/a.factor')).toBe(`use "../lib/orders.factor"\n${factorOf('a')}`);
    const misspelt = { 'a.factor': `use "lib/oders.factor"\n${factorOf('a')}`, 'lib/orders.factor': 'def b() = 1' };
    expect(load(misspelt).findings[0]?.hint).toBe('did you mean "lib/orders.factor"?');
    expect(load({ 'a.factor': `use "zzzzzzz.factor"\n${factorOf('a')}` }).findings[0]?.fix).toBeNull();
  });

  test('a missing entry is a finding and not in the project', () => {
    const project = load({ 'a.factor': factorOf('a') }, ['b.factor', 'a.factor', '../c.factor']);
    expect(project.findings.map((found) => [found.path, found.code, found.span])).toEqual([
      ['b.factor', 'FB201', { start: 0, end: 0 }],
      ['../c.factor', 'FB201', { start: 0, end: 0 }],
    ]);
    expect([...project.files.keys()]).toEqual(['a.factor']);
  });

  test.each([
    ['../../x.factor', 'FB202'],
    ['/etc/x.factor', 'FB203'],
    ['C:/x.factor', 'FB203'],
    ['https://example.org/x.factor', 'FB203'],
    ['notes.md', 'FB205'],
    ['', 'FB201'],
    ['.', 'FB201'],
  ])('the path "%s" is %s', (path, code) => {
    const files = { 'factors/a.factor': `use "${path}"\n${factorOf('a')}`, 'factors/notes.md': 'text' };
    expect(findingsOf(files)).toEqual([`factors/a.factor: ${code} "${path}"`]);
  });

  test('a path with backslashes is read with slashes, and reported', () => {
    const files = { 'factors/a.factor': `use "..\\lib\\b.factor"\n${factorOf('a', 'b()')}`, 'lib/b.factor': 'def b() = 1' };
    expect(findingsOf(files)).toEqual(['factors/a.factor: FB206 "..\\lib\\b.factor"']);
    expect(fixed(files, 'factors/a.factor')).toContain('use "../lib/b.factor"');
    expect(namesOf(load(files), 'factors/a.factor')['defs']).toEqual(['b']);
  });

  test('binary and too large files are reported where they are named, and not read', () => {
    const files = { 'a.factor': `use "b.factor"\nuse "c.factor"\n${factorOf('a')}`, 'b.factor': new Uint8Array([0xff, 0]), 'c.factor': ' '.repeat(2_000_000) };
    expect(findingsOf(files)).toEqual(['a.factor: FB204 "b.factor"', 'a.factor: FB204 "c.factor"']);
    expect(findingsOf(files, ['b.factor'])).toEqual(['b.factor: FB204']);
  });

  test('a file used twice is reported at the second use, however it is written', () => {
    const files = { 'a.factor': `use "b.factor"\nuse "./b.factor"\n${factorOf('a', 'b()')}`, 'b.factor': 'def b() = 1' };
    expect(findingsOf(files)).toEqual(['a.factor: FB208 use "./b.factor"']);
    expect(load(files).findings[0]?.severity).toBe('warning');
  });

  test('files that use each other are reported once, with the whole circle', () => {
    const files = {
      'a.factor': 'use "b.factor"\ndef a() = b()',
      'b.factor': 'use "c.factor"\ndef b() = c()',
      'c.factor': 'use "a.factor"\ndef c() = a()',
    };
    expect(findingsOf(files)).toEqual(['c.factor: FB207 "a.factor"']);
    expect(load(files).findings[0]?.message).toContain('a.factor → b.factor → c.factor → a.factor');
    expect(findingsOf(files, ['b.factor', 'a.factor', 'c.factor'])).toEqual(['a.factor: FB207 "b.factor"']);
  });

  test('a file that uses itself is a circle of one', () => {
    expect(findingsOf({ 'a.factor': 'use "a.factor"\ndef a() = 1' })).toEqual(['a.factor: FB207 "a.factor"']);
  });

  test('two ways to one file are no circle', () => {
    const files = {
      'a.factor': 'use "b.factor"\nuse "c.factor"\ndef a() = b() + c()',
      'b.factor': 'use "d.factor"\ndef b() = d()',
      'c.factor': 'use "d.factor"\ndef c() = d()',
      'd.factor': 'def d() = 1',
    };
    expect(findingsOf(files)).toEqual([]);
  });

  test('a chain of 2,000 files is followed', () => {
    const files = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${String(i)}.factor`, `use "f${String(i + 1)}.factor"\ndef d${String(i)}() = d${String(i + 1)}()`]));
    const project = load({ ...files, 'f2000.factor': 'def d2000() = 1' });
    expect(project.findings).toEqual([]);
    expect(project.files.size).toBe(2001);
  });
});

describe('names', () => {
  test('a file sees its own items and those of the files it uses, not what those use', () => {
    const files = {
      'a.model': 'use "b.factor"\nmodel m { input x = panel(s) }',
      'b.factor': `use "c.factor"\nset s { f, g }\n${factorOf('f', 'd()')}def own() = c()`,
      'c.factor': `def c() = 1\ndef d() = 2\n${factorOf('g')}`,
    };
    const project = load(files);
    expect(project.findings).toEqual([]);
    expect(namesOf(project, 'a.model')).toEqual({ defs: ['own'], sets: ['s'], factors: ['f'], models: ['m'] });
    expect(namesOf(project, 'b.factor')).toEqual({ defs: ['own', 'c', 'd'], sets: ['s'], factors: ['f', 'g'], models: [] });
    const declared = project.files.get('a.model')?.sets.get('s');
    expect(declared?.file).toBe(project.files.get('b.factor'));
    expect(declared).toBe(project.files.get('b.factor')?.sets.get('s'));
  });

  test('a name declared twice in a file is reported at the second one, and the first counts', () => {
    const files = { 'a.factor': `def a() = 1\n${factorOf('b')}def a() = 2\nset b { }` };
    expect(findingsOf(files)).toEqual(['a.factor: FB210 a', 'a.factor: FB210 b']);
    expect(load(files).findings[1]?.message).toContain('a factor at line 2');
    expect(load(files).files.get('a.factor')?.defs.get('a')?.item.body).toMatchObject({ value: 1 });
  });

  test('a name that two used files bring is reported at the second use, once for both', () => {
    const files = { 'a.factor': `use "b.factor"\nuse "c.factor"\n${factorOf('a', 'x() + y() + z()')}`, 'b.factor': 'def x() = 1\ndef y() = 1', 'c.factor': 'def y() = 2\ndef x() = 2\ndef z() = 1' };
    expect(findingsOf(files)).toEqual(['a.factor: FB211 "c.factor"']);
    expect(load(files).findings[0]?.message).toBe('b.factor and c.factor both bring y, x');
    expect(load(files).files.get('a.factor')?.defs.get('x')?.file.path).toBe('b.factor');
  });

  test('a name of its own hides one that is brought, with a warning', () => {
    const files = { 'a.factor': 'use "b.factor"\ndef x() = 1\ndef z() = x() + y()', 'b.factor': 'def x() = 2\ndef y() = 1' };
    expect(findingsOf(files)).toEqual(['a.factor: FB212 x']);
    const project = load(files);
    expect(project.findings[0]?.severity).toBe('warning');
    expect(project.files.get('a.factor')?.defs.get('x')?.file.path).toBe('a.factor');
  });

  test('a use of which nothing is used is a warning', () => {
    const files = { 'a.factor': `use "b.factor"\n${factorOf('a')}`, 'b.factor': 'def b() = 1' };
    expect(findingsOf(files)).toEqual(['a.factor: FB209 use "b.factor"']);
  });

  test.each([
    ['a call in a value', factorOf('a', '1 + sum(-b())')],
    ['a call in a let', 'factor a { from minute direction 1 let c = [b()] value c }'],
    ['a default value', 'def a(n = b()) = n'],
    ['a member of a set', 'set a { b }'],
    ['an input of a model', 'model a { input x = panel(f, b) }'],
    ['a setting', 'model a { train { optimizer b() } }'],
  ])('%s uses a use', (_, text) => {
    const files = { 'a.factor': `use "b.factor"\n${text}`, 'b.factor': text.startsWith('set') ? factorOf('b') : 'def b() = 1' };
    expect(findingsOf(files)).toEqual([]);
  });

  test('where text could not be read, nothing is said about names that may be in it', () => {
    const files = { 'a.factor': 'use "b.factor"\nset s { f, g }', 'b.factor': 'facto f {\n}\nfactor { }' };
    expect(findingsOf(files).map((found) => found.slice(0, 15))).toEqual(['b.factor: FB131', 'b.factor: FB132']);
    expect(load(files).files.get('a.factor')?.lacksNames).toBe(true);
    expect(findingsOf({ 'a.factor': 'use "gone.factor"\nset s { f }' })).toEqual(['a.factor: FB201 "gone.factor"']);
    expect(load({ 'a.factor': factorOf('a') }).files.get('a.factor')?.lacksNames).toBeUndefined();
  });
});

describe('sets', () => {
  const tree = {
    'sets/all.factor': 'use "../minute/b.factor"\nset all { "../minute/*.factor", c2, "../trade/**/*.factor" }\nset pair { b2, b1 }\nset c2 { pair, b1 }',
    'minute/a.factor': factorOf('a'),
    'minute/b.factor': factorOf('b1') + factorOf('b2') + 'def d() = 1',
    'minute/deep/x.factor': factorOf('x'),
    'minute/model.model': 'model m { }',
    'trade/t.factor': factorOf('t'),
    'trade/deep/er/u.factor': factorOf('u'),
  };

  test('members come in the order in which they are listed, files sorted by path, each factor once', () => {
    const project = load(tree);
    expect(project.findings).toEqual([]);
    expect(expanded(project, 'sets/all.factor', 'all')).toEqual(['minute/a.factor#a', 'minute/b.factor#b1', 'minute/b.factor#b2', 'trade/deep/er/u.factor#u', 'trade/t.factor#t']);
    expect(expanded(project, 'sets/all.factor', 'c2')).toEqual(['minute/b.factor#b2', 'minute/b.factor#b1']);
  });

  test('a factor stands for itself, and what is neither set nor factor for nothing', () => {
    const project = load(tree);
    expect(expanded(project, 'sets/all.factor', 'b1')).toEqual(['minute/b.factor#b1']);
    expect(expanded(project, 'sets/all.factor', 'd')).toEqual([]);
    expect(expanded(project, 'sets/all.factor', 'nothing')).toEqual([]);
  });

  test('the factors of a pattern belong to the set, they do not become names of the file', () => {
    expect(namesOf(load(tree), 'sets/all.factor')['factors']).toEqual(['b1', 'b2']);
  });

  test('a set of another file is expanded with the names of that file', () => {
    const project = load({ 'm.model': 'use "s.factor"\nmodel m { input x = panel(s) }', 's.factor': 'use "f.factor"\nset s { f }', 'f.factor': factorOf('f') });
    expect(expanded(project, 'm.model', 's')).toEqual(['f.factor#f']);
  });

  test('the files of a pattern are read and checked as the others are', () => {
    const files = { 'a.factor': 'set s { "b/*.factor" }', 'b/c.factor': 'use "d.factor"\n' + factorOf('c', 'd( ] )'), 'b/d.factor': 'def d() = 1' };
    expect(findingsOf(files)).toEqual(['b/c.factor: FB135 ]']);
    expect([...load(files).files.keys()]).toEqual(['a.factor', 'b/c.factor', 'b/d.factor']);
  });

  test('an unknown member comes with the nearest name', () => {
    const files = { 'a.factor': `set s { falling, risin }\n${factorOf('rising')}` };
    expect(findingsOf(files)).toEqual(['a.factor: FB220 falling', 'a.factor: FB220 risin']);
    expect(load(files).findings[1]?.hint).toBe('did you mean rising?');
    expect(fixed(files, 'a.factor')).toContain('{ falling, rising }');
  });

  test('a def or a model is no member', () => {
    const files = { 'a.factor': 'def d() = 1\nmodel m { }\nset s { d, m }' };
    expect(findingsOf(files)).toEqual(['a.factor: FB221 d', 'a.factor: FB221 m']);
    expect(load(files).findings[0]?.message).toContain('d is a def');
  });

  test('a pattern that matches no factor file is reported', () => {
    const files = { 'a.factor': 'set s { "minute/*.factor", "trade/x.factor", "*.model" }', 'm.model': 'model m { }', 'trade/xx.factor': factorOf('x') };
    expect(findingsOf(files)).toEqual(['a.factor: FB222 "minute/*.factor"', 'a.factor: FB222 "trade/x.factor"', 'a.factor: FB222 "*.model"']);
    expect(load(files).findings[1]?.hint).toBe('did you mean "trade/xx.factor"?');
    expect(findingsOf({ 'a.factor': 'set s { "../*.factor" }' })).toEqual(['a.factor: FB202 "../*.factor"']);
  });

  test('sets that hold each other are reported once, with the whole circle, and still expand', () => {
    const files = { 'a.factor': `set a { b, f }\nset b { c }\nset c { a }\nset d { d }\n${factorOf('f')}` };
    expect(findingsOf(files)).toEqual(['a.factor: FB223 a', 'a.factor: FB223 d']);
    expect(load(files).findings[0]?.message).toContain('a → b → c → a');
    expect(expanded(load(files), 'a.factor', 'a')).toEqual(['a.factor#f']);
  });

  test('members given twice and empty sets are warnings', () => {
    const files = { 'a.factor': `set a { f, f }\nset b { }\n${factorOf('f')}` };
    expect(findingsOf(files)).toEqual(['a.factor: FB224 f', 'a.factor: FB225 b']);
    expect(load(files).findings.every((found) => found.severity === 'warning')).toBe(true);
  });

  test('two factors of one name do not fit into one set', () => {
    const files = { 'a.factor': 'set s { "x/*.factor", "y/*.factor" }', 'x/f.factor': factorOf('f'), 'y/f.factor': factorOf('f') };
    expect(findingsOf(files)).toEqual(['a.factor: FB226 s']);
    expect(load(files).findings[0]?.message).toContain('from x/f.factor and y/f.factor');
  });

  test('a chain of 5,000 sets is expanded', () => {
    const sets = Array.from({ length: 5000 }, (_, i) => `set s${String(i)} { s${String(i + 1)} }`).join('\n');
    const project = load({ 'a.factor': `${sets}\nset s5000 { f }\n${factorOf('f')}` });
    expect(project.findings).toEqual([]);
    expect(expanded(project, 'a.factor', 's0')).toEqual(['a.factor#f']);
  });
});

describe('paths', () => {
  test('paths are resolved against the folder of the file that names them', () => {
    expect(resolvePath('factors/minute/a.factor', '../lib/b.factor')).toEqual({ path: 'factors/lib/b.factor', fault: null });
    expect(resolvePath('a.factor', 'b.factor')).toEqual({ path: 'b.factor', fault: null });
    expect(resolvePath('a.factor', '../b.factor')).toEqual({ path: null, fault: 'outside' });
    expect(normalizePath('./a//b/../c')).toBe('a/c');
  });

  test.each([
    ['factors/a.factor', 'lib/b.factor', '../lib/b.factor'],
    ['factors/x/a.factor', 'factors/b.factor', '../b.factor'],
    ['a.factor', 'lib/b.factor', 'lib/b.factor'],
    ['lib/a.factor', 'lib/b.factor', 'b.factor'],
  ])('%s names %s as %s', (from, target, expected) => {
    expect(relativePath(from, target)).toBe(expected);
    expect(resolvePath(from, expected).path).toBe(target);
  });

  const folder = mkdtempSync(join(tmpdir(), 'fullband-paths-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(['*.factor', 'm*/*.factor', '**/*.factor', 'minute/**/*.factor', 'minute/**', '*/*a*b*.factor', 'minute/ab.factor', 'nothing/*', '**/a+b(c).factor', 'm*e/*.factor'])('the pattern %s matches in memory what it matches on disk', (pattern) => {
    const paths = ['a.factor', 'minute/ab.factor', 'minute/xaxbx.factor', 'minute/b.factor', 'minute/deep/er/ab.factor', 'minute/a+b(c).factor', 'trade/m.model'];
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    expect(paths.filter((path) => matchesPattern(pattern, path)).sort()).toEqual(openProjectReader(folder).list(pattern));
  });
});
