import { describe, expect, test } from 'vitest';
import { nodeText } from '../../../src/compiler/explain/node-text.ts';
import { compile, type Program } from '../../../src/compiler/compile.ts';
import { canonicalText, type Node } from '../../../src/compiler/ir.ts';
import { OPERATORS } from '../../../src/dsl/catalogue/index.ts';
import { DAILY_GRAMMAR } from '../../support/daily-grammar.ts';
import { factorSource, randomFactors } from '../../support/random-programs.ts';
import { checkText, factorText, minuteFactors, programOf, programOfValues } from '../../support/programs.ts';

/** The expression that is printed for a value, before and after the f32 algebra. */
function texts(value: string): { readonly source: string; readonly rewritten: string } {
  const { sources, rewritten } = programOfValues(value);
  return { source: nodeText(sources[0] as Node), rewritten: nodeText(rewritten[0] as Node) };
}

const UNITS = ['', 'CNY/share: ', 'CNY: ', 'share: ', 'share^2: '];

/** The program of one value, whichever unit it has; an example that is a series is averaged, a condition counted. */
function programOfExample(example: string): Program | null {
  for (const value of [example, `mean(${example})`, `count(${example})`]) {
    for (const unit of UNITS) {
      const { factors, findings } = checkText(factorText(unit + value));
      if (factors.length === 1 && findings.every(({ severity }) => severity !== 'error')) return programOf(factors);
    }
  }
  return null;
}

describe('an expression of the graph', () => {
  test.each([
    ['sum((close / open - 1)^2)', 'sum((close / open - 1)^2)'],
    ['mean(volume - (amount / close - volume)) / sum(volume)', 'mean(volume - (amount / close - volume)) / sum(volume)'],
    ['mean((high - low) * volume) / sum(amount)', 'mean((high - low) * volume) / sum(amount)'],
    ['mean(-(ret^2))', 'mean(-ret^2)'],
    ['mean((-ret)^2)', 'mean((-ret)^2)'],
    ['mean(ret^-1)', 'mean(ret^-1)'],
    ['2^(3^mean(ret))', '2^3^mean(ret)'],
    ['(2^mean(ret))^3', '(2^mean(ret))^3'],
    ['mean(ret) - (mean(ret) - skew(ret))', 'mean(ret) - (mean(ret) - skew(ret))'],
    ['count((ret < 0 or ret > 1%) and not (volume > 0 and items > 0))', 'count((ret < 0 or ret > 0.01) and not (volume > 0 and items > 0))'],
    ['mean(ret, window=09:45..10:30, where=time >= 10:00)', 'mean(ret, window=09:45..10:30, where=time >= 10:00)'],
    ['std(concat(ret, prev(ret, 2)))', 'std(concat(ret, prev(ret, 2)))'],
    ['mean(if(is_missing(ret), 0, ret), where=top(volume, 30%, window=late, where=ret < 0))', 'mean(if(is_missing(ret), 0, ret), where=top(volume, 30%, window=late, where=ret < 0))'],
  ])('%s is printed with the brackets its meaning needs', (value, printed) => {
    expect(texts(value).source).toBe(printed);
  });

  test.each([
    ['mean(close / prev(close) - 1)', 'mean(close / prev(close) - 1)'],
    ['mean(ret)', 'mean(ret)'],
    ['prod(1 + ret) - 1', 'prod(1 + ret) - 1'],
    ['prod(1 + ret)', 'prod(1 + ret)'],
    ['prod(close / open) - 1', 'prod(close / open) - 1'],
    ['std(log(close / open))', 'std(log(close / open))'],
    ['std(log(1 + ret))', 'std(log(1 + ret))'],
    ['sum(ret^2)', 'sum(ret^2)'],
  ])('%s is printed in the same words after the algebra for 32 bits', (value, printed) => {
    expect(texts(value).rewritten).toBe(printed);
  });

  test('a long expression ends in numbers of its parts', () => {
    const value = `mean(${Array.from({ length: 200 }, (_, i) => `abs(ret + ${i})`).join(' + ')})`;
    expect(texts(value).source).toMatch(/%\d+/);
    expect(texts(value).source.length).toBeLessThan(1500);
  });
});

describe('what is printed, read back', () => {
  const programs = [
    ...minuteFactors().map((factor) => [factor.name, programOf([factor])] as const),
    ...OPERATORS.filter(({ group }) => group !== 'pooling' && group !== 'across stocks').map(({ name, example }) => [`the example of ${name}`, programOfExample(example)] as const),
  ];

  test('nearly every example of the catalogue is among them', () => {
    expect(programs.filter(([, program]) => program === null).map(([name]) => name)).toEqual([]);
    expect(programs.length).toBeGreaterThan(60);
  });

  test.each(programs)('%s means the same, before and after the algebra', (_, program) => {
    if (program === null) throw new Error('the example does not check');
    const [source] = program.sources;
    const [rewritten] = program.rewritten;
    if (source === undefined || rewritten === undefined) throw new Error('no value');
    for (const [node, pick] of [
      [source, (again: Program) => again.sources[0]],
      [rewritten, (again: Program) => again.rewritten[0]],
    ] as const) {
      const again = programOfExample(nodeText(node));
      const found = again === null ? undefined : pick(again);
      expect(found === undefined ? null : canonicalText(found), nodeText(node)).toBe(canonicalText(node));
    }
  });
});

describe('what is printed of factors over days, read back', () => {
  const sourcesOf = (value: string): readonly Node[] =>
    UNITS.flatMap((unit) => {
      const [, name] = /^(.*): $/.exec(unit) ?? [];
      const { factors, findings } = checkText(`factor f { from daily direction 1 ${name === undefined ? '' : `unit ${name} `}value ${value} }`);
      return findings.some(({ severity }) => severity === 'error') ? [] : (compile(factors).daily?.sources ?? []);
    });

  test.each(OPERATORS.filter(({ group }) => group === 'across stocks').map(({ example }) => example))('%s means the same', (value) => {
    const [source] = sourcesOf(value);
    if (source === undefined) throw new Error('the example does not check');
    expect(nodeText(source)).toMatch(new RegExp(`^${value.slice(0, value.indexOf('('))}\\(`));
    expect(sourcesOf(nodeText(source)).map(canonicalText)).toContain(canonicalText(source));
  });

  test('200 random factors mean the same', () => {
    for (let seed = 1; seed <= 40; seed++) {
      randomFactors(seed, 5, 2 + (seed % 3), { grammar: DAILY_GRAMMAR }).forEach((factor) => {
        const { factors } = checkText(factorSource('f', factor, 'daily'));
        const [source] = compile(factors).daily?.sources ?? [];
        if (source === undefined) throw new Error(`no source: ${factorSource('f', factor, 'daily')}`);
        const text = nodeText(source);
        // Long ones end in numbers of their parts.
        if (!/%\d/.test(text)) expect(sourcesOf(text).map(canonicalText), text).toContain(canonicalText(source));
      });
    }
  });
});
