import { describe, expect, test } from 'vitest';
import { annotate, stripAnnotations } from './annotations.ts';
import { codesWritten, messageCodes } from './codes.ts';
import { edited, remains } from './fixes.ts';
import { finding, type Finding, type Fix } from '../../../src/dsl/finding.ts';

const unknown = { code: 'FB250', severity: 'error', message: 'unknown', hint: null } as const;

/** A finding on the first place of a text where `part` stands. */
function on(text: string, part: string, hint: string | null = null, fix: Fix | null = null): Finding {
  const start = text.indexOf(part);
  return finding('a.factor', { start, end: start + part.length }, { ...unknown, hint }, fix);
}

function at(start: number, end: number): Finding {
  return finding('a.factor', { start, end }, unknown);
}

describe('comments that state findings', () => {
  test('stand under the line with carets under the marked text, hint and fix below', () => {
    const text = 'factor f {\n  value volum\n}\n';
    const fix = { title: 'write volume', edits: [] };
    expect(annotate(text, [on(text, 'volum', 'did you mean volume?', fix)])).toBe(
      ['factor f {', '  value volum', '#       ^^^^^ FB250 error: unknown', '#       hint: did you mean volume?', '#       fix: write volume', '}', ''].join('\n'),
    );
  });

  test('count a Chinese character as two columns', () => {
    const text = '  let 成交量 = 价格\n';
    expect(annotate(text, [on(text, '价格'), on(text, '成交量')])).toBe('  let 成交量 = 价格\n#     ^^^^^^ FB250 error: unknown\n#              ^^^^ FB250 error: unknown\n');
  });

  test('begin with a `#` that is the first mark of what begins in the first column', () => {
    expect(annotate('use "a"\n', [at(0, 7)])).toBe('use "a"\n#^^^^^^ FB250 error: unknown\n');
  });

  test.each([
    ['one character in the first column', '}\n', at(0, 1), ' at 1-2'],
    ['something in the second column', ' ab\n', at(1, 3), ' at 2-4'],
    ['something behind a tab', '\t\tab\n', at(2, 4), ' at 3-5'],
    ['a place between two characters', '  ab\n', at(3, 3), ' at 4'],
    ['the end of the file', '  ab\n', at(5, 5), ' at end'],
  ])('count columns for %s', (_, text, found, marks) => {
    expect(annotate(text, [found])).toBe(`${text}#${marks} FB250 error: unknown\n`.replace('\n\n', '\n'));
  });

  test('say how many lines further down a long span ends', () => {
    expect(annotate('  sum(\n    x)\n', [at(2, 13)])).toBe('  sum(\n# ^^^^+1:7 FB250 error: unknown\n    x)\n');
  });

  test('several findings of a line stand in the order of their places', () => {
    const text = '  value aa + bb\n';
    expect(annotate(text, [on(text, 'bb'), on(text, 'aa')]).split('\n').slice(1, 3)).toEqual(['#       ^^ FB250 error: unknown', '#            ^^ FB250 error: unknown']);
  });

  test('are taken away before a file is checked, other comments are not', () => {
    const text = '# hint: of a reader\n# ^^^ are carets\n  value x # hint: none\n}\n';
    expect(stripAnnotations(text)).toBe(text);
    const cases = [on(text, 'x', 'a hint', { title: 'a fix', edits: [] }), on(text, '}'), at(0, 3), at(2, 30), at(text.length, text.length)];
    expect(stripAnnotations(annotate(text, cases))).toBe(text);
  });
});

describe('a wrong expectation fails', () => {
  const text = '  value volum\n';
  const right = annotate(text, [on(text, 'volum')]);

  test.each([
    ['that lacks a finding', text],
    ['with a finding too many', annotate(text, [on(text, 'volum'), on(text, 'value')])],
    ['with another place', annotate(text, [on(text, 'volu')])],
    ['with another code', right.replace('FB250', 'FB251')],
    ['with another severity', right.replace('error', 'warning')],
    ['with another message', right.replace('unknown', 'known')],
    ['with a hint too many', right.replace('unknown', 'unknown\n#       hint: none')],
  ])('%s', (_, written) => {
    const exact = annotate(stripAnnotations(written), [on(text, 'volum')]);
    expect(exact).toBe(right);
    expect(exact).not.toBe(written);
  });
});

describe('fixes', () => {
  test('edits are applied from the end, so that places stay right', () => {
    const edits = [{ span: { start: 0, end: 1 }, text: 'xyz' }, { span: { start: 2, end: 3 }, text: '' }, { span: { start: 3, end: 3 }, text: '!' }];
    expect(edited('a b', edits)).toBe('xyz !');
  });

  test('one that leaves its finding there, or makes the text unreadable, is refused', () => {
    const found = at(0, 1);
    const syntactic = finding('a.factor', found.span, { ...unknown, code: 'FB150' });
    expect(remains(found, [found], [])).toEqual([]);
    expect(remains(found, [found, found], [found])).toEqual([]);
    expect(remains(found, [found], [found])).toEqual(['FB250 is still found']);
    expect(remains(found, [found], [syntactic])).toEqual(['more of FB150']);
  });
});

test('every code that the messages write is read out of them', () => {
  expect(messageCodes().map(({ code }) => code).sort()).toEqual([...new Set(codesWritten())].sort());
  expect(messageCodes().length).toBeGreaterThan(100);
});
