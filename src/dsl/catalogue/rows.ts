/** Operators along the rows of a day. They never leave the day: what lies before the first or after the last row is missing. */
import { EXACT_ORDER, fractionalRanks, rankOfLast } from './keys.ts';
import { EXACT_NUMERICS, finite, operator, WINDOW_WHERE, type Numerics, type Operator } from './operator.ts';
import { argument, rounded, withZero } from './traits.ts';

const ANY = { name: 'x', accepts: 'any' } as const;
const STEPS = { name: 'n', form: 'integer', range: [1, 100000], default: 1 } as const;

/** Moved along the rows, values stay what they are. */
const SAME: Numerics = { ...EXACT_NUMERICS, accuracy: (args) => argument(args, 0) };

/**
 * Row i of the result is row i − n of x; n < 0 looks ahead.
 *
 * @param outside what stands in rows that would lie outside the day: NaN, or 0 for conditions
 * @param out where the result is written, as long as x
 */
export function shifted(x: Float64Array, n: number, outside = NaN, out: Float64Array = new Float64Array(x.length)): Float64Array {
  if (n > 0) out.fill(outside, 0, n);
  else if (n < 0) out.fill(outside, Math.max(0, x.length + n));
  for (let i = Math.max(0, n); i < Math.min(x.length, x.length + n); i++) out[i] = x[i - n] as number;
  return out;
}

function cumulated(x: Float64Array): Float64Array {
  let total = 0;
  return x.map((value) => {
    if (Number.isNaN(value)) return NaN;
    total += value;
    return finite(total);
  });
}

export const ROWS: readonly Operator[] = [
  operator({
    name: 'prev',
    group: 'along the rows',
    arguments: [ANY],
    parameters: [STEPS],
    unit: 'keep',
    result: 'same',
    meaning: { kind: 'rows', of: (x, [n = 1]) => shifted(x, n) },
    lowering: { kind: 'shift', sign: -1 },
    numerics: SAME,
    summary: 'The value n rows earlier.',
    summaryZh: '前第 n 行的值',
    notes: 'Missing (false for conditions) in the first n rows. 11:30 is the row before 13:01.',
    example: 'corr(ret, prev(ret))',
  }),
  operator({
    name: 'next',
    group: 'along the rows',
    arguments: [ANY],
    parameters: [STEPS],
    unit: 'keep',
    result: 'same',
    meaning: { kind: 'rows', of: (x, [n = 1]) => shifted(x, -n) },
    lowering: { kind: 'shift', sign: 1 },
    numerics: SAME,
    summary: 'The value n rows later; known that much later.',
    summaryZh: '后第 n 行的值',
    notes: 'Missing (false for conditions) in the last n rows; never the next day.',
    example: 'corr(close, next(open))',
  }),
  operator({
    name: 'diff',
    group: 'along the rows',
    parameters: [STEPS],
    unit: 'keep',
    meaning: {
      kind: 'rows',
      of: (x, [n = 1]) => {
        const earlier = shifted(x, n);
        return x.map((value, i) => value - (earlier[i] as number));
      },
    },
    lowering: { kind: 'difference' },
    summary: 'x - prev(x, n).',
    summaryZh: '与前第 n 行之差',
    notes: 'Missing in the first n rows.',
    example: 'mean(abs(diff(close))) / mean(close)',
  }),
  operator({
    name: 'cumsum',
    group: 'along the rows',
    unit: 'keep',
    meaning: { kind: 'rows', of: (x) => cumulated(x) },
    lowering: { kind: 'host', reason: 'a running sum follows the order of the rows' },
    numerics: { ...EXACT_NUMERICS, accuracy: (args) => rounded(withZero(argument(args, 0).sign)) },
    summary: 'Running sum from the first row of the day.',
    summaryZh: '累计和',
    notes: 'Missing rows stay missing and add nothing.',
    example: 'max(cumsum(ret))',
  }),
  operator({
    name: 'rank',
    group: 'along the rows',
    named: WINDOW_WHERE,
    unit: 'free',
    meaning: {
      kind: 'selection',
      of: (x, allowed, _, into) => {
        into.set(fractionalRanks(x, allowed));
      },
      last: rankOfLast,
    },
    lowering: { kind: 'host', reason: EXACT_ORDER },
    numerics: { ...EXACT_NUMERICS, accuracy: () => rounded('positive') },
    summary: 'Fractional rank in (0, 1], the largest is 1.',
    summaryZh: '分数排名',
    notes: 'Ties share the mean of their ranks; keys have 9 significant digits. Missing stays missing; rows outside window or where are missing.',
    example: 'corr(rank(volume), rank(close))',
  }),
];
