import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dsl/parse.ts';
import type { Item } from '../../src/dsl/syntax.ts';
import { tokenize } from '../../src/dsl/parsing/lexer.ts';
import { bare } from './bare.ts';
import { factor, findingsOf, fixed } from './marked.ts';

/** Items as `factor f: from direction value?`; `?` marks an expression that could not be read. */
function outline(text: string): readonly string[] {
  return parse(text, 'a.factor').tree.items.map(outlineOf);
}

function outlineOf(item: Item): string {
  if (item.kind === 'use') return `use ${item.path.value}`;
  if (item.kind === 'def') return `def ${item.name.text}${item.body.kind === 'error' ? '?' : ''}`;
  if (item.kind === 'set') return `set ${item.name.text}: ${String(item.members.length)}`;
  const clauses = item.clauses.map((clause) => {
    const expression = clause.kind === 'unit' ? clause.unit : 'value' in clause && typeof clause.value === 'object' ? clause.value : null;
    return clause.kind + (expression?.kind === 'error' ? '?' : '');
  });
  return `${item.kind} ${item.name.text}: ${clauses.join(' ')}${item.incomplete === true ? ' …' : ''}`;
}

function messageOf(text: string): string {
  return parse(text, 'a.factor').findings[0]?.message ?? '';
}

describe('slips inside expressions', () => {
  test.each([
    ['a < b < c', 'FB153 < b <', 'a < b and b < c'],
    ['a == (b + 1) == c', 'FB153 == (b + 1) ==', 'a == (b + 1) and (b + 1) == c'],
    ['sum(x, where=side = buy)', 'FB152 =', 'sum(x, where=side == buy)'],
    ['sum(x, where=side=buy)', 'FB152 =', 'sum(x, where=side==buy)'],
    ['+x', 'FB157 +', 'x'],
    ['corr(a b)', 'FB154 b', 'corr(a, b)'],
    ['[a b]', 'FB154 b', '[a, b]'],
    ['corr(a,, b)', 'FB155 ,', 'corr(a, b)'],
    ['corr(,)', 'FB155 ,', 'corr()'],
    ['sum(x', 'FB135 x', 'sum(x)'],
    ['sum((x + y) / 2', 'FB135 2', 'sum((x + y) / 2)'],
    ['sum(x))', 'FB136 )', 'sum(x)'],
    ['a AND b', 'FB151 AND', 'a and b'],
    ['a, b', 'FB159 ,', null],
  ])('%s is one finding, %s, with its fix', (text, finding, expected) => {
    expect(findingsOf(factor(`value ${text}`))).toEqual([finding]);
    if (expected !== null) expect(fixed(factor(`value ${text}`)).replace(/, +/g, ', ')).toBe(factor(`value ${expected}`));
  });

  test.each([
    ['a b', 'FB151 b'],
    ['(a b)', 'FB151 b'],
    ['2 (a)', 'FB151 ('],
    ['a + not b', 'FB156 not'],
    ['-not b', 'FB156 not'],
    ['x[1]', 'FB158 [1]'],
    ['f(x)[1]', 'FB158 [1]'],
    ['()', 'FB160 )'],
    ['(a, b)', 'FB159 ,'],
    ['a.b.c', 'FB159 .'],
    ['1..2', 'FB159 ..'],
    ['minute.', 'FB132 .'],
    ['minute.+', 'FB132 +'],
    ['sum(x]', 'FB135 ]'],
    ['[x)', 'FB135 )'],
    ['a +', 'FB150 +'],
    ['a * / b', 'FB150 /'],
    ['and a', 'FB150 and'],
    ['"text"', 'FB150 "text"'],
    ['sum(x, "text")', 'FB150 "text"'],
    ['sum(*)', 'FB150 *'],
    ['09:30..', 'FB145 ..'],
    ['sum(x, window=09:30..10)', 'FB145 10'],
  ])('%s is one finding, %s, and leaves an error expression', (text, finding) => {
    expect(findingsOf(factor(`value ${text}`))).toEqual([finding]);
    const last = outline(factor(`value ${text}`)).at(-1);
    expect(last).toMatch(/^factor f: from direction value/);
  });

  test('a chain of comparisons is reported once, and whatever is around it stays', () => {
    expect(findingsOf(factor('value if(a < b < c < d, 1, 0) + 1'))).toEqual(['FB153 < b <']);
    expect(parse(factor('value if(a < b < c, 1, 0) + 1'), 'a').tree.items[0]).toMatchObject({ clauses: [{}, {}, { value: { kind: 'binary', left: { args: [{ value: { kind: 'error' } }, {}, {}] } } }] });
  });

  test('the message of an open bracket says where it was opened', () => {
    expect(messageOf(factor('value sum(x,\n    (y + 1)'))).toContain('the `(` opened at line 4, column 12 is not closed');
    expect(messageOf('factor f {\n  from minute\n')).toContain('the `{` opened at line 1, column 10 is not closed');
  });
});

