/** Hover, signatures, hints and lenses. */
import { describe, expect, test } from 'vitest';
import { activeParameter, hoverOf, inFactor, inModel, open, signatureOf } from './cursor.ts';

function hover(marked: string, path?: string): string {
  return hoverOf(marked, path)?.markdown ?? '';
}

function hints(marked: string): readonly string[] {
  const { editor, path, text } = open(`${marked}|`);
  return editor.language.hints(path, { start: 0, end: text.length }).map(({ offset, label }) => `${/\S+$/.exec(text.slice(0, offset))?.[0] ?? ''}${label}`);
}

describe('hover', () => {
  test('a column: unit, rows, meaning in both languages, and when it is known', () => {
    const text = hover(inFactor('value mean(clo|se) / mean(open)'));
    for (const part of ['minute.close', 'CNY/share · 240 minutes', '收盘价', 'last price of the bar', 'each row at its end']) expect(text).toContain(part);
  });

  test('a let shows what it is and its type', () => {
    const text = hover(inFactor('let x = close / open\n  value mean(|x)'));
    expect(text).toContain('let x = close / open');
    expect(text).toContain('a number for each of the 240 minutes');
  });

  test('an operator: signature, meaning, notes, example, and the value of its call', () => {
    const text = hover(inFactor('value me|an(ret, window=early)'));
    for (const part of ['mean(x, window=, where=, by=)', '均值', 'Missing of no rows', 'a number; known at 10:00']) expect(text).toContain(part);
    expect(hover(inFactor('value mean(ret) |+ 1'))).toContain('a + b');
  });

  test('a def, a set, a factor', () => {
    expect(hover(`use "lib/orders.factor"\n${inFactor('value big_thr|eshold() / sum(amount)', 'trade')}`)).toContain('均值加 n 倍标准差');
    expect(hover('use "huatai27.factor"\nset s { hua|tai27 }')).toContain('27 factors');
    const text = hover('use "minute/early_corr_volume_ret.factor"\nset s { early|_corr_volume_ret }');
    for (const part of ['from minute', 'direction', 'known 10:00']) expect(text).toContain(part);
  });

  test('windows, enums, keywords', () => {
    expect(hover(inFactor('value sum(ret, window=la|te)'))).toContain('14:30..15:00');
    expect(hover(inFactor('value count(side == b|uy) / count(price)', 'trade'))).toContain('买方');
    expect(hover(inFactor('val|ue mean(ret)'))).toContain('因子值');
  });

  test('what cannot be typed says why, and what is known nevertheless', () => {
    expect(hover(inFactor('value mean(close |+ volume)'))).toContain('cannot add CNY/share and share');
    expect(hover(inFactor('value sum(re|t, bogus=1)'))).toContain('minute.ret');
  });

  test('values of models have their shape', () => {
    expect(hover(inModel('output p = dense(|h, units=1)'))).toContain('[samples, units 30]');
    expect(hover('use "../factors/huatai27.factor"\nmodel m {\n  input |x = panel(fill(zscore(huatai27), 0), days=40)\n}', 'models/m.model')).toContain('days 40, features 27');
  });
});

describe('signatures', () => {
  test('the active parameter of operators, defs and functions of models', () => {
    expect(activeParameter(inFactor('value corr(|'))).toBe('x');
    expect(activeParameter(inFactor('value corr(volume, |'))).toBe('y');
    expect(activeParameter(inFactor('value corr(volume, items, window=|)'))).toBe('window=');
    expect(activeParameter(inFactor('value corr(volume, items, win|dow=late)'))).toBe('window=');
    expect(activeParameter(inFactor('value corr(mean(volume), |items)'))).toBe('y');
    expect(activeParameter(`def f(x, n = 2) = mean(x) * n\n${inFactor('value f(ret, |')}`)).toBe('n=2');
    expect(activeParameter(inModel('let a = dense(h, |'))).toBe('units=');
    expect(activeParameter(inModel('let a = concat(h, h, h, |'))).toBe('…');
    expect(signatureOf(inModel('layer s = gru(units=3)\n  let a = s(|'))?.label).toBe('s(x)');
  });

  test('none outside of calls', () => {
    expect(signatureOf(inFactor('value | mean(ret)'))).toBeNull();
    expect(signatureOf('|')).toBeNull();
  });
});

test('hints show the unit and rows of lets and values, and shapes in models', () => {
  expect(hints(inFactor('let x = close * volume\n  value sum(x) / sum(amount)'))).toEqual(['x: CNY · 240 minutes', 'value: 1 · one value']);
  expect(hints(inModel('output p = dense(h, units=1)'))).toContain('h: [samples, units 30]');
});

test('factors can be explained and tested, models explained', () => {
  const { editor, path } = open(`${inFactor('value mean(ret)')}|`);
  expect(editor.language.lenses(path).map(({ title, name, command }) => `${title} ${name} ${command}`)).toEqual(['Explain f explain', 'Test this factor f test']);
  expect(editor.language.lenses('models/hf_gru.model').map(({ command }) => command)).toEqual(['explain']);
});
