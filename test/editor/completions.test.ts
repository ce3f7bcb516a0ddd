/** What is offered, in whole, half-typed and broken texts. */
import { describe, expect, test } from 'vitest';
import { completionsOf, inFactor, inModel, labels, misfits, open } from './cursor.ts';
import { applyEdits } from '../../src/editor/apply-edits.ts';

/** The text after choosing a completion. */
function chosen(marked: string, label: string): string {
  const found = completionsOf(marked).find((each) => each.label === label);
  if (found === undefined) throw new Error(`${label} is not offered`);
  return applyEdits(open(marked).text, [{ span: found.span, text: found.text }]);
}

describe('items and clauses', () => {
  test('items, with a whole factor and a whole model as snippets', () => {
    expect(labels('|')).toEqual(['use', 'def', 'set', 'factor', 'model']);
    expect(labels('facto|')).toContain('factor');
    expect(completionsOf('|').find(({ label }) => label === 'factor')).toMatchObject({ kind: 'snippet', isSnippet: true });
  });

  test('clauses that are not there yet', () => {
    expect(labels('factor f {\n  |\n}')).toEqual(['from', 'direction', 'unit', 'known', 'let', 'value']);
    expect(labels('factor f {\n  from minute\n  let x = ret\n  |')).toEqual(['direction', 'unit', 'known', 'let', 'value']);
    expect(labels(inFactor('kn|'))).toContain('known');
    expect(labels(inModel('|'))).toEqual(['input', 'layer', 'let', 'output', 'loss', 'train']);
  });

  test('a complete expression goes on with clauses and joining words', () => {
    expect(labels(inFactor('let x = ret |'))).toEqual(expect.arrayContaining(['value', 'let', 'and', 'or']));
  });

  test('tables, directions, times, units', () => {
    expect(labels('factor f {\n  from |')).toEqual(['daily', 'minute', 'order', 'trade']);
    expect(labels('factor f {\n  from minute\n  direction |')).toEqual(['+1', '-1']);
    expect(chosen('factor f {\n  from minute\n  direction -|', '-1')).toBe('factor f {\n  from minute\n  direction -1');
    expect(labels(inFactor('known |\n  value mean(ret, window=early)'))[0]).toBe('10:00');
    expect(labels(inFactor('unit |'))).toEqual(['1', 'CNY', 'CNY/share', 'share']);
  });

  test('nothing in comments and where a name is given', () => {
    expect(labels('# a |')).toEqual([]);
    expect(labels(inFactor('let |'))).toEqual([]);
    expect(labels('factor |')).toEqual([]);
  });
});

