import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/dsl/nearest.ts';

const keywords = ['factor', 'model', 'set', 'def', 'use'];

describe('nearest', () => {
  test.each([
    ['facter', 'factor'],
    ['fcator', 'factor'],
    ['factr', 'factor'],
    ['factors', 'factor'],
    ['FACTOR', 'factor'],
    ['modle', 'model'],
    ['deff', 'def'],
    ['usee', 'use'],
  ])('%s is close to %s', (word, expected) => {
    expect(nearest(word, keywords)).toBe(expected);
  });

  test('a swap of two neighbours counts as one edit', () => {
    expect(nearest('tes', ['set'])).toBeNull();
    expect(nearest('ste', ['set'])).toBe('set');
  });

  test('words with nothing in common are close to nothing', () => {
    expect(nearest('portfolio', keywords)).toBeNull();
    expect(nearest('x', ['y'])).toBeNull();
    expect(nearest('ab', ['cd'])).toBeNull();
    expect(nearest('', keywords)).toBeNull();
    expect(nearest('factor', [])).toBeNull();
  });

  test('the closer of two is chosen, and the first of two that are equally close', () => {
    expect(nearest('volum', ['volumes', 'volume'])).toBe('volume');
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });

  test('a word that differs only in case comes before any edit', () => {
    expect(nearest('Ret', ['rat', 'ret'])).toBe('ret');
  });

  test('full-width letters count as the letters they stand for', () => {
    expect(nearest('ｃｌｏｓｅ', ['open', 'close'])).toBe('close');
  });

  test('Chinese names are compared by character', () => {
    expect(nearest('成交两', ['成交额', '成交量', '换手率'])).toBe('成交额');
    expect(nearest('成交量比', ['成交量'])).toBe('成交量');
  });

  test('one dropped letter of a long word is always found again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{5,20}$/), fc.nat(), (word, seed) => {
        const at = seed % word.length;
        expect(nearest(word.slice(0, at) + word.slice(at + 1), [word])).toBe(word);
      }),
    );
  });
});
