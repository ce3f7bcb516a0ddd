import { expect, test } from 'vitest';
import { patched } from './source-copy.ts';

test('a difference is applied where its lines stand, once', () => {
  expect(patched('a\nb\nc\n', ' a\n-b\n+d\n+e\n c\n')).toBe('a\nd\ne\nc\n');
  expect(() => patched('a\na\n', '-a\n+b\n')).toThrow('exactly once');
  expect(() => patched('a\n', '-c\n+b\n')).toThrow('exactly once');
});
