/** Findings, fixes, outline, colours, folds, layout, and what a keystroke costs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { parse } from '../../src/dsl/parse.ts';
import { format } from '../../src/dsl/print.ts';
import { applyEdits } from '../../src/editor/apply-edits.ts';
import { Workspace, type SymbolKind } from '../../src/editor/index.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { folderWith } from '../support/cli.ts';
import { inFactor, inModel, open } from './cursor.ts';
import { editorOf, REAL_FILES } from './real-project.ts';

const LIB = 'factors/lib/orders.factor';

describe('findings', () => {
  test('are those of a check of the file, also of what it uses', () => {
    const { editor, path, text } = open(`use "lib/orders.factor"\n${inFactor('let x = close + volume\n  value mean(ret)')}|`);
    const files = { ...REAL_FILES, [path]: text };
    const { findings } = checkProject(loadProject([path], memoryReader(files)));
    expect(editor.language.findings(path)).toEqual(findings.filter((found) => found.path === path));
    expect(findings.length).toBeGreaterThan(1);
  });

  test('an edit of a used file changes those of the files that use it', () => {
    const { workspace, language } = editorOf(REAL_FILES);
    const user = 'factors/trade/bigorder_ret2.factor';
    for (const path of workspace.openPaths) expect(language.findings(path)).toEqual([]);
    workspace.change(LIB, (REAL_FILES[LIB] ?? '').replaceAll('big_threshold', 'other_threshold'));
    expect(workspace.affectedBy(LIB)).toEqual(expect.arrayContaining([user, LIB, 'factors/huatai27.factor', 'models/hf_gru.model']));
    expect(workspace.affectedBy(LIB)).not.toContain('factors/minute/late_skew_ret.factor');
    expect(language.findings(user).length).toBeGreaterThan(0);
    workspace.close(LIB);
    expect(language.findings(user)).toEqual([]);
  });

  test('are affected by what the last check has read, which takes no other check', () => {
    const files: Record<string, string> = { 'a.factor': `use "lib.factor"\n${inFactor('value mean(ret)')}`, 'b.factor': inFactor('value mean(ret)'), 'lib.factor': '' };
    let isThere = true;
    const workspace = new Workspace({
      read: (path) => {
        if (!isThere) throw new Error('the disk is gone');
        return memoryReader(files).read(path);
      },
      list: () => [],
    });
    for (const path of ['a.factor', 'b.factor']) workspace.open(path, files[path] ?? '');
    // What nobody has checked may rest on anything.
    expect(workspace.affectedBy('lib.factor')).toEqual(['a.factor', 'b.factor']);
    for (const path of workspace.openPaths) workspace.checked(path);
    isThere = false;
    workspace.invalidate();
    expect(workspace.affectedBy('lib.factor')).toEqual(['a.factor']);
  });

  test('lists are asked for anew after `invalidate`, and of a reader that remembers them as well', () => {
    const folder = folderWith({ 'a.factor': 'set s { "b/*.factor" }\n', 'b/f.factor': '' });
    const workspace = new Workspace(openProjectReader(folder.path));
    expect(workspace.list('b/*.factor')).toEqual(['b/f.factor']);
    writeFileSync(join(folder.path, 'b/g.factor'), '');
    workspace.invalidate('b/g.factor');
    expect(workspace.list('b/*.factor')).toEqual(['b/f.factor', 'b/g.factor']);
    folder.remove();
  });

  test('files that come and go are seen after `invalidate`, unsaved ones at once', () => {
    const files: Record<string, string> = { 'a.factor': 'set s { "b/*.factor" }\n' };
    const reader = { read: (path: string) => memoryReader(files).read(path), list: (pattern: string) => memoryReader(files).list(pattern) };
    const workspace = new Workspace(reader);
    workspace.open('a.factor', files['a.factor'] ?? '');
    const count = (): number => workspace.checked('a.factor').result.findings.length;
    expect(count()).toBe(1);
    files['b/f.factor'] = inFactor('value mean(ret)');
    workspace.invalidate('b/f.factor');
    expect(count()).toBe(0);
    Reflect.deleteProperty(files, 'b/f.factor');
    workspace.invalidate();
    expect(count()).toBe(1);
    workspace.open('b/g.factor', inFactor('value mean(ret)'));
    expect(count()).toBe(0);
    expect(workspace.affectedBy('b/g.factor')).toEqual(['a.factor', 'b/g.factor']);
  });
});

test('a quick fix mends its finding, and all of its kind together', () => {
  const { editor, path, text } = open(`${inFactor('value mean(volum) / mean(volum) + mean(amoun)')}|`);
  const at = text.indexOf('volum');
  const fixes = editor.language.fixes(path, { start: at, end: at });
  expect(fixes.map(({ fix }) => fix.title)).toEqual(['write volume', 'mend all 3 of FB250']);
  expect(applyEdits(text, fixes[1]?.fix.edits ?? [])).toBe(inFactor('value mean(volume) / mean(volume) + mean(amount)'));
});

test('the outline has items, lets and the clauses of models', () => {
  const { editor, path } = open(`use "lib/orders.factor"\ndef g(x) = mean(x)\n/// 一 · one\n${inFactor('let a = ret\n  value g(a)')}|`);
  const outline = editor.language.symbols(path).map(({ name, kind, detail, children }): readonly [string, SymbolKind, string, readonly string[]] => [name, kind, detail, children.map((child) => child.name)]);
  expect(outline).toEqual([['lib/orders.factor', 'use', '', []], ['g', 'def', 'mean(x)', []], ['f', 'factor', '一 · one', ['a']]]);
  expect(editor.language.symbols('models/hf_gru.model').at(-1)?.children.map(({ kind }) => kind)).toEqual(['input', 'target', 'let', 'output']);
});

test('colours follow what names mean', () => {
  const { editor, path, text } = open(`use "lib/orders.factor"\n/// doc\n${inFactor('let late = sum(amount, by=buy_id, window=late) # c\n  value count(side == buy and late > big_threshold()) / 2', 'trade')}|`);
  const kinds = editor.language.tokens(path).map(({ span, kind }) => `${text.slice(span.start, span.end)} ${kind}`);
  for (const expected of ['use keyword', '/// doc documentation', 'factor keyword', 'f factor', 'from keyword', 'trade table', 'let keyword', 'late variable', 'late enumMember', 'by property', 'buy_id column', 'side column', 'buy enumMember', 'and keyword', 'big_threshold def', '# c comment', '2 number', '"lib/orders.factor" string', 'sum function']) expect(kinds).toContain(expected);
});

test('items, settings and comments of several lines fold', () => {
  const { editor, path, text } = open(`# one\n# two\n${inModel('train {\n    batch 5000\n  }')}|`);
  expect(editor.language.folds(path).map(({ span, kind }) => `${kind} ${text.slice(span.start, span.start + 5)}`)).toEqual(['comment # one', 'item model', 'item train']);
});

test('the layout is changed line by line, and not where the text cannot be read in whole', () => {
  const { editor, path, text } = open(`${inFactor('let   x=ret\n  value mean(x)')}|`);
  const edits = editor.language.format(path);
  expect(edits).toHaveLength(1);
  expect(applyEdits(text, edits ?? [])).toBe(inFactor('let x = ret\n  value mean(x)'));
  expect(open('factor f {|').editor.language.format('factors/main.factor')).toBeNull();
  for (const [file, real] of Object.entries(REAL_FILES)) {
    expect(editor.language.format(file)).toEqual([]);
    const squeezed = real.replaceAll(/\n+/g, '\n').replaceAll('  ', ' ');
    editor.workspace.change(file, squeezed);
    expect(applyEdits(squeezed, editor.language.format(file) ?? [])).toBe(format(parse(squeezed, file).tree));
  }
});

/** Sources of factors, all of them open. */
const FACTORS = Object.fromEntries(Object.entries(REAL_FILES).filter(([path]) => path.startsWith('factors/')));

/** Milliseconds of work, whatever else the machine does meanwhile. */
function work(of: () => void): number {
  const start = process.cpuUsage();
  of();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

test('a keystroke costs less than 50 ms with all factor files open', () => {
  const { workspace, language } = editorOf(FACTORS);
  for (const path of workspace.openPaths) language.findings(path);
  const medians = Object.entries(FACTORS).map(([path, text]) => {
    const at = text.lastIndexOf('}');
    const times = Array.from({ length: 9 }, (_, i) =>
      work(() => {
        workspace.change(path, `${text.slice(0, at)}${' x'.repeat(i % 3)}${text.slice(at)}`);
        for (const affected of workspace.affectedBy(path)) language.findings(affected);
      }),
    );
    workspace.change(path, text);
    return times.sort((a, b) => a - b)[4] ?? 0;
  });
  const slowest = Math.max(...medians);
  if (process.env.FULLBAND_TIMES === '1') console.log(`keystroke to findings: median of files ${medians.sort((a, b) => a - b)[medians.length >> 1]?.toFixed(1) ?? ''} ms, slowest file ${slowest.toFixed(1)} ms`);
  expect(slowest).toBeLessThan(50);
});
