import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dsl/parse.ts';
import type { Expression, FactorItem, Item } from '../../src/dsl/syntax.ts';
import { factor, findingsOf } from './marked.ts';

/** The one item of a text without findings. */
function itemOf(text: string): Item {
  const { tree, findings } = parse(text, 'a.factor');
  expect(findings).toEqual([]);
  const [item] = tree.items;
  if (item === undefined || tree.items.length > 1) throw new Error(`expected one item, found ${String(tree.items.length)}`);
  return item;
}

function factorOf(clauses: string): FactorItem {
  const item = itemOf(factor(clauses));
  if (item.kind !== 'factor') throw new Error('expected a factor');
  return item;
}

/** An expression with all its parentheses, for reading how it was grouped. */
function grouped(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'name':
      return expression.name.text;
    case 'qualified':
      return `${expression.table.text}.${expression.column.text}`;
    case 'unary':
      return `(${expression.operator} ${grouped(expression.operand)})`;
    case 'binary':
      return `(${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)})`;
    case 'call':
      return `${expression.callee.text}(${expression.args.map((each) => (each.name === null ? '' : `${each.name.text}=`) + grouped(each.value)).join(', ')})`;
    case 'list':
      return `[${expression.items.map(grouped).join(', ')}]`;
    default:
      return expression.kind;
  }
}

function valueOf(text: string): Expression {
  const value = factorOf(`value ${text}`).clauses.find((clause) => clause.kind === 'value');
  if (value === undefined) throw new Error('expected a value');
  return value.value;
}

describe('precedence', () => {
  test.each([
    ['a or b and c', '(a or (b and c))'],
    ['not a and b', '((not a) and b)'],
    ['not a == b', '(not (a == b))'],
    ['not not a', '(not (not a))'],
    ['a < b + c', '(a < (b + c))'],
    ['a - b - c', '((a - b) - c)'],
    ['a - (b - c)', '(a - (b - c))'],
    ['a / b * c', '((a / b) * c)'],
    ['a + b * c ^ d', '(a + (b * (c ^ d)))'],
    ['-x^2', '(- (x ^ 2))'],
    ['(-x)^2', '((- x) ^ 2)'],
    ['x^-1', '(x ^ (- 1))'],
    ['x^-y^z', '(x ^ (- (y ^ z)))'],
    ['x^y^z', '(x ^ (y ^ z))'],
    ['-x * y', '((- x) * y)'],
    ['x * -y', '(x * (- y))'],
    ['x^-y * z', '((x ^ (- y)) * z)'],
    ['a - -b', '(a - (- b))'],
    ['--a', '(- (- a))'],
    ['a == b and not c > d or e', '(((a == b) and (not (c > d))) or e)'],
    ['(a < b) == (c < d)', '((a < b) == (c < d))'],
  ])('%s reads %s', (text, expected) => {
    expect(grouped(valueOf(text))).toBe(expected);
  });
});

describe('operands', () => {
  test('a percentage is a hundredth, exactly as the decimal', () => {
    expect(valueOf('30%')).toMatchObject({ kind: 'number', value: 0.3, text: '30%' });
    expect(valueOf('0.5%')).toMatchObject({ value: 0.005 });
    expect(valueOf('1e-4')).toMatchObject({ value: 1e-4, text: '1e-4' });
  });

  test('true, false and missing are literals', () => {
    expect(valueOf('true')).toMatchObject({ kind: 'boolean', value: true });
    expect(valueOf('false')).toMatchObject({ kind: 'boolean', value: false });
    expect(valueOf('missing')).toMatchObject({ kind: 'missing' });
  });

  test('a time range holds two times in minutes since midnight', () => {
    expect(valueOf('09:30..10:00')).toMatchObject({ kind: 'time-range', from: { minutes: 570 }, to: { minutes: 600 } });
    expect(valueOf('9:30')).toMatchObject({ kind: 'time', minutes: 570 });
  });

  test('durations carry count and unit', () => {
    expect(valueOf('f(5d, 1w, 6mo)')).toMatchObject({ args: [{ value: { kind: 'duration', count: 5, unit: 'd' } }, { value: { count: 1, unit: 'w' } }, { value: { count: 6, unit: 'mo' } }] });
  });

  test('arguments are positional or named, and may end in a comma', () => {
    expect(grouped(valueOf('corr(volume, minute.ret, window=half_hour(3),)'))).toBe('corr(volume, minute.ret, window=half_hour(3))');
    expect(grouped(valueOf('f()'))).toBe('f()');
    expect(grouped(valueOf('[a, b,]'))).toBe('[a, b]');
    expect(grouped(valueOf('[]'))).toBe('[]');
  });

  test('a named argument may hold a comparison', () => {
    expect(grouped(valueOf('sum(amount, where=side == buy)'))).toBe('sum(amount, where=(side == buy))');
  });

  test('spans leave out redundant parentheses, and what is around takes them in whole', () => {
    const text = factor('value (a + b) * (c)');
    const value = valueOf('(a + b) * (c)');
    const slice = (part: Expression): string => text.slice(part.span.start, part.span.end);
    expect(slice(value)).toBe('(a + b) * (c)');
    if (value.kind !== 'binary') throw new Error('expected a product');
    expect(slice(value.left)).toBe('a + b');
    expect(slice(value.right)).toBe('c');
    expect(text.slice(value.operatorSpan.start, value.operatorSpan.end)).toBe('*');
  });
});

