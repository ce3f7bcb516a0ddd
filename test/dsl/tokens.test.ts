import fc from 'fast-check';
import { Lexer } from 'chevrotain';
import { describe, expect, test } from 'vitest';
import { FailureRecorder } from '../../src/dsl/parsing/failure.ts';
import { parse } from '../../src/dsl/parse.ts';
import { FactorLanguageParser } from '../../src/dsl/parsing/parser.ts';
import { tokenize, VOCABULARY } from '../../src/dsl/parsing/lexer.ts';
import { factor, findingsOf, fixed } from './marked.ts';

/** Type and image of every token. */
function tokensOf(text: string): readonly string[] {
  return tokenize(text).tokens.map((token) => `${token.tokenType.name} ${token.image}`);
}

describe('the grammar itself', () => {
  test('the lexer passes all of Chevrotain’s checks and has a first-character table', () => {
    const lexer = new Lexer(VOCABULARY, { positionTracking: 'onlyOffset', ensureOptimizations: true });
    expect(lexer.lexerDefinitionErrors).toEqual([]);
  });

  test('the parser passes all of Chevrotain’s checks, which production skips: no ambiguity with one token of lookahead', () => {
    expect(() => new FactorLanguageParser(new FailureRecorder(), false)).not.toThrow();
  });
});

describe('words', () => {
  test('a keyword is only the whole word', () => {
    expect(tokensOf('from from1 fromx From')).toEqual(['From from', 'Identifier from1', 'Identifier fromx', 'Identifier From']);
    expect(tokensOf('true trueish not nothing')).toEqual(['True true', 'Identifier trueish', 'Not not', 'Identifier nothing']);
  });

  test('names may be Chinese, accented, beyond the basic plane, or begin with _', () => {
    expect(tokensOf('成交量 é_1 𝛼x _')).toEqual(['Identifier 成交量', 'Identifier é_1', 'Identifier 𝛼x', 'Identifier _']);
  });
});

describe('numbers, times and durations', () => {
  test.each([
    ['12', 'PlainNumber 12'],
    ['0.5', 'PlainNumber 0.5'],
    ['1e-4', 'PlainNumber 1e-4'],
    ['1.5E+3', 'PlainNumber 1.5E+3'],
    ['30%', 'PlainNumber 30%'],
    ['09:30', 'Time 09:30'],
    ['5d', 'Duration 5d'],
    ['6mo', 'Duration 6mo'],
    ['.5', 'MalformedNumber .5'],
    ['5.', 'MalformedNumber 5.'],
    ['12abc', 'MalformedNumber 12abc'],
    ['5天', 'MalformedNumber 5天'],
    ['1.5d', 'MalformedNumber 1.5d'],
    ['09:30:15', 'MalformedNumber 09:30:15'],
  ])('%s is one token', (text, token) => {
    expect(tokensOf(text)).toEqual([token]);
  });

  test('a range is two times and two dots', () => {
    expect(tokensOf('09:30..10:00')).toEqual(['Time 09:30', 'Dots ..', 'Time 10:00']);
  });

  test.each([
    ['.5', '0.5'],
    ['5.', '5'],
    ['1_000', '1000'],
    ['30％', '30%'],
    ['.5%', '0.5%'],
  ])('%s is a finding whose fix is %s', (found, expected) => {
    expect(findingsOf(factor(`value x * ${found}`))).toEqual([`FB117 ${found}`]);
    expect(fixed(factor(`value x * ${found}`))).toBe(factor(`value x * ${expected}`));
  });

  test('a number grown together with a name is a finding that proposes a product', () => {
    expect(findingsOf(factor('value 2x + 1'))).toEqual(['FB118 2x']);
    expect(fixed(factor('value 2x + 1'))).toBe(factor('value 2 * x + 1'));
    expect(findingsOf(factor('value 1.2.3'))).toEqual(['FB118 1.2.3']);
  });

  test('a number beyond float64 and a duration beyond all proportion are findings', () => {
    expect(findingsOf(factor('value 1e400'))).toEqual(['FB119 1e400']);
    expect(findingsOf(factor('value f(99999999999999999999d)'))).toEqual(['FB119 99999999999999999999d']);
  });

  test.each(['25:00', '24:00', '9:75', '09:60', '123:00', '9:5', '09:30:15'])('%s is no time of day', (time) => {
    expect(findingsOf(factor(`value sum(x, window=${time}..10:00)`))).toEqual([`FB120 ${time}`]);
    expect(findingsOf(factor(`known ${time}\n  value x`))).toEqual([`FB120 ${time}`]);
  });

  test('every minute of the day is a time', () => {
    fc.assert(
      fc.property(fc.nat(23), fc.nat(59), (hour, minute) => {
        const text = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const { tree, findings } = parse(factor(`known ${text}`), 'a.factor');
        expect(findings).toEqual([]);
        const [item] = tree.items;
        expect(item?.kind === 'factor' && item.clauses.at(-1)).toMatchObject({ kind: 'known', time: { minutes: hour * 60 + minute } });
      }),
    );
  });

  test.each([
    ['5days', '5d'],
    ['3weeks', '3w'],
    ['6m', '6mo'],
    ['6个月', '6mo'],
  ])('the duration %s is a finding whose fix is %s', (found, expected) => {
    expect(findingsOf(factor(`value f(every=${found})`))).toEqual([`FB121 ${found}`]);
    expect(fixed(factor(`value f(every=${found})`))).toBe(factor(`value f(every=${expected})`));
  });

  test('a duration in a unit that does not exist, or not a whole number of units, has no fix', () => {
    expect(findingsOf(factor('value f(2y, 1.5d)'))).toEqual(['FB121 2y', 'FB121 1.5d']);
    expect(fixed(factor('value f(2y, 1.5d)'))).toBe(factor('value f(2y, 1.5d)'));
  });
});

