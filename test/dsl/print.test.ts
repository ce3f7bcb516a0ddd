import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dsl/parse.ts';
import { format } from '../../src/dsl/print.ts';
import { tokenize } from '../../src/dsl/parsing/lexer.ts';
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
      const gap = stream.next();
      if (gap.done !== true) text += gap.value + image;
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

describe('the layout', () => {
  test('is this one', () => {
    expect(
      formatted(`# header
/// not documentation

/// 文档 · docs
factor down_single_amt_perc { from minute direction 1
  known 9:30 let falling=ret<0 # trailing


  # before the value
  value (sum(amount,where=falling)/(sum(items)))^-1*-(a+b)   }
set s {}
use "a.factor"
use "b.factor"
def one()=1
def two(n=1,m)=one()-(n-m)

model m { loss -corr(p,y) train { batch 5000 split 80% } }
# end`),
    ).toBe(`# header
/// not documentation

/// 文档 · docs
factor down_single_amt_perc {
  from minute
  direction +1
  known 09:30
  let falling = ret < 0  # trailing

  # before the value
  value (sum(amount, where=falling) / sum(items))^-1 * -(a + b)
}

set s {}

use "a.factor"
use "b.factor"

def one() = 1
def two(n = 1, m) = one() - (n - m)

model m {
  loss -corr(p, y)
  train {
    batch 5000
    split 80%
  }
}
# end
`);
  });

  test('breaks what is longer than 100 characters at its outermost operators and brackets', () => {
    expect(
      formatted(`def long() = sum(amount, where=side == buy and buys > big_threshold(3)) / sum(amount) + mean(volume, window=09:30..10:00)
def call() = corr(sum(amount, where=side == buy, by=minute), sum(amount, where=side == sell, by=minute), window=session)`),
    ).toBe(`def long() = sum(amount, where=side == buy and buys > big_threshold(3)) / sum(amount)
  + mean(volume, window=09:30..10:00)

def call() = corr(
  sum(amount, where=side == buy, by=minute),
  sum(amount, where=side == sell, by=minute),
  window=session
)
`);
  });

  test('fills the lines of a long set', () => {
    const members = Array.from({ length: 12 }, (_, i) => `a_rather_long_name_${String(i)}`);
    const lines = formatted(`set s { ${members.join(', ')} }`)?.split('\n') ?? [];
    expect(lines[0]).toBe('set s {');
    expect(lines.slice(-2)).toEqual(['}', '']);
    const inner = lines.slice(1, -2);
    expect(inner).toHaveLength(3);
    for (const line of inner) expect(line.length).toBeLessThanOrEqual(100);
    expect(inner[0]).toHaveLength(89);
  });

  test.each([
    ['(a + b) + c', 'a + b + c'],
    ['a + (b + c)', 'a + (b + c)'],
    ['(a * b) + c', 'a * b + c'],
    ['a * (b + c)', 'a * (b + c)'],
    ['((x))', 'x'],
    ['(-x)^2', '(-x)^2'],
    ['-(x^2)', '-x^2'],
    ['x^(-1)', 'x^-1'],
    ['(x^y)^z', '(x^y)^z'],
    ['x^(y^z)', 'x^y^z'],
    ['(not a) and (b or c)', 'not a and (b or c)'],
    ['not (a == b)', 'not a == b'],
    ['(not a) == b', '(not a) == b'],
    ['(a < b) == c', '(a < b) == c'],
    ['a - -b', 'a - -b'],
    ['-(-b)', '--b'],
    ['(a), [ (b) , c, ]', null],
  ])('%s is written %s', (text, expected) => {
    expect(formatted(`def f() = ${text}`)).toBe(expected === null ? null : `def f() = ${expected}\n`);
  });

  test('numbers are written as they were', () => {
    expect(formatted('def f() = 0.50 + 1e-04 + 30% + 007')).toBe('def f() = 0.50 + 1e-04 + 30% + 007\n');
  });

  test('comments stay with what they stand at', () => {
    expect(
      formatted(`factor f { # on the brace
  from minute
  value corr(volume, # first
    # second
    items # last
    ) # value
  # dangling
} # end of f
def g() = a # left
  + b # right
set s { a, # one
  b,
  # two
  c }`),
    ).toBe(`factor f {
  # on the brace
  from minute
  value corr(
    volume,  # first
    # second
    items  # last
  )  # value
  # dangling
}  # end of f

def g() = a  # left
  + b  # right

set s {
  a,  # one
  b,
  # two
  c
}
`);
  });

  test('a /// comment that documents nothing does not begin to', () => {
    const text = 'factor f {\n}\n/// of nothing\n\n/// of g\nfactor g {}\n';
    expect(formatted(text)).toBe('factor f {}\n\n/// of nothing\n\n/// of g\nfactor g {}\n');
    expect(formatted('def f() = (a\n/// inside\n)\nfactor g {}')).toBe('def f() = a\n\n/// inside\n\nfactor g {}\n');
  });

  test('lines end with \\n, whatever they ended with', () => {
    expect(formatted('\ufeff# a\r\n\r\n\r\nfactor f {\r\n  from minute\r\n\r\n  value x\r\n}\r\n')).toBe('# a\n\nfactor f {\n  from minute\n\n  value x\n}\n');
  });

  test.each(['\n', '\r\n', '\r'])('empty lines are those of the source, with lines that end with %j', (end) => {
    const text = '/// of f\nfactor f {\n  from minute\n  direction +1  # up\n\n  # the value\n  value x\n}\n';
    expect(formatted(text.replaceAll('\n', end))).toBe(text);
  });

  test.each([
    ['CNY / share', 'CNY/share'],
    ['CNY * share^2 / (CNY * share)', 'CNY*share^2/(CNY*share)'],
    ['1 / share', '1/share'],
  ])('the unit %s is written %s', (unit, expected) => {
    expect(formatted(`factor f { unit ${unit} value a / b }`)).toBe(`factor f {\n  unit ${expected}\n  value a / b\n}\n`);
  });

  test('words in a unit, which has none, do not run together', () => {
    expect(formatted('factor f { unit CNY and not -share + 1 value a }')).toBe('factor f {\n  unit CNY and not -share + 1\n  value a\n}\n');
  });

  test('a file with a syntax error is not formatted', () => {
    expect(formatted('factor f { value a && b }')).toBeNull();
    expect(formatted('factor f { value a')).toBeNull();
    expect(formatted('')).toBeNull();
  });
});