describe('slips in clauses', () => {
  test('a word that is nearly a clause is read as that clause', () => {
    const text = 'factor f {\n  form minute\n  directon -1\n  lett a = 1\n  valeu a\n}';
    expect(findingsOf(text)).toEqual(['FB141 form', 'FB141 directon', 'FB141 lett', 'FB141 valeu']);
    expect(outline(text)).toEqual(['factor f: from direction let value']);
    expect(findingsOf(fixed(text))).toEqual([]);
  });

  test('a name with = lacks its let', () => {
    expect(findingsOf(factor('a = 1\n  value a'))).toEqual(['FB142 a']);
    expect(outline(factor('a = 1\n  value a'))).toEqual(['factor f: from direction let value']);
    expect(fixed(factor('a = 1\n  value a'))).toBe(factor('let a = 1\n  value a'));
  });

  test('= after a keyword that takes none is read over', () => {
    const text = 'factor f {\n  from = minute\n  direction = -1\n  unit = CNY\n  known = 10:00\n  value = x\n}';
    expect(findingsOf(text)).toEqual(['FB143 =', 'FB143 =', 'FB143 =', 'FB143 =', 'FB143 =']);
    expect(outline(text)).toEqual(['factor f: from direction unit known value']);
  });

  test('a clause of a model in a factor is named as such', () => {
    expect(findingsOf(factor('input x = 1\n  value 1'))).toEqual(['FB140 input']);
    expect(messageOf(factor('loss x\n  value 1'))).toContain('expected a clause of the factor: `from`, `direction`, `unit`, `known`, `let`, `value`');
  });

  test.each([
    ['from 3', 'FB132 3'],
    ['from', 'FB132 from'],
    ['direction up', 'FB144 up'],
    ['direction', 'FB144 direction'],
    ['known noon', 'FB145 noon'],
    ['let', 'FB132 let'],
    ['let a', 'FB134 a'],
    ['let a == 1', 'FB134 =='],
    ['let a =', 'FB150 ='],
    ['let 3 = 4', 'FB132 3'],
    ['value', 'FB150 value'],
    ['unit', 'FB150 unit'],
    ['from minute trade', 'FB146 trade'],
    ['known 10:00 11:00', 'FB146 11:00'],
  ])('%s is one finding, %s, and the clauses around it are read', (clause, finding) => {
    const text = `factor f {\n  direction 1\n  ${clause}\n  value a\n}\nfactor g { value b }`;
    expect(findingsOf(text)).toEqual([finding]);
    expect(outline(text)[0]).toMatch(/^factor f: direction .*value/);
    expect(outline(text)[1]).toBe('factor g: value');
  });

  test('a clause that left nothing marks its factor as incomplete, a broken expression does not', () => {
    expect(outline('factor f { from 3 direction 1 value a }')).toEqual(['factor f: direction value …']);
    expect(outline(factor('let a = * \n  value a'))).toEqual(['factor f: from direction let? value']);
  });

  test('a let with a broken expression is still declared', () => {
    expect(parse(factor('let a = (1 +\n  value a'), 'a').tree.items[0]).toMatchObject({ clauses: [{}, {}, { kind: 'let', name: { text: 'a' }, value: { kind: 'error' } }, { value: { kind: 'name' } }] });
  });

  test('independent errors are each reported once', () => {
    const text = factor('let a = (1 +\n  let b = * 2\n  let c = a b\n  let d = sum(a\n  value c)');
    expect(findingsOf(text)).toEqual(['FB150 +', 'FB150 *', 'FB151 b', 'FB135 a', 'FB136 )']);
    expect(outline(text)).toEqual(['factor f: from direction let? let? let? let? value?']);
  });

  test('a bracket left open does not swallow the next clause, whatever brackets follow', () => {
    expect(findingsOf(factor('let a = sum(x\n  let b = mean(y)\n  value a + b'))).toEqual(['FB135 x']);
    expect(outline(factor('let a = sum(x\n  let b = mean(y)\n  value a + b'))).toEqual(['factor f: from direction let? let value']);
  });

  test('the settings of a train block are read one by one', () => {
    const text = 'model m {\n  loss x\n  train { optimizer adam(  batch = 5000 epochs * 3\n    split 80% }\n}';
    expect(findingsOf(text).map((each) => each.slice(0, 5))).toContain('FB150');
    expect(findingsOf('model m { train { batch 5000 epochs seeds 3 } loss x }')).toEqual(['FB151 3']);
    expect(findingsOf('model m { train { 5 batch 3 } }')).toEqual(['FB147 5']);
    expect(findingsOf('model m { train { batch = 3 } loss x y }')).toEqual(['FB143 =', 'FB151 y']);
    expect(findingsOf('model m { train batch 3 }')).toEqual(['FB134 batch']);
    expect(findingsOf('model m { train { batch 3 } batch }')).toEqual(['FB146 batch']);
    expect(outline('model m {\n input x = *\n train { batch 3 epochs * }\n loss - }')).toEqual(['model m: input? train loss?']);
  });
});

