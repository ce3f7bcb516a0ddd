/** Files that only a program can write: too large to be read by people, or no text. */
import { checkProject, type CheckResult } from '../../src/dsl/check.ts';
import { LIMITS } from '../../src/dsl/limits.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { memoryReader } from '../dsl/memory-reader.ts';

export interface GeneratedCase {
  readonly name: string;
  /** Each finding as its code and its file. */
  readonly expected: readonly string[];
  readonly check: () => CheckResult;
}

function generated(name: string, files: Readonly<Record<string, string | Uint8Array>>, expected: readonly string[]): GeneratedCase {
  return { name, expected, check: () => checkProject(loadProject(['main.factor'], memoryReader(files))) };
}

function factor(...clauses: readonly string[]): string {
  return ['factor f {', '  from minute', '  direction +1', ...clauses.map((clause) => `  ${clause}`), '}', ''].join('\n');
}

function numbered(count: number, write: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => write(i));
}

/** A model with a value a0 of each sample. */
function network(...clauses: readonly string[]): string {
  return ['model m {', '  input x = bars(every=1d, count=3, fields=[close])', '  target y = forward_return(to=2)', '  let a0 = dense(gru(x, units=2), units=1)', ...clauses.map((clause) => `  ${clause}`), '  loss mse(p, y)', '  train {}', '}', ''].join('\n');
}

/** A sum of many terms that is not deep. */
function balanced(terms: readonly string[]): string {
  const middle = terms.length >> 1;
  return middle === 0 ? (terms[0] ?? '') : `(${balanced(terms.slice(0, middle))} + ${balanced(terms.slice(middle))})`;
}

/** A tree of lets: each is the sum of two others, the last ones hold series. */
const tenThousandLets = numbered(10_000, (i) => {
  const k = 10_000 - i;
  return 2 * k < 10_000 ? `let a${k} = a${2 * k} + a${2 * k + 1}` : `let a${k} = ret * ${k}`;
});

export const generatedCases: readonly GeneratedCase[] = [
  {
    name: 'a file of more than a million characters is not read',
    expected: ['FB101 main.factor'],
    // A reader that hands over whatever is there, as an editor does.
    check: () => checkProject(loadProject(['main.factor'], { read: () => ({ text: ' '.repeat(LIMITS.fileLength + 1) }), list: () => ['main.factor'] })),
  },
  generated('a file with a NUL character is no text', { 'main.factor': `${factor('value mean(ret)')}\0` }, ['FB102 main.factor']),
  generated('an empty file holds no items', { 'main.factor': '' }, ['FB103 main.factor']),
  generated('an expression of more than 10,000 parts is not read', { 'main.factor': factor(`value sum(${balanced(numbered(5100, () => 'ret'))})`) }, ['FB105 main.factor']),
  generated('a chain of more than 1,000 operations is not read', { 'main.factor': factor(`value sum(ret${' + ret'.repeat(1001)})`) }, ['FB106 main.factor']),
  generated('a clause of more than 40,000 words is not read', { 'main.factor': factor(`value sum(ret${' + ret'.repeat(20_001)})`) }, ['FB108 main.factor']),
  generated('after 100 findings of the form the rest of a file is not looked at', { 'main.factor': factor(...numbered(150, (i) => `let a${i} = +`), 'value 1') }, [
    ...numbered(100, () => 'FB150 main.factor'),
    'FB107 main.factor',
  ]),
  generated('after 100 findings of the meaning the rest of a file is not looked at', { 'main.factor': factor(...numbered(150, (i) => `let a${i} = mean(b${i})`), 'value 1') }, [
    ...numbered(100, () => 'FB250 main.factor'),
    'FB107 main.factor',
  ]),
  generated('a used file that is no text is named where it is used', { 'main.factor': `use "data.factor"\n${factor('value brought()')}`, 'data.factor': Uint8Array.from([0xff, 0xfe, 0]) }, [
    'FB204 main.factor',
  ]),
  generated('a used file that is too large is named where it is used', { 'main.factor': `use "data.factor"\n${factor('value brought()')}`, 'data.factor': ' '.repeat(LIMITS.fileLength + 1) }, [
    'FB204 main.factor',
  ]),
  generated('a file asked for that is not there is named', { 'other.factor': factor('value mean(ret)') }, ['FB201 main.factor']),
  generated('ten thousand lets are checked', { 'main.factor': factor(...tenThousandLets, 'value sum(a1) + sum(a10000)') }, []),
  generated('a chain of 5,000 defs is refused', { 'main.factor': ['def a0() = ret', ...numbered(5000, (i) => `def a${i + 1}() = a${i}() + 1`), factor('value sum(a5000())')].join('\n') }, ['FB752 main.factor']),
  generated(
    'defs that call each other without end and come to nothing are given up',
    { 'main.factor': ['def a0(x) = nothing(x)', ...numbered(30, (i) => `def a${i + 1}(x) = a${i}(x * 1) + a${i}(x * 2)`), factor('value sum(a30(ret))')].join('\n') },
    ['FB253 main.factor', 'FB751 main.factor'],
  ),
  generated(
    'pools of pools that double without end are refused',
    { 'main.factor': ['def a0() = concat(high, low)', ...numbered(40, (i) => `def a${i + 1}() = concat(a${i}(), a${i}())`), factor('value std(a40()) / mean(close)')].join('\n') },
    ['FB753 main.factor'],
  ),
  generated('nine hundred pooled series are checked', { 'main.factor': factor('let a1 = concat(high, low)', ...numbered(898, (i) => `let a${i + 2} = concat(a${i + 1}, close)`), 'value std(a899) / mean(close)') }, []),
  generated('a circle of 5,000 defs is found', { 'main.factor': numbered(5000, (i) => `def a${i}() = a${(i + 1) % 5000}() + 1`).join('\n') }, ['FB258 main.factor']),
  generated('a thousand lets on top of one another are refused once', { 'main.factor': factor('let a0 = ret', ...numbered(1100, (i) => `let a${i + 1} = a${i} + 1`), 'value sum(a1100)') }, ['FB750 main.factor']),
  generated('a network of a thousand lets on top of one another is refused once', { 'main.factor': network(...numbered(1100, (i) => `let a${i + 1} = a${i} + 1`), 'output p = a1100') }, ['FB750 main.factor']),
  generated('defs of a network that double without end are given up', { 'main.factor': `${['def f0(x) = tanh(x)', ...numbered(30, (i) => `def f${i + 1}(x) = f${i}(x) + f${i}(x)`)].join('\n')}\n${network('output p = f30(a0)')}` }, ['FB751 main.factor']),
  generated('defs that hand on what they are given compute it once', { 'main.factor': `${['def f0(x) = x', ...numbered(150, (i) => `def f${i + 1}(x) = f${i}(x + x)`)].join('\n')}\n${network('output p = f150(a0)')}` }, []),
  generated('a chain of 998 operations is checked', { 'main.factor': factor(`value sum(ret${' + ret'.repeat(997)})`) }, []),
  generated('lines that end as on Windows are checked', { 'main.factor': factor('value mean(volum)').replaceAll('\n', '\r\n') }, ['FB250 main.factor']),
];
