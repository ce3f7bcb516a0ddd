import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/dsl/limits.ts';
import { parse } from '../../src/dsl/parse.ts';
import { format } from '../../src/dsl/print.ts';
import { factor } from './marked.ts';

/** Far more than any of these needs, and far less than something quadratic would take. */
const PATIENCE_MS = 10_000;

function codesOf(text: string): readonly string[] {
  const start = performance.now();
  const { findings } = parse(text, 'a.factor');
  expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
  return findings.map((found) => found.code);
}

/** A megabyte takes each case up to a second; something quadratic shows with an eighth of it. */
const LARGE = process.env['FULLBAND_TEST'] === 'full' ? LIMITS.fileLength : LIMITS.fileLength / 8;

/** A part repeated until a text is as large as that. */
function filled(part: string, before = '', after = ''): string {
  return before + part.repeat(Math.floor((LARGE - before.length - after.length) / part.length)) + after;
}

describe('size of a file', () => {
  test('a file of more than 1 MiB is refused without being read', () => {
    const { tree, findings } = parse('§'.repeat(10_000_000), 'a.factor');
    expect(findings.map((found) => [found.code, found.span])).toEqual([['FB101', { start: 0, end: 0 }]]);
    expect(tree).toMatchObject({ items: [], comments: [], incomplete: true });
  });

  test('a file of exactly 1 MiB is read', () => {
    const text = `${'#'.repeat(LIMITS.fileLength - 'factor f {}'.length - 1)}\nfactor f {}`;
    expect(text).toHaveLength(LIMITS.fileLength);
    expect(codesOf(text)).toEqual([]);
    expect(codesOf(`${text}\n`)).toEqual(['FB101']);
  });

  test('a file with a NUL is not text', () => {
    expect(codesOf('\u007fELF\u0000\u0001 factor f {}')).toEqual(['FB102']);
  });

  test('a whole file of valid factors is read', () => {
    const text = filled('factor f { from minute direction 1 value sum(x) / 2 }\n');
    expect(codesOf(text)).toEqual([]);
  });
});

describe('nesting', () => {
  const nested = (depth: number, open: string, close: string): string => factor(`value ${open.repeat(depth)}x${close.repeat(depth)}`);

  test.each([
    ['(', ')'],
    ['f(', ')'],
    ['f(a, b=', ')'],
    ['[', ']'],
    ['-(', ')'],
    ['1 + (2 ^ (', '))'],
  ])('%s … is read up to the limit and reported beyond it', (open, close) => {
    const brackets = Array.from(open).filter((character) => character === '(' || character === '[').length;
    // The braces of the factor count as well.
    const most = Math.floor((LIMITS.nesting - 1) / brackets);
    expect(codesOf(nested(most, open, close))).toEqual([]);
    expect(codesOf(nested(most + 2, open, close))).toEqual(['FB104']);
    expect(codesOf(nested(10_000, open, close))).toEqual(['FB104']);
  });

  test('what is read at the limit is formatted too', () => {
    const { tree } = parse(nested(LIMITS.nesting - 1, 'f(', ')'), 'a.factor');
    expect(format(tree)).toContain('f(\n');
  });

  test('the clauses and items around a clause that is too deep are read', () => {
    const { tree } = parse(factor(`let a = ${'('.repeat(5000)}x${')'.repeat(5000)}\n  value a`) + factor('value b'), 'a.factor');
    expect(tree.items).toMatchObject([{ clauses: [{}, {}, { kind: 'let', value: { kind: 'error' } }, { kind: 'value', value: { kind: 'name' } }] }, { kind: 'factor' }]);
  });
});

describe('size of an expression', () => {
  test.each([
    ['a sum', (n: number) => `a${'+a'.repeat(n)}`],
    ['a chain of and', (n: number) => `a${' and a'.repeat(n)}`],
    ['a tower of powers', (n: number) => `a${'^a'.repeat(n)}`],
    ['a row of minus signs', (n: number) => `${'-'.repeat(n)}a`],
    ['a row of not', (n: number) => `${'not '.repeat(n)}a`],
    ['minus signs in exponents', (n: number) => `a^${'-'.repeat(n)}a`],
  ])('%s of 900 operations is read, formatted and read again; one of 1,100 or 100,000 is a finding', (_, chain) => {
    const { tree, findings } = parse(factor(`value ${chain(900)}`), 'a.factor');
    expect(findings).toEqual([]);
    expect(codesOf(format(tree) ?? '')).toEqual([]);
    expect(codesOf(factor(`value ${chain(1100)}`))).toEqual(['FB106']);
    expect(['FB106', 'FB108']).toContain(codesOf(factor(`value ${chain(100_000)}`)).join());
  });

  test('an expression of more than 10,000 parts is a finding', () => {
    expect(codesOf(factor(`value f(${'a,'.repeat(9990)})`))).toEqual([]);
    expect(codesOf(factor(`value f(${'a,'.repeat(10_010)})`))).toEqual(['FB105']);
    expect(codesOf(factor(`value f(${'a,'.repeat(100_000)})`))).toEqual(['FB108']);
  });

  test('the clauses around one that is too large are read', () => {
    const { tree } = parse(factor(`let a = x${'+x'.repeat(100_000)}\n  value a`), 'a.factor');
    expect(tree.items).toMatchObject([{ clauses: [{}, {}, { kind: 'let', value: { kind: 'error' } }, { kind: 'value' }] }]);
  });
});

describe('number of findings', () => {
  test('after 100 findings one more says that the rest was not looked at', () => {
    const codes = codesOf(factor('x y\n').repeat(500));
    expect(codes).toHaveLength(LIMITS.findings + 1);
    expect(codes.at(-1)).toBe('FB107');
  });

  test('100 findings are all reported', () => {
    expect(codesOf(factor('value a b').repeat(100)).every((code) => code === 'FB151')).toBe(true);
    expect(codesOf(factor('value a b').repeat(100))).toHaveLength(100);
  });
});

describe('a large file of anything ends in findings', () => {
  test.each([
    ['open parentheses', filled('(')],
    ['open and closed parentheses', filled('(', 'def f() = ', `1${')'.repeat(LARGE / 2)}`)],
    ['brackets closed by parentheses', filled('[', 'factor f { value ({', ')'.repeat(LARGE / 2))],
    ['open braces', filled('{')],
    ['double quotes', filled('"')],
    ['single quotes', filled("'")],
    ['an illegal character', filled('§')],
    ['illegal characters apart', filled('§ ')],
    ['half a surrogate pair', filled('\ud800 ')],
    ['semicolons', filled('; ')],
    ['words', filled('a ')],
    ['numbers that are none', filled('1.1.1 ')],
    ['items left open', filled('factor a {\n')],
    ['broken defs', filled('def f( = \n')],
    ['broken clauses', filled('let a = \n', 'factor a {', '}')],
    ['clauses without let', filled('a = 1\n', 'factor a {', '}')],
    ['arguments without commas', filled('a ', 'def f() = g(', ')')],
    ['commas without arguments', filled(',', 'def f() = g(', ')')],
    ['calls never closed', filled('g(', 'def f() = ')],
    ['comparisons', filled('a<', 'def f() = ', 'a')],
    ['single =', filled('a=', 'def f() = ', 'a')],
    ['members without commas', filled('a ', 'set s {', '}')],
    ['comments of another language', filled('/**/')],
    ['documentation of nothing', filled('///\n')],
  ])('%s', (_, text) => {
    expect(codesOf(text).length).toBeGreaterThan(0);
  });
});