describe('slips in items', () => {
  test.each([
    ['facter f {', 'FB131 facter'],
    ['Factor f {', 'FB131 Factor'],
    ['modle f {', 'FB131 modle'],
    ['sett f {', 'FB131 sett'],
  ])('%s … is one finding and its item is read', (head, finding) => {
    const text = `${head} }\nfactor g { value b }`;
    expect(findingsOf(text)).toEqual([finding]);
    expect(outline(text)).toHaveLength(2);
    expect(findingsOf(fixed(text))).toEqual([]);
  });

  test('a misspelt def or use is read as one', () => {
    expect(findingsOf('deff f(x) = x\nusee "a.factor"')).toEqual(['FB131 deff', 'FB131 usee']);
    expect(outline('deff f(x) = x\nusee "a.factor"')).toEqual(['def f', 'use a.factor']);
  });

  test('a def without parentheses is read as one without parameters', () => {
    expect(findingsOf('def big = 3')).toEqual(['FB137 big']);
    expect(fixed('def big = 3')).toBe('def big() = 3');
    expect(outline('def big = 3')).toEqual(['def big']);
  });

  test.each([
    ['def f(x) x', 'FB134 x', []],
    ['def f(x = x', 'FB135 x', []],
    ['def f(x, 3) = x', 'FB132 3', []],
    ['def (x) = x', 'FB132 (', []],
    ['def f(x) =', 'FB150 =', ['def f?']],
    ['def f(x) = x x', 'FB151 x', ['def f?']],
    ['def f(x y) = x', 'FB154 y', ['def f']],
    ['use orders.factor', 'FB138 orders', []],
    ['use', 'FB138 use', []],
    ['factor { }', 'FB132 {', []],
    ['factor f', 'FB134 f', ['factor f:  …']],
    ['factor my-factor { }', 'FB134 -', ['factor my:  …']],
    ['set s { a 3 }', 'FB139 3', ['set s: 1']],
    ['set s { a b }', 'FB154 b', ['set s: 2']],
    ['set s { a', 'FB135 a', ['set s: 1']],
    ['}', 'FB136 }', []],
    ['hello world', 'FB130 hello', []],
    ['from minute value x', 'FB130 from', []],
  ])('%s is one finding, %s, and the next item is read', (text, finding, items) => {
    const whole = `${text}\nfactor g { value b }\ndef h() = 1`;
    const found = findingsOf(whole);
    expect(found).toHaveLength(1);
    expect(found[0]).toBe(finding);
    const rest = outline(whole);
    expect(rest.slice(-2)).toEqual(['factor g: value', 'def h']);
    expect(rest.slice(0, -2).map((item) => item.replace(/ …$/, ''))).toEqual(items.map((item) => item.replace(/ …$/, '')));
  });

  test('a path without quotes gets them by its fix', () => {
    expect(fixed('use ../lib/orders.factor # note')).toBe('use "../lib/orders.factor" # note');
  });

  test('a missing closing brace is one finding, also where the next item begins on the same line', () => {
    expect(findingsOf('factor a { value x\nfactor b { value y }')).toEqual(['FB135 x']);
    expect(findingsOf('factor a { value x factor b { value y }')).toEqual(['FB135 x']);
    expect(outline('factor a { value x factor b { value y }')).toEqual(['factor a: value …', 'factor b: value']);
    expect(fixed('factor a { value x\nfactor b { value y }')).toBe('factor a { value x\n}\nfactor b { value y }');
  });

  test('an item cut off in the middle is marked as incomplete', () => {
    expect(outline('factor a { from minute')).toEqual(['factor a: from …']);
  });

  test('a file without items says so, once', () => {
    expect(findingsOf('')).toEqual(['FB103']);
    expect(findingsOf('\ufeff \n')).toEqual(['FB103']);
    expect(findingsOf('# only a comment')).toEqual(['FB103']);
    expect(findingsOf('§')).toEqual(['FB110 §']);
  });

  test('a tree with a syntax error is marked as incomplete, one without is not', () => {
    expect(parse('factor f { value a && b }', 'a').tree.incomplete).toBe(true);
    expect(parse('factor f { value a and b }', 'a').tree.incomplete).toBeUndefined();
  });
});