describe('keywords are names wherever a name can stand', () => {
  test('a let may be named value, and be the value', () => {
    expect(factorOf('let value = 1 value value').clauses.slice(2)).toMatchObject([
      { kind: 'let', name: { text: 'value' } },
      { kind: 'value', value: { kind: 'name', name: { text: 'value' } } },
    ]);
  });

  test('clauses follow each other on one line', () => {
    const item = itemOf('factor f { from minute direction -1 let a = b value c }');
    expect(item).toMatchObject({ clauses: [{ kind: 'from', table: { text: 'minute' } }, { kind: 'direction', value: -1 }, { kind: 'let', value: { name: { text: 'b' } } }, { kind: 'value' }] });
  });

  test('an operator after a keyword makes it an operand', () => {
    expect(grouped(valueOf('direction - 1'))).toBe('(direction - 1)');
    const item = factorOf('let x = direction\n  direction -1\n  value x');
    // Line breaks never matter: the second direction ends the let, because two operands never stand side by side.
    expect(item.clauses.slice(2).map((clause) => clause.kind)).toEqual(['let', 'direction', 'value']);
  });

  test.each(['from', 'direction', 'unit', 'known', 'let', 'value', 'input', 'target', 'layer', 'output', 'loss', 'train', 'use', 'def', 'set', 'factor', 'model'])('%s names a factor, a let, an argument, a column and a function', (word) => {
    const item = itemOf(`factor ${word} { from ${word} direction 1 let ${word} = ${word}(${word}, ${word}=1) + ${word}.${word} value ${word} }`);
    expect(item).toMatchObject({ kind: 'factor', name: { text: word } });
    expect(item.kind === 'factor' && item.clauses.map((clause) => clause.kind)).toEqual(['from', 'direction', 'let', 'value']);
  });

  test('named arguments of models are keywords too', () => {
    const item = itemOf('model m { target y = zscore(forward_return(from=1, to=11, price=vwap)) }');
    expect(item).toMatchObject({ clauses: [{ kind: 'target', name: { text: 'y' } }] });
  });

  test.each(['and', 'or', 'not', 'true', 'false', 'missing'])('%s is reserved', (word) => {
    expect(findingsOf(factor(`let ${word} = 1\n  value 1`))).toEqual([`FB133 ${word}`]);
    expect(findingsOf(`factor ${word} { from minute direction 1 value 1 }`)).toEqual([`FB133 ${word}`]);
  });
});

describe('clauses of a factor', () => {
  test('a direction is +1, 1 or -1; other numbers are kept for the checker', () => {
    const direction = (text: string): unknown => itemOf(`factor f { direction ${text} }`);
    expect(direction('+1')).toMatchObject({ clauses: [{ value: 1 }] });
    expect(direction('1')).toMatchObject({ clauses: [{ value: 1 }] });
    expect(direction('-1')).toMatchObject({ clauses: [{ value: -1 }] });
    expect(direction('2.5')).toMatchObject({ clauses: [{ value: 2.5 }] });
  });

  test('a unit is an expression of units', () => {
    const unit = (text: string): string => {
      const clause = factorOf(`unit ${text} value x`).clauses.find((each) => each.kind === 'unit');
      return clause === undefined ? '' : grouped(clause.unit);
    };
    expect(unit('CNY / share')).toBe('(CNY / share)');
    expect(unit('share^2')).toBe('(share ^ 2)');
    expect(unit('1')).toBe('1');
  });

  test('known takes a time', () => {
    expect(factorOf('known 10:00').clauses.at(-1)).toMatchObject({ kind: 'known', time: { minutes: 600 } });
  });

  test('repeated clauses and clauses after value stay in the tree, in source order', () => {
    expect(factorOf('value a from trade value b').clauses.map((clause) => clause.kind)).toEqual(['from', 'direction', 'value', 'from', 'value']);
  });
});

