import { describe, expect, test } from 'vitest';
import { lineBreakOf, withBreaks, withLineFeeds } from '../../../src/studio/page/line-breaks.ts';
import { freePath, isSharedPath } from '../../../src/studio/page/shared-path.ts';

describe('line breaks', () => {
  test('each counts as one character in the editor, and a file gets its own back', () => {
    const text = 'a\r\nb\r\n\r\nc';
    expect(withLineFeeds(text)).toBe('a\nb\n\nc');
    expect(withBreaks(withLineFeeds(text), lineBreakOf(text))).toBe(text);
  });

  test('a mixed file gets those of most of its lines', () => {
    expect(lineBreakOf('a\r\nb\r\nc\n')).toBe('\r\n');
    expect(lineBreakOf('a\r\nb\nc\n')).toBe('\n');
    expect(lineBreakOf('')).toBe('\n');
  });
});

describe('paths of shared texts', () => {
  test.each(['a.factor', 'minute/尾盘_1.factor', 'a/b-c/d.e.factor'])('%s may be shared', (path) => {
    expect(isSharedPath(path)).toBe(true);
  });

  test.each(['', '.factor', '../a.factor', 'a/../b.factor', './a.factor', '.git/a.factor', 'a/.b.factor', '/a.factor', 'a//b.factor', 'a.model', 'a b.factor', 'a\\b.factor'])('%j may not', (path) => {
    expect(isSharedPath(path)).toBe(false);
  });

  test('a path that is taken gets the next number', () => {
    const taken = new Set(['m/a.factor', 'm/a_2.factor']);
    expect(freePath('m/a.factor', (path) => !taken.has(path))).toBe('m/a_3.factor');
    expect(freePath('m/b.factor', (path) => !taken.has(path))).toBe('m/b.factor');
  });
});