describe('any single mistake', () => {
  const before = '/// 文档\nfactor before { from minute direction -1 let a = sum(x, where=ret < 0) value a / (sum(y) + 1) }\n';
  const after = '\n\n/// doc\nfactor after {\n  from trade\n  value prod(fill(x, 0)^-2)\n}\ndef end(n = 1) = n\n';
  const middles = [
    'factor middle {\n  from minute\n  direction +1\n  let a = corr(x, prev(y), window=09:30..10:00)\n  value -(a + 1)^2 * [b, c]\n}',
    'def middle(x, n = 1) = mean(x) + n * std(x)',
    'set middle { a, b, "x/*.factor" }',
    'model middle {\n  input x = panel(f, days=40)\n  loss -corr(p, y)\n  train { optimizer adam(learning_rate=0.005) batch 5000\n    every 5d }\n}',
  ];
  const small = ['', '(', ')', '[', ']', ',', '==', '+', '*', '^', '.', '..', 'x', 'let', 'value', 'from', 'not', 'and', '12', '09:30', '5d', '"t"', '§', '&&', '；', '12x', '\n'];
  /** What hides the rest of a line, or begins or ends an item, can make two items of one. */
  const large = ['{', '}', '=', 'factor', 'def', 'model', '"', '#', '//'];
  const numRuns = process.env['FULLBAND_TEST'] === 'full' ? 20_000 : 1000;

  /** One of the middles with one token replaced by something, or something put before or behind it. */
  const broken = (replacements: readonly string[], braces: boolean): fc.Arbitrary<string> =>
    fc.tuple(fc.constantFrom(...middles), fc.nat(), fc.constantFrom(...replacements), fc.constantFrom('instead', 'before', 'behind')).map(([middle, seed, replacement, where]) => {
      const tokens = tokenize(middle).tokens.filter((token) => braces || where !== 'instead' || !/[{}]/.test(token.image));
      const token = tokens[seed % tokens.length];
      if (token === undefined) throw new Error('the middle has tokens');
      const kept = where === 'instead' ? ` ${replacement} ` : where === 'before' ? ` ${replacement} ${token.image}` : `${token.image} ${replacement} `;
      return middle.slice(0, token.startOffset) + kept + middle.slice(token.startOffset + token.image.length);
    });

  test('leaves the items before and after it as they are', () => {
    const healthy = bare(parse(before + after, 'a').tree);
    fc.assert(
      fc.property(broken([...small, ...large], true), (middle) => {
        const { tree } = parse(`${before}${middle}${after}`, 'a');
        const others = tree.items.filter((item) => item.kind !== 'use' && ['before', 'after', 'end'].includes(item.name.text));
        expect(bare({ ...tree, items: others, comments: [] })).toEqual(healthy);
      }),
      { numRuns },
    );
  });

  test('gives no finding outside the item it is in, and at most five inside', () => {
    fc.assert(
      fc.property(broken([...small, ...large], true), (middle) => {
        const text = `${before}${middle}${after}`;
        const { findings } = parse(text, 'a');
        expect(findings.length).toBeLessThanOrEqual(5);
        for (const { span } of findings) {
          expect(span.start).toBeGreaterThanOrEqual(before.length);
          expect(span.end).toBeLessThanOrEqual(text.length - after.length);
        }
      }),
      { numRuns },
    );
  });

  test('that moves no brace and hides nothing is at most two findings', () => {
    fc.assert(
      fc.property(broken(small, false), (middle) => {
        expect(findingsOf(`${before}${middle}${after}`).length).toBeLessThanOrEqual(2);
      }),
      { numRuns },
    );
  });
});
