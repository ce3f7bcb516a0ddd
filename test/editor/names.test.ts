/** Definition, references and rename, on small texts and on every name of the project's own files. */
import { describe, expect, test } from 'vitest';
import { siteOf } from '../../src/dsl/resolution/meaning.ts';
import { applyEdits } from '../../src/editor/apply-edits.ts';
import type { RenameOutcome } from '../../src/editor/index.ts';
import { inFactor, inModel, open } from './cursor.ts';
import { editorOf, REAL_FILES, type Editor } from './real-project.ts';

/** Texts at the places that a question answers with, each with its line. */
function definition(marked: string): readonly string[] {
  const { editor, path, offset } = open(marked);
  return editor.language.definition(path, offset).map((place) => `${place.path} ${(editor.workspace.text(place.path) ?? '').slice(place.span.start, place.span.end)}`);
}

function references(marked: string): number {
  const { editor, path, offset } = open(marked);
  return editor.language.references(path, offset).length;
}

function rename(marked: string, name: string): string {
  const { editor, path, text, offset } = open(marked);
  const outcome = editor.language.rename(path, offset, name);
  return 'problem' in outcome ? outcome.problem : applyEdits(text, outcome.edits.get(path) ?? []);
}

function renameAll(editor: Editor, outcome: RenameOutcome): void {
  if ('problem' in outcome) throw new Error(outcome.problem);
  for (const [path, edits] of outcome.edits) editor.workspace.change(path, applyEdits(editor.workspace.text(path) ?? '', edits));
}

describe('definition', () => {
  test('a let, a parameter, a def of another file, a factor of a set, a layer', () => {
    expect(definition(inFactor('let x = ret\n  value mean(|x)'))).toEqual(['factors/main.factor x']);
    expect(definition('def f(n = 1) = mean(ret) * |n')).toEqual(['factors/main.factor n']);
    expect(definition('def f(n = 1) = mean(ret) * n\n' + inFactor('value f(|n=2)'))).toEqual(['factors/main.factor n']);
    expect(definition(`use "lib/orders.factor"\n${inFactor('value |big_threshold()', 'trade')}`)).toEqual(['factors/lib/orders.factor big_threshold']);
    expect(definition('use "minute/late_skew_ret.factor"\nset s { late_skew|_ret }')).toEqual(['factors/minute/late_skew_ret.factor late_skew_ret']);
    expect(definition(inModel('layer s = dense(units=1)\n  output p = s|(h)'))).toEqual(['factors/main.factor s']);
  });

  test('a `use` opens the file, a pattern all that it matches', () => {
    expect(definition(`use "lib/ord|ers.factor"\n${inFactor('value mean(ret)')}`)).toEqual(['factors/lib/orders.factor ']);
    expect(definition('set s { "order/*.fac|tor" }')).toHaveLength(4);
  });

  test('columns and operators are declared nowhere', () => {
    expect(definition(inFactor('value me|an(ret)'))).toEqual([]);
    expect(definition(inFactor('value mean(re|t)'))).toEqual([]);
  });
});

describe('references', () => {
  test('a let is that of its factor alone', () => {
    const other = inFactor('let x = close\n  value mean(x / prev(x))').replace('factor f', 'factor g');
    expect(references(inFactor('let |x = ret\n  value mean(x) + std(x)') + other)).toBe(3);
  });

  test('a def is found in all files, and a parameter where it is named in calls', () => {
    expect(references(`use "lib/orders.factor"\n${inFactor('value |big_threshold()', 'trade')}`)).toBeGreaterThan(3);
    expect(references('def f(|n = 1) = mean(ret) * n\n' + inFactor('value f(n=2)'))).toBe(3);
  });
});

describe('rename', () => {
  test('names may be Chinese', () => {
    expect(rename(inFactor('let |x = ret\n  value mean(x)'), '收益')).toBe(inFactor('let 收益 = ret\n  value mean(收益)'));
  });

  test('it says in one sentence why it is refused', () => {
    expect(rename(inFactor('let |x = ret\n  value mean(x)'), 'not')).toBe('`not` is a reserved word');
    expect(rename(inFactor('let |x = ret\n  value mean(x)'), '2x')).toContain('is no name');
    expect(rename(inFactor('let |x = ret\n  value mean(x)'), 'a b')).toContain('is no name');
    expect(rename(inFactor('let |x = ret\n  value mean(x)'), 'close')).toBe('`close` is a column of minute, which a let of that name would hide');
    expect(rename(inFactor('let |x = ret\n  let y = x\n  value mean(x) + mean(y)'), 'y')).toContain('`y`');
    expect(rename(inFactor('value me|an(ret)'), 'average')).toBe('`mean` is an operator of the language and cannot be renamed');
    expect(rename(inFactor('value mean(r|et)'), 'x')).toContain('is a column of minute');
    expect(rename('def |f() = mean(ret)\n' + inFactor('value f()'), 'mean')).toContain('operator');
    expect(rename(`use "lib/orders.factor"\ndef |f() = mean(amount)\n${inFactor('value f() / mean_size()', 'trade')}`, 'mean_size')).toContain('mean_size');
  });

  test('a name that would be captured is refused', () => {
    expect(rename(inFactor('let |x = side\n  value count(x == buy) / count(volume)', 'trade'), 'buy')).toContain('`buy`');
    expect(rename('def f(|n = 1, m = 2) = mean(ret) * n * m\n' + inFactor('value f()'), 'm')).toContain('`m`');
  });
});

describe('the own files', () => {
  const { workspace, language } = editorOf(REAL_FILES);
  const names = Object.keys(REAL_FILES).flatMap((path) => workspace.names(path).map((place) => ({ path, place })));

  test('every name stands for something', () => {
    expect(names.length).toBeGreaterThan(500);
    expect(names.filter(({ place }) => place.meaning.kind === 'unknown').map(({ path, place }) => `${path} ${place.text}`)).toEqual([]);
  });

  test('the definition of a name is among its references, which all have that definition', () => {
    for (const { path, place } of names) {
      const [site] = language.definition(path, place.span.start + 1);
      if (site === undefined || place.meaning.kind === 'files') continue;
      const uses = language.references(path, place.span.start + 1);
      expect(uses).toContainEqual(site);
      expect(uses).toContainEqual({ path, span: place.span });
    }
  });

  test('renamed there and back, every declaration leaves the files as they were and without findings in between', { timeout: 120_000 }, () => {
    const sites = new Map(names.flatMap(({ path, place }) => (place.isDeclaration && siteOf(place.meaning) !== null ? [[`${path} ${String(place.span.start)}`, { path, place }] as const] : [])));
    const chosen = [...sites.values()].filter((_, i) => process.env.FULLBAND_TEST === 'full' || i % 4 === 0);
    expect(chosen.length).toBeGreaterThan(20);
    const editor = editorOf(REAL_FILES);
    for (const { path, place } of chosen) {
      renameAll(editor, editor.language.rename(path, place.span.start, `${place.text}_改名`));
      for (const each of Object.keys(REAL_FILES)) expect(editor.language.findings(each)).toEqual([]);
      const moved = editor.workspace.names(path).find((each) => each.isDeclaration && each.text === `${place.text}_改名`);
      renameAll(editor, editor.language.rename(path, moved?.span.start ?? 0, place.text));
      for (const [each, text] of Object.entries(REAL_FILES)) expect(editor.workspace.text(each)).toBe(text);
    }
  });
});
