/** Real files with words and characters taken out, put in and swapped: they are read, checked and formatted without an accident. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { parse } from '../../src/dsl/parse.ts';
import { tokenize } from '../../src/dsl/parsing/lexer.ts';
import { format } from '../../src/dsl/print.ts';
import { stripAnnotations } from '../language/harness/annotations.ts';
import { ROOT } from '../support/sources.ts';
import { bare } from './bare.ts';
import { memoryReader } from './memory-reader.ts';

const RUNS = process.env.FULLBAND_TEST === 'full' ? 60_000 : 800;

/** Texts of the project's own factors and of the language files without mistakes. */
const TEXTS = ['factors', 'docs/examples', 'test/language/correct', 'test/language/examples', 'test/language/form'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:factor|model)$/.test(path))
    .sort()
    .map((path) => stripAnnotations(readFileSync(join(ROOT, folder, path), 'utf8'))),
);

const WORDS = [
  ...['factor', 'def', 'set', 'use', 'model', 'from', 'direction', 'unit', 'known', 'let', 'value', 'train', 'and', 'or', 'not', 'missing', 'true'],
  ...['{', '}', '(', ')', '[', ']', ',', '.', '..', '=', '==', '<', '+', '-', '*', '/', '^', '1', '30%', '09:30', '5d', '"a.factor"', 'ret', '成交量', 'mean(', 'by=buy_id'],
  ...['# a comment\n', '/// a doc\n', '\n# between\n', '\n\n', '\n/// 说明\n', '/* foreign */', '// foreign\n', '＃ full width\n'],
];

const CHARACTERS = [...Array.from('(){}[],.=<>!+-*/^%#"\'&|;:_09aé中，。“＝\t\r\n \u00a0\u200b\u2028\u0301\ufeff\0\u0085'), '\r\n', '\ud83d', '\u{20000}', '/*', '*/'];

type Mutation = (text: string) => string;

/** Offsets at which the words and signs of a text begin and end. */
function wordsOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const { tokens, comments } = tokenize(text);
  return [...tokens, ...comments].map(({ startOffset, image }) => ({ start: startOffset, end: startOffset + image.length })).sort((a, b) => a.start - b.start);
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const ofWords: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom('remove', 'insert', 'swap', 'double'), place, fc.constantFrom(...WORDS)).map(([kind, at, word]) => (text) => {
  const words = wordsOf(text);
  const index = Math.floor(at * words.length);
  const chosen = words[index];
  const next = words[index + 1];
  if (chosen === undefined) return text + word;
  const image = text.slice(chosen.start, chosen.end);
  if (kind === 'remove') return text.slice(0, chosen.start) + text.slice(chosen.end);
  if (kind === 'double') return `${text.slice(0, chosen.end)} ${image}${text.slice(chosen.end)}`;
  if (kind === 'insert' || next === undefined) return `${text.slice(0, chosen.start)}${word} ${text.slice(chosen.start)}`;
  return text.slice(0, chosen.start) + text.slice(next.start, next.end) + text.slice(chosen.end, next.start) + image + text.slice(next.end);
});

const ofCharacters: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom('remove', 'insert', 'swap'), place, fc.constantFrom(...CHARACTERS)).map(([kind, at, character]) => (text) => {
  const i = Math.floor(at * text.length);
  if (kind === 'remove') return text.slice(0, i) + text.slice(i + 1);
  if (kind === 'insert') return text.slice(0, i) + character + text.slice(i);
  return text.slice(0, i) + text.slice(i, i + 2).split('').reverse().join('') + text.slice(i + 2);
});

/** Comments and empty lines wherever they may stand: what is left stays without mistakes. */
const ofComments: fc.Arbitrary<Mutation> = fc.tuple(place, fc.constantFrom('# one\n', '/// two\n', '\n# three\n', '\n\n', '\n', '#\n', '////\n')).map(([at, comment]) => (text) => {
  const words = wordsOf(text);
  const start = words[Math.floor(at * words.length)]?.start ?? text.length;
  return text.slice(0, start) + comment + text.slice(start);
});

const lineEnds = fc.constantFrom('\n', '\r\n', '\r');

const mutated = fc
  .tuple(fc.constantFrom(...TEXTS), fc.oneof(fc.array(ofComments, { minLength: 1, maxLength: 6 }), fc.array(fc.oneof(ofWords, ofCharacters, ofComments), { minLength: 1, maxLength: 5 })), lineEnds)
  .map(([text, mutations, lineEnd]) => mutations.reduce((broken, mutation) => mutation(broken), text).replaceAll('\n', lineEnd));

/** What the comments and documentation of a text say, sorted: a comment within the head of an item moves before its documentation. */
function commentsOf(text: string): readonly string[] {
  return tokenize(text).comments.map(({ image }) => image.replace(/^\/\/\/ ?(?!\/)/, '/// ').trimEnd()).sort();
}

const options = { numRuns: RUNS, seed: 20230801 };

test(`a mutated file is read and checked, and every finding lies in it, ${RUNS} times`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const { findings } = checkProject(loadProject(['main.factor'], memoryReader({ 'main.factor': text })));
      for (const { span, fix, message, hint } of findings) {
        for (const each of [span, ...(fix?.edits.map((edit) => edit.span) ?? [])]) {
          expect(each.start).toBeGreaterThanOrEqual(0);
          expect(each.end).toBeGreaterThanOrEqual(each.start);
          expect(each.end).toBeLessThanOrEqual(text.length);
        }
        expect(message).not.toMatch(/[\r\n\0]|undefined|NaN|\[object/);
        expect(hint).not.toBe('');
        expect(hint).not.toBeNull();
      }
    }),
    options,
  );
});

test(`a mutated file without errors of form is formatted once and for all, with its comments, ${RUNS} times`, { timeout: 600_000 }, () => {
  let formatted = 0;
  fc.assert(
    fc.property(mutated, (text) => {
      const { tree, findings } = parse(text, 'main.factor');
      const once = format(tree);
      expect(once === null).toBe(findings.some(({ severity }) => severity === 'error'));
      if (once === null) return;
      formatted++;
      const again = parse(once, 'main.factor');
      expect(again.findings).toEqual([]);
      expect(bare(again.tree)).toEqual(bare(tree));
      expect(format(again.tree)).toBe(once);
      expect(commentsOf(once)).toEqual(commentsOf(text));
      expect(once).toMatch(/^(?!\n)[^\r]*[^\s]\n$/);
    }),
    options,
  );
  expect(formatted).toBeGreaterThan(RUNS / 4);
});
