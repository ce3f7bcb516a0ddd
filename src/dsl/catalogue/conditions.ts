/** Written operators that make conditions: comparisons and logic. */
import type { ElementLowering } from './lowering.ts';
import { EXACT_NUMERICS, operator, type Operator, type OperatorArgument } from './operator.ts';
import { andLoop, atLeastLoop, atMostLoop, equalLoop, greaterLoop, lessLoop, orLoop, unequalLoop, type PairLoop } from './pair-loops.ts';
import { argument, type Traits } from './traits.ts';

type Sign = Extract<ElementLowering, { kind: 'comparison' }>['sign'];

/** Why f32 might decide a comparison otherwise than float64; null for two stored prices, conditions, or a value of certain sign against 0. */
function impreciseComparison(args: readonly Traits[]): string | null {
  const a = argument(args, 0);
  const b = argument(args, 1);
  return comparesExactly(a, b) ? null : 'a comparison of rounded values may fall on the wrong side';
}

function comparesExactly(a: Traits, b: Traits): boolean {
  if (a.element === 'boolean' && b.element === 'boolean') return true;
  if (a.error === 0 && b.error === 0) return true;
  if (b.constant === 0) return a.exactSign;
  if (a.constant === 0) return b.exactSign;
  return a.level !== null && b.level !== null && a.level.exact && b.level.exact && a.level.beta === b.level.beta && a.shape === 'series' && b.shape === 'series';
}

function comparison(sign: Sign, loop: PairLoop, of: (a: number, b: number) => boolean, summary: string, summaryZh: string, example: string): Operator {
  const accepts: OperatorArgument['accepts'] = sign === '==' || sign === '!=' ? 'alike' : 'number';
  return operator({
    name: sign,
    group: 'comparison',
    arguments: [
      { name: 'a', accepts },
      { name: 'b', accepts },
    ],
    unit: 'compare',
    result: 'boolean',
    meaning: { kind: 'element', of: ([a = NaN, b = NaN]) => (!Number.isNaN(a) && !Number.isNaN(b) && of(a, b) ? 1 : 0), loop },
    lowering: { kind: 'comparison', sign },
    numerics: { ...EXACT_NUMERICS, imprecise: impreciseComparison },
    summary,
    summaryZh,
    notes: 'False where either side is missing.',
    example,
  });
}

type LogicText = Pick<Operator, 'summary' | 'summaryZh' | 'example'> & { readonly notes?: string; readonly loop?: PairLoop };

/** Of conditions: they are never missing, so neither is what is made of them. */
function logic(name: string, names: readonly string[], of: (args: readonly number[]) => boolean, text: (args: readonly string[]) => string, { loop, ...texts }: LogicText): Operator {
  return operator({
    name,
    group: 'logic',
    arguments: names.map((argumentName) => ({ name: argumentName, accepts: 'boolean' })),
    unit: 'free',
    result: 'boolean',
    meaning: { kind: 'element', of: (args) => (of(args) ? 1 : 0), ...(loop === undefined ? {} : { loop }) },
    lowering: { kind: 'logic', text },
    missing: 'absorbed',
    ...texts,
  });
}

const holds = (value: number | undefined): boolean => value !== undefined && value !== 0;

export const CONDITIONS: readonly Operator[] = [
  comparison('<', lessLoop, (a, b) => a < b, 'Less than.', '小于', 'count(ret < 0)'),
  comparison('<=', atMostLoop, (a, b) => a <= b, 'At most.', '小于等于', 'count(close <= open)'),
  comparison('>', greaterLoop, (a, b) => a > b, 'Greater than.', '大于', 'count(volume > 0)'),
  comparison('>=', atLeastLoop, (a, b) => a >= b, 'At least.', '大于等于', 'count(close >= open)'),
  comparison('==', equalLoop, (a, b) => a === b, 'Equal: numbers, times, enum names or booleans of one kind.', '等于', 'count(high == low)'),
  comparison('!=', unequalLoop, (a, b) => a !== b, 'Different. False where either side is missing.', '不等于', 'count(close != open)'),
  logic('and', ['a', 'b'], ([a, b]) => holds(a) && holds(b), ([a, b]) => `(${String(a)} * ${String(b)})`, { loop: andLoop, summary: 'Both.', summaryZh: '且', example: 'count(ret < 0 and volume > 0)' }),
  logic('or', ['a', 'b'], ([a, b]) => holds(a) || holds(b), ([a, b]) => `Math.max(${String(a)}, ${String(b)})`, { loop: orLoop, summary: 'One or both.', summaryZh: '或', example: 'count(ret < 0 or close < open)' }),
  logic('not', ['a'], ([a]) => !holds(a), ([a]) => `(1.0 - ${String(a)})`, {
    summary: 'The opposite. A comparison with missing is false, so its opposite is true.',
    summaryZh: '非',
    example: 'count(not (ret < 0))',
  }),
];