describe('items', () => {
  test('a def has parameters with and without defaults', () => {
    expect(itemOf('def big_threshold(x, n = 1,) = mean(x) + n * std(x)')).toMatchObject({
      kind: 'def',
      name: { text: 'big_threshold' },
      parameters: [{ name: { text: 'x' }, defaultValue: null }, { name: { text: 'n' }, defaultValue: { value: 1 } }],
      body: { kind: 'binary' },
    });
  });

  test('a set holds names and file patterns', () => {
    expect(itemOf('set s { a, 因子, "minute/*.factor", }')).toMatchObject({ kind: 'set', members: [{ kind: 'name', name: { text: 'a' } }, { kind: 'name' }, { kind: 'string', value: 'minute/*.factor' }] });
    expect(itemOf('set s {}')).toMatchObject({ members: [] });
  });

  test('a model has clauses, and a train block of settings', () => {
    const item = itemOf(`model hf_gru {
      input  x = panel(fill(zscore(neutralize(winsorize(huatai27))), 0), days=40)      # [days 40, features 27]
      target y = zscore(forward_return(from=1, to=11, price=vwap))
      let h = gru(x, units=30)
      layer shared = gru(units=30)
      output p = sigmoid(dense(batch_norm(h), units=1))
      loss -corr(p, y)
      train { optimizer adam(learning_rate=0.005)  batch 5000  batch date  epochs 100  patience 10
              every 5d  split 80%  refit 6mo  seeds 3 }
    }`);
    expect(item.kind === 'model' && item.clauses.map((clause) => clause.kind)).toEqual(['input', 'target', 'let', 'layer', 'output', 'loss', 'train']);
    const train = item.kind === 'model' ? item.clauses.at(-1) : undefined;
    expect(train?.kind === 'train' && train.settings.map((setting) => [setting.name.text, setting.value.kind])).toEqual([
      ['optimizer', 'call'], ['batch', 'number'], ['batch', 'name'], ['epochs', 'number'], ['patience', 'number'], ['every', 'duration'], ['split', 'number'], ['refit', 'duration'], ['seeds', 'number'],
    ]);
  });

  test('an empty factor and an empty model are items', () => {
    expect(itemOf('factor f {}')).toMatchObject({ clauses: [] });
    expect(itemOf('model m { train {} }')).toMatchObject({ clauses: [{ kind: 'train', settings: [] }] });
  });

  test('line breaks never matter', () => {
    const spread = itemOf('factor\nf\n{\nfrom\nminute\ndirection\n-\n1\nvalue\nsum\n(\nx\n)\n}');
    expect(spread).toMatchObject({ name: { text: 'f' }, clauses: [{ kind: 'from' }, { value: -1 }, { value: { kind: 'call' } }] });
  });

  test('items carry the span from their keyword to their last token', () => {
    const text = '# note\nfactor f { value (x) }\ndef d() = (1)\nuse "a.factor" # end\nset s { }';
    const { tree } = parse(text, 'a.factor');
    expect(tree.items.map((item) => text.slice(item.span.start, item.span.end))).toEqual(['factor f { value (x) }', 'def d() = (1)', 'use "a.factor"', 'set s { }']);
  });
});

describe('documentation and comments', () => {
  const documented = (text: string): readonly (string | null)[] =>
    parse(text, 'a.factor').tree.items.map((item) => (item.kind === 'use' || item.documentation === null ? null : item.documentation.text));

  test('/// lines directly before an item are its documentation, markers removed', () => {
    expect(documented('/// 中文 · English\n///  indented\n///\nfactor f {}')).toEqual(['中文 · English\n indented\n']);
    expect(documented('///no space\r\ndef f() = 1')).toEqual(['no space']);
  });

  test.each([
    ['an empty line between', '/// doc\n\nfactor f {}'],
    ['another comment between', '/// doc\n# note\nfactor f {}'],
    ['it stands behind something', 'use "a.factor" /// doc\nfactor f {}'],
    ['it stands on the line of the item', 'factor /// doc\nf {}'],
    ['four slashes', '//// doc\nfactor f {}'],
  ])('%s: it is a plain comment', (_, text) => {
    expect(documented(text).at(-1)).toBeNull();
    expect(parse(text, 'a').tree.comments.map((comment) => comment.text)).toContainEqual(expect.stringContaining('doc'));
  });

  test('only the unbroken run of lines before the item counts', () => {
    const { tree } = parse('/// far\n\n/// near\n/// nearer\nset s {}', 'a');
    expect(tree.items[0]).toMatchObject({ documentation: { text: 'near\nnearer' } });
    expect(tree.comments.map((comment) => comment.text)).toEqual(['/// far']);
  });

  test('a use has no documentation', () => {
    expect(parse('/// doc\nuse "a.factor"', 'a').tree.comments).toHaveLength(1);
  });

  test('comments keep their text and place, without the white space behind them', () => {
    const text = '# one  \nfactor f { # two\n} # three';
    const { tree } = parse(text, 'a');
    expect(tree.comments.map((comment) => comment.text)).toEqual(['# one', '# two', '# three']);
    expect(tree.comments.map((comment) => text.slice(comment.span.start, comment.span.end))).toEqual(['# one', '# two', '# three']);
  });

  test('a comment may contain anything', () => {
    expect(findingsOf('# § && } "\nfactor f {}')).toEqual([]);
  });
});
