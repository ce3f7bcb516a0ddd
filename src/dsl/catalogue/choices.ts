/** Functions that give back one of their arguments, or say whether there is one. */
import { EXACT_NUMERICS, numbers, operator, TWO_NUMBERS, type Numerics, type Operator } from './operator.ts';
import { argument, bothSigns, eitherSign, sameLevel, type Accuracy, type Sign, type Traits } from './traits.ts';

/** Accuracy of a value that is one of two. */
function eitherOf(a: Traits, b: Traits, sign: (a: Sign, b: Sign) => Sign = bothSigns): Accuracy {
  return { error: Math.max(a.error, b.error), sign: sign(a.sign, b.sign), exactSign: a.exactSign && b.exactSign, level: sameLevel(a.level, b.level) };
}

/** One of the arguments at two places is the result. */
function choosing(first: number, second: number, sign?: (a: Sign, b: Sign) => Sign): Numerics {
  return { ...EXACT_NUMERICS, accuracy: (args) => eitherOf(argument(args, first), argument(args, second), sign) };
}

type Texts = Pick<Operator, 'name' | 'summary' | 'summaryZh' | 'example'>;

function extreme(texts: Texts, of: (a: number, b: number) => number, pick: 'Math.min' | 'Math.max', sign?: (a: Sign, b: Sign) => Sign): Operator {
  return operator({
    ...texts,
    group: 'element-wise',
    arguments: TWO_NUMBERS,
    unit: 'alike',
    // Math.min and Math.max of a missing value are missing.
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => of(a, b) },
    lowering: { kind: 'choice', pick },
    numerics: choosing(0, 1, sign),
    notes: 'Missing if either is missing.',
  });
}

export const CHOICES: readonly Operator[] = [
  extreme({ name: 'lesser', summary: 'The smaller of two.', summaryZh: '较小者', example: 'mean(lesser(close, open)) / mean(close)' }, Math.min, 'Math.min'),
  extreme({ name: 'greater', summary: 'The larger of two.', summaryZh: '较大者', example: 'mean(greater(ret, 0))' }, Math.max, 'Math.max', eitherSign),
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
    missing: 'absorbed',
    meaning: { kind: 'element', of: ([condition = 0, a = NaN, b = NaN]) => (condition !== 0 ? a : b) },
    lowering: { kind: 'branch' },
    numerics: choosing(1, 2),
    summary: 'a where the condition holds, b elsewhere.',
    summaryZh: '条件取值',
    notes: 'Missing only where the chosen side is missing.',
    example: 'sum(if(ret < 0, volume, 0)) / sum(volume)',
  }),
  operator({
    name: 'fill',
    group: 'element-wise',
    arguments: numbers('x', 'v'),
    unit: 'alike',
    missing: 'answered',
    meaning: { kind: 'element', of: ([x = NaN, v = NaN]) => (Number.isNaN(x) ? v : x) },
    lowering: { kind: 'fill' },
    numerics: choosing(0, 1),
    summary: 'x, or v where x is missing.',
    summaryZh: '填充缺失值',
    notes: 'What is filled no longer counts as resting on a column that the feed does not deliver.',
    example: 'mean(fill(ret, 0))',
  }),
  operator({
    name: 'is_missing',
    group: 'element-wise',
    unit: 'free',
    result: 'boolean',
    missing: 'answered',
    meaning: { kind: 'element', of: ([x = NaN]) => (Number.isNaN(x) ? 1 : 0) },
    lowering: { kind: 'presence' },
    summary: 'True where x is missing.',
    summaryZh: '是否缺失',
    example: 'count(is_missing(ret))',
  }),
];