describe('expressions of factors', () => {
  test('only what can be added to a price fits behind `close +`', () => {
    const marked = inFactor('let x = close + |');
    expect(labels(marked)).toEqual(expect.arrayContaining(['open', 'high', 'low', 'vwap', 'mean', 'prev']));
    for (const misfit of ['volume', 'amount', 'ret', 'time', 'count', 'corr']) expect(misfits(marked)).toContain(misfit);
  });

  test('a value is one number: reductions fit, columns do not', () => {
    expect(labels(inFactor('value |'))).toContain('mean');
    expect(misfits(inFactor('value |'))).toEqual(expect.arrayContaining(['close', 'abs']));
    expect(labels(inFactor('value |', 'daily'))).toContain('turnover');
  });

  test('lets above, not those below and not itself', () => {
    const found = labels(inFactor('let a = ret\n  let x = |\n  let b = ret\n  value mean(x)'));
    expect(found[0]).toBe('a');
    expect(found).not.toContain('x');
    expect(found).not.toContain('b');
  });

  test('arguments in half-typed calls: what fits, and names that are not given yet', () => {
    expect(labels(inFactor('value corr(volume, |'))).toEqual(expect.arrayContaining(['items', 'window=', 'where=', 'by=']));
    expect(labels(inFactor('value sum(amount, window=late, |)'))).not.toContain('window=');
    expect(labels(inFactor('value mean(turnover, |)', 'daily'))).not.toContain('by=');
    expect(chosen(inFactor('value sum(amount, wi|ndow=late) / sum(amount)'), 'where')).toContain('where=late');
  });

  test('windows, keys and enums where they are expected', () => {
    expect(labels(inFactor('value sum(volume, window=|)'))).toEqual(['afternoon', 'early', 'half_hour', 'late', 'morning', 'session']);
    expect(labels(inFactor('value mean(turnover, window=|)', 'daily'))).toContain('20d');
    expect(labels(inFactor('value sum(sum(volume, by=|', 'trade'))).toEqual(['buy_id', 'minute', 'sell_id']);
    expect(labels(inFactor('value count(side == |', 'trade')).slice(0, 3)).toEqual(['buy', 'none', 'sell']);
    expect(labels(inFactor('value count(side == |', 'order')).slice(0, 2)).toEqual(['buy', 'sell']);
    expect(labels(inFactor('value zscore(ret, by=|)', 'daily'))).not.toContain('minute');
  });

  test('columns behind a table', () => {
    expect(labels(inFactor('value corr(amount, minute.|', 'trade'))).toContain('ret');
    expect(misfits(inFactor('let x = minute.close + minute.|', 'trade'))).toContain('volume');
  });

  test('defs of used files, with what they need', () => {
    expect(labels(`use "lib/orders.factor"\n${inFactor('let x = sum(amount, by=buy_id) > |', 'trade')}`)).toContain('big_threshold');
    expect(misfits(`use "lib/orders.factor"\n${inFactor('let x = sum(volume, by=buy_id) > |', 'trade')}`)).toContain('big_threshold');
    expect(chosen(`def half(x) = x / 2\n${inFactor('value |')}`, 'half')).toContain('half(${1:x})');
  });

  test('the name of a call is replaced alone', () => {
    expect(chosen(inFactor('value me|(ret)'), 'mean')).toBe(inFactor('value mean(ret)'));
  });

  test('parameters in a def', () => {
    expect(labels('def f(size) = mean(amount) + |')[0]).toBe('size');
  });
});

describe('files and sets', () => {
  test('files as the file would name them', () => {
    expect(labels('use |')).toContain('lib/orders.factor');
    expect(labels('use "lib/|"')).toContain('lib/orders.factor');
    expect(labels('use "lib/|')).toContain('lib/orders.factor');
    expect(labels('set s { "min|" }')).toContain('minute/*.factor');
    expect(labels(inFactor('value sum(ret, window="la|te")'))).toEqual([]);
    expect(labels('use "../|"', 'models/m.model')).toContain('../factors/huatai27.factor');
  });

  test('members that a set does not hold yet, and patterns', () => {
    const found = labels(`use "minute/late_skew_ret.factor"\nset s { late_skew_ret, | }\n${inFactor('value mean(ret)')}`);
    expect(found).toContain('f');
    expect(found).toContain('minute/*.factor');
    expect(found).not.toContain('late_skew_ret');
  });
});

describe('models', () => {
  test('values by shape, layers, functions of the clause', () => {
    expect(labels(inModel('let a = |'))).toEqual(expect.arrayContaining(['h', 'x', 'dense', 'gru', 'corr']));
    expect(misfits(inModel('let a = dense(|, units=1)'))).toContain('x');
    expect(labels(inModel('let a = dense(|, units=1)'))).toContain('h');
    expect(labels(inModel('layer s = |'))).toEqual(['batch_norm', 'dense', 'gru']);
    expect(labels(inModel('input d = |'))).toEqual(expect.arrayContaining(['panel', 'bars', 'zscore']));
    expect(labels(inModel('input d = panel(|, days=3)'))).toContain('huatai27');
  });

  test('settings and the words they take', () => {
    expect(labels(inModel('let a = dense(h, |'))).toContain('units=');
    expect(labels(inModel('input d = bars(every=|'))).toEqual(['1d', '1mo', '1w']);
    expect(labels(inModel('input d = bars(every=1d, count=3, fields=[open, |'))).toContain('turnover');
    expect(labels(inModel('train { batch 5000 | }'))).toEqual(['epochs', 'every', 'optimizer', 'patience', 'refit', 'seeds', 'split']);
    expect(labels(inModel('train { batch | }'))).toEqual(['5000', 'date']);
    expect(labels(inModel('train { optimizer adam(learning_rate=| }'))).toEqual([]);
  });
});
