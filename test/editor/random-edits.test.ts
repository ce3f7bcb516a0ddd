/** Whatever is typed, no question throws, the findings are those of a fresh check, and what is offered means something. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { applyEdits } from '../../src/editor/apply-edits.ts';
import { RANK } from '../../src/editor/completion/candidate.ts';
import type { SourceLanguage, Workspace } from '../../src/editor/index.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { editorOf, REAL_FILES } from './real-project.ts';

const IS_FULL = process.env.FULLBAND_TEST === 'full';
const EDITS = IS_FULL ? 1000 : 80;

const PATHS = Object.keys(REAL_FILES);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Pieces of other files, words and signs. */
const piece = fc.oneof(
  fc.tuple(fc.constantFrom(...PATHS), share, fc.integer({ min: 1, max: 40 })).map(([path, at, length]) => {
    const text = REAL_FILES[path] ?? '';
    return text.slice(Math.floor(at * text.length), Math.floor(at * text.length) + length);
  }),
  fc.constantFrom('(', ')', '{', '}', '[', ',', '=', '==', '"', '#', '///', '.', '..', ' ', '\n', 'let x = ', 'value ', 'factor f {', 'model m {', 'use "', 'set s { ', 'def f(a, b = 1) = ', 'window=', 'by=', '中文', '\ud83d', '09:3', '1e', 'train {', '/*'),
);

interface Edit {
  readonly path: string;
  readonly at: number;
  readonly removed: number;
  readonly text: string;
  readonly asked: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({ path: fc.constantFrom(...PATHS), at: share, removed: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })), text: fc.oneof(fc.constant(''), piece), asked: share });

/** Asks everything there is to ask at a place. */
function askEverything(language: SourceLanguage, path: string, offset: number, length: number): void {
  const spans = [
    ...language.completions(path, offset).map(({ span }) => span),
    language.hover(path, offset)?.span ?? { start: 0, end: 0 },
    ...language.symbols(path).map(({ span }) => span),
    ...language.tokens(path).map(({ span }) => span),
    ...language.folds(path).map(({ span }) => span),
    ...language.fixes(path, { start: offset, end: offset }).flatMap(({ fix }) => fix.edits.map(({ span }) => span)),
    ...language.hints(path, { start: 0, end: length }).map((hint) => ({ start: hint.offset, end: hint.offset })),
    ...language.lenses(path).map(({ span }) => span),
  ];
  language.signature(path, offset);
  language.definition(path, offset);
  language.references(path, offset);
  language.renameable(path, offset);
  language.format(path);
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(length);
  }
}

function expectFreshFindings(workspace: Workspace, language: SourceLanguage, paths: Iterable<string>): void {
  const files = Object.fromEntries(PATHS.map((path) => [path, workspace.text(path) ?? '']));
  for (const path of paths) {
    const fresh = checkProject(loadProject([path], memoryReader(files))).findings.filter((found) => found.path === path);
    expect(language.findings(path)).toEqual(fresh);
  }
}

test(`${String(EDITS)} random edits, one after the other, leave every question an answer and the findings right`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 10, maxLength: 10 }), (edits) => {
      const { workspace, language } = editorOf(REAL_FILES);
      for (const { path, at, removed, text, asked } of edits) {
        const before = workspace.text(path) ?? '';
        const start = Math.floor(at * before.length);
        const now = before.slice(0, start) + text + before.slice(start + removed);
        workspace.change(path, now);
        askEverything(language, path, Math.min(now.length, start + text.length), now.length);
        askEverything(language, path, Math.floor(asked * (now.length + 1)), now.length);
        const affected = workspace.affectedBy(path);
        expectFreshFindings(workspace, language, affected.slice(0, 3));
      }
      expectFreshFindings(workspace, language, PATHS);
    }),
    { numRuns: EDITS / 10, seed: 20230801 },
  );
});

test('renames at random places of edited files are refused or leave no new findings', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(edit, fc.constantFrom('x', '新名', 'close', 'mean', 'threshold', 'value', 'y', 'not'), ({ path, at, removed, text, asked }, name) => {
      const { workspace, language } = editorOf(REAL_FILES);
      const before = REAL_FILES[path] ?? '';
      const start = Math.floor(at * before.length);
      const now = before.slice(0, start) + text + before.slice(start + removed);
      workspace.change(path, now);
      const count = language.findings(path).length;
      const outcome = language.rename(path, Math.floor(asked * now.length), name);
      if ('problem' in outcome) {
        expect(outcome.problem).toMatch(/^[^\n]+$/);
        return;
      }
      for (const [each, edits] of outcome.edits) workspace.change(each, applyEdits(workspace.text(each) ?? '', edits));
      expect(language.findings(path).length).toBeLessThanOrEqual(count);
    }),
    { numRuns: IS_FULL ? 400 : 30, seed: 20230801 },
  );
});

/** Codes of unknown names, of types and of units. */
const WRONG = /^FB(?:25|3|4|6)/;
/** Kinds of completions that are whole by themselves. */
const WORDS: ReadonlySet<string> = new Set(['column', 'let', 'parameter', 'enum', 'window', 'key', 'value']);

test('at the places of the own files completion offers nothing that the checker complains about', { timeout: 600_000 }, () => {
  const { workspace, language } = editorOf(REAL_FILES);
  let tried = 0;
  const step = IS_FULL ? 1 : 29;
  for (const [number, path] of PATHS.entries()) {
    const text = REAL_FILES[path] ?? '';
    for (let offset = number % step; offset <= text.length; offset += step) language.completions(path, offset);
    const ends = workspace.names(path).map(({ span }) => span.end);
    for (const offset of ends.filter((_, i) => IS_FULL || i % 5 === number % 5)) {
      const offered = language.completions(path, offset).filter(({ isSnippet, rank, kind, span }) => !isSnippet && rank < RANK.misfit && span.end === offset && WORDS.has(kind));
      for (const { span, text: word } of offered.filter((_, i) => IS_FULL || i % 3 === offset % 3)) {
        tried++;
        workspace.change(path, applyEdits(text, [{ span, text: word }]));
        const wrong = language.findings(path).filter(({ code, severity }) => severity === 'error' && WRONG.test(code));
        expect(wrong.map(({ message }) => `${path}:${String(offset)} ${word}: ${message}`)).toEqual([]);
      }
      workspace.change(path, text);
    }
  }
  expect(tried).toBeGreaterThan(50);
});
