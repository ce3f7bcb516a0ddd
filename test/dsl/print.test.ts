import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dsl/parse.ts';
import { format } from '../../src/dsl/print.ts';
import { tokenize } from '../../src/dsl/tokens.ts';
import { trees } from './arbitrary-trees.ts';
import { bare } from './bare.ts';

const numRuns = process.env['FULLBAND_TEST'] === 'full' ? 20_000 : 300;

function formatted(text: string): string | null {
  return format(parse(text, 'a.factor').tree);
}

describe('the formatter on random trees', () => {
  test('what it prints parses to the same tree, without a finding', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const text = format(tree);
        const parsed = parse(text ?? '', tree.path);
        expect(parsed.findings).toEqual([]);
        expect(bare(parsed.tree)).toEqual(bare(tree));
      }),
      { numRuns },
    );
  });

  test('formatting twice is formatting once', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const once = format(tree) ?? '';
        expect(formatted(once)).toBe(once);
      }),
      { numRuns },
    );
  });
});

describe('the formatter on random comments and line breaks', () => {
  /** What stands between two tokens: anything, as line breaks never matter. */
  const gaps = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(' ', '\n', '  ', '\n\n', '\r\n', '\t') },
    { weight: 2, arbitrary: fc.constantFrom(' # c1\n', '\n# c2\n', '\n\n# c3\n\n', ' #\r\n# c4\n', '\n/// c5\n', '\n/// c6\n\n', ' /// c7\n', '\n/// c8\n/// c9\n') },
  );
  /** Operands that can stand in parentheses wherever they stand; the formatter drops those, but no comment in them. */
  const wrapped = new Set(['true', 'false', 'missing']);
  const decorated = fc.tuple(trees, fc.infiniteStream(gaps)).map(([tree, stream]) => {
    let text = '';
    const add = (image: string): void => {
      text += stream.next().value + image;
    };
    for (const { image } of tokenize(format(tree) ?? '').tokens) {
      for (const part of wrapped.has(image) ? ['(', '(', image, ')', ')'] : [image]) add(part);
    }
    add('');
    return text;
  });

  test('every comment is kept, in order, and the tree stays the same', () => {
    fc.assert(
      fc.property(decorated, (text) => {
        const { tree, findings } = parse(text, 'a.factor');
        expect(findings).toEqual([]);
        expect(bare(parse(format(tree) ?? '', 'a.factor').tree)).toEqual(bare(tree));
      }),
      { numRuns },
    );
  });

  test('formatting twice is formatting once', () => {
    fc.assert(
      fc.property(decorated, (text) => {
        const once = formatted(text) ?? '';
        expect(formatted(once)).toBe(once);
      }),
      { numRuns },
    );
  });
});