describe('signs of other languages', () => {
  test.each([
    ['a && b', 'FB113 &&', 'a and b'],
    ['a&&b', 'FB113 &&', 'a and b'],
    ['a || b', 'FB113 ||', 'a or b'],
    ['!a', 'FB113 !', 'not a'],
    ['a ≥ b', 'FB113 ≥', 'a >= b'],
    ['a ≤ b', 'FB113 ≤', 'a <= b'],
    ['a ≠ b', 'FB113 ≠', 'a != b'],
    ['a <> b', 'FB113 <>', 'a != b'],
    ['a === b', 'FB113 ===', 'a == b'],
    ['a => b', 'FB113 =>', 'a >= b'],
    ['a ** b', 'FB113 **', 'a ^ b'],
    ['a × b', 'FB113 ×', 'a * b'],
    ['a − b', 'FB113 −', 'a - b'],
    ['a ＋ b', 'FB114 ＋', 'a + b'],
    ['a ＞ b', 'FB114 ＞', 'a > b'],
  ])('%s is one finding, %s, and its fix reads %s', (found, finding, expected) => {
    expect(findingsOf(factor(`value ${found}`))).toEqual([finding]);
    expect(fixed(factor(`value ${found}`))).toBe(factor(`value ${expected}`));
    // The sign is read as what it stands for, so nothing else is lost.
    expect(parse(factor(`value ${found}`), 'a').tree.items[0]).toMatchObject({ clauses: [{}, {}, { kind: 'value', value: { kind: found.startsWith('!') ? 'unary' : 'binary' } }] });
  });

  test('full-width punctuation is a finding each, and the fixes give a file without findings', () => {
    const text = factor('let x ＝ corr（volume，items）\n  value x');
    expect(findingsOf(text)).toEqual(['FB114 ＝', 'FB114 （', 'FB114 ，', 'FB114 ）']);
    expect(fixed(text)).toBe(factor('let x = corr(volume,items)\n  value x'));
    expect(findingsOf(factor('value sum(x, window=09：30..10:00)'))).toEqual(['FB114 09：30']);
  });

  test('semicolons mean nothing', () => {
    expect(findingsOf(factor('let a = 1;\n  value a；'))).toEqual(['FB115 ;', 'FB115 ；']);
    expect(fixed(factor('let a = 1;\n  value a；'))).toBe(factor('let a = 1\n  value a'));
  });

  test('comments of other languages are read as comments', () => {
    expect(findingsOf(factor('value x // note'))).toEqual(['FB116 // note']);
    expect(fixed(factor('value x // note'))).toBe(factor('value x # note'));
    expect(findingsOf(factor('value /* a\n b */ x'))).toEqual(['FB116 /* a\n b */']);
  });

  test.each([
    ["use 'a.factor'", 'use "a.factor"'],
    ['use “a.factor”', 'use "a.factor"'],
    ['use ”a.factor“', 'use "a.factor"'],
    ['use ＂a.factor＂', 'use "a.factor"'],
  ])('%s is in the wrong quotes', (text, expected) => {
    expect(findingsOf(text)).toEqual([`FB112 ${text.slice(4)}`]);
    expect(fixed(text)).toBe(expected);
  });

  test('text that does not end on its line is one finding, and the next line is read', () => {
    expect(findingsOf('use "a.factor\nuse "b.factor"\n')).toEqual(['FB111 "a.factor']);
    expect(parse('use "a.factor\nuse "b.factor"\n', 'a').tree.items).toHaveLength(2);
    expect(findingsOf('set s { "a.factor }\ndef f() = 1')).toEqual(['FB111 "a.factor }']);
  });
});

describe('unreadable characters', () => {
  test('a finding names the character and its code point', () => {
    const [found] = parse(factor('value a § b'), 'a.factor').findings;
    expect(found).toMatchObject({ code: 'FB110' });
    expect(found?.message).toContain('`§` (U+00A7)');
  });

  test('characters that cannot be seen are named in words', () => {
    expect(parse(factor('value a\u200b'), 'a.factor').findings[0]?.message).toContain('“zero-width space” (U+200B)');
    expect(parse('\u0001', 'a.factor').findings[0]?.message).toContain('U+0001');
  });

  test('a run of them is one finding, and so is one with the gap it leaves', () => {
    expect(findingsOf(factor('value a §§§ b'))).toEqual(['FB110 §§§']);
    expect(findingsOf(factor('value a ? b'))).toEqual(['FB110 ?']);
    expect(findingsOf(factor('value § +'))).toEqual(['FB110 §']);
    expect(findingsOf(factor('value 😀'))).toEqual(['FB110 😀']);
  });
});

describe('spans', () => {
  test('a byte-order mark and \\r\\n do not shift anything', () => {
    const text = '\ufefffactor f {\r\n  from minute\r\n  direction +1\r\n  value a b\r\n}\r\n';
    expect(findingsOf(text)).toEqual(['FB151 b']);
    expect(findingsOf('\ufeff' + factor('value x'))).toEqual([]);
  });

  test('every finding of any text lies inside it', () => {
    const pieces = fc.constantFrom('factor', 'f', '{', '}', '(', ')', '[', ',', '=', '==', 'let', 'value', 'from', 'use', '"a"', '"', "'", '09:75', '5x', '§', '😀', '#', '///', '\n', '\r\n', ' ', '.', '..', 'not', '-', '^', '!', '；', '1e999', '\0', '\ud800');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        for (const { span } of parse(text, 'a').findings) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: process.env['FULLBAND_TEST'] === 'full' ? 20_000 : 1000 },
    );
  });
});
