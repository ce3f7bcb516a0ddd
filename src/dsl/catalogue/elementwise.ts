/** Functions of one element. */
import { finite } from './arithmetic.ts';
import { operator, type Accuracy, type Lowering, type Operator, type UnitRule } from './operator.ts';

function unary(
  name: string,
  unit: UnitRule,
  of: (x: number) => number,
  accuracy: Accuracy,
  text: (x: string) => string,
  summary: string,
  summaryZh: string,
  example: string,
  domain?: 'positive' | 'nonnegative',
): Operator {
  const lowering: Lowering = { kind: 'element', accuracy, text: ([x]) => text(String(x)), ...(domain === undefined ? {} : { domain }) };
  const notes = domain === undefined ? 'Missing where x is missing.' : `Missing where x is missing or not ${domain === 'positive' ? 'greater than 0' : 'at least 0'}.`;
  return operator({ name, group: 'element-wise', unit, meaning: { kind: 'element', of: ([x = NaN]) => finite(of(x)) }, lowering, summary, summaryZh, notes, example });
}

function choice(name: string, pick: (a: number, b: number) => number, text: string, summary: string, summaryZh: string, example: string): Operator {
  return operator({
    name,
    group: 'element-wise',
    arguments: [
      { name: 'a', accepts: 'number' },
      { name: 'b', accepts: 'number' },
    ],
    unit: 'alike',
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : pick(a, b)) },
    lowering: { kind: 'element', accuracy: 'keeps', text: ([a, b]) => `${text}(${String(a)}, ${String(b)})` },
    summary,
    summaryZh,
    notes: 'Missing if either is missing.',
    example,
  });
}

export const ELEMENTWISE: readonly Operator[] = [
  unary('abs', 'keep', Math.abs, 'keeps', (x) => `Math.abs(${x})`, 'Absolute value.', '绝对值', 'mean(abs(ret))'),
  unary('log', 'plain', (x) => (x > 0 ? Math.log(x) : NaN), 'amplifies', (x) => `Math.log(${x})`, 'Natural logarithm of a plain number.', '自然对数', 'std(log(close / prev(close)))', 'positive'),
  unary('exp', 'plain', Math.exp, 'keeps', (x) => `Math.exp(${x})`, 'e to the power of a plain number.', '指数函数', 'exp(sum(ret))'),
  unary('sqrt', 'root', (x) => (x >= 0 ? Math.sqrt(x) : NaN), 'keeps', (x) => `Math.sqrt(${x})`, 'Square root; halves the unit.', '平方根', 'sqrt(sum(ret^2))', 'nonnegative'),
  unary('sign', 'free', Math.sign, 'steps', (x) => `Math.sign(${x})`, '-1, 0 or 1.', '符号', 'mean(sign(ret))'),
  choice('lesser', Math.min, 'Math.min', 'The smaller of two.', '较小者', 'mean(lesser(close, open)) / mean(close)'),
  choice('greater', Math.max, 'Math.max', 'The larger of two.', '较大者', 'mean(greater(ret, 0))'),
  operator({
    name: 'if',
    group: 'element-wise',
    arguments: [
      { name: 'condition', accepts: 'boolean' },
      { name: 'a', accepts: 'any' },
      { name: 'b', accepts: 'any' },
    ],
    unit: 'alike',
    result: 'same',
    absorbsMissing: true,
    meaning: { kind: 'element', of: ([condition = 0, a = NaN, b = NaN]) => (condition !== 0 ? a : b) },
    lowering: { kind: 'element', accuracy: 'keeps', text: ([c, a, b]) => `(${String(c)} > 0.5 ? ${String(a)} : ${String(b)})` },
    summary: 'a where the condition holds, b elsewhere.',
    summaryZh: '条件取值',
    notes: 'Missing only where the chosen side is missing.',
    example: 'sum(if(ret < 0, volume, 0)) / sum(volume)',
  }),
  operator({
    name: 'fill',
    group: 'element-wise',
    arguments: [
      { name: 'x', accepts: 'number' },
      { name: 'v', accepts: 'number' },
    ],
    unit: 'alike',
    absorbsMissing: true,
    meaning: { kind: 'element', of: ([x = NaN, v = NaN]) => (Number.isNaN(x) ? v : x) },
    lowering: { kind: 'element', accuracy: 'keeps', text: ([x]) => String(x) },
    summary: 'x, or v where x is missing.',
    summaryZh: '填充缺失值',
    notes: 'What is filled no longer counts as resting on a column that the feed does not deliver.',
    example: 'mean(fill(ret, 0))',
  }),
  operator({
    name: 'is_missing',
    group: 'element-wise',
    arguments: [{ name: 'x', accepts: 'number' }],
    unit: 'free',
    result: 'boolean',
    absorbsMissing: true,
    meaning: { kind: 'element', of: ([x = NaN]) => (Number.isNaN(x) ? 1 : 0) },
    lowering: { kind: 'element', accuracy: 'logic', text: ([x]) => String(x) },
    summary: 'True where x is missing.',
    summaryZh: '是否缺失',
    example: 'count(is_missing(ret))',
  }),
];
