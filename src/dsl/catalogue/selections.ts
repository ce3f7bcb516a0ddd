/** Selections: conditions that hold for the largest or smallest rows. */
import { BARS_PER_DAY } from '../session.ts';
import { EXACT_ORDER, selectionSize } from './keys.ts';
import { SelectionSpace, selectLargest } from './largest.ts';
import { operator, TWO_SERIES, WINDOW_WHERE, type Operator } from './operator.ts';

/** Rows of a day of bars, kept so that a whole market needs no new arrays. */
const daySpace = new SelectionSpace(BARS_PER_DAY);

function selection(name: 'top' | 'bottom', sign: 1 | -1, which: string, summaryZh: string, example: string): Operator {
  return operator({
    name,
    group: 'selection',
    parameters: [{ name: 'p', form: 'share', range: [0, 1], default: null }],
    named: WINDOW_WHERE,
    unit: 'free',
    result: 'boolean',
    meaning: {
      kind: 'selection',
      of: (x, allowed, [share = 0], into) => {
        const rows = allowed === null ? x.length : allowed.reduce((total, flag) => total + flag, 0);
        const space = x.length <= BARS_PER_DAY ? daySpace : new SelectionSpace(x.length);
        selectLargest(x, allowed, selectionSize(share, rows), sign, space, into);
      },
      largest: sign,
    },
    lowering: { kind: 'host', reason: EXACT_ORDER },
    summary: `True for the share p of rows with the ${which} values.`,
    summaryZh,
    notes: 'Takes round-half-up(p × rows) rows, rows counted on the whole grid of the window after where. Keys are float64 rounded to 9 significant digits; ties go to the earlier row; missing is never selected.',
    example,
  });
}

export const SELECTIONS: readonly Operator[] = [
  selection('top', 1, 'largest', '取最大的一部分行', 'sum(volume, where=top(abs(ret), 10%)) / sum(volume)'),
  selection('bottom', -1, 'smallest', '取最小的一部分行', 'mean(ret, where=bottom(volume, 50%))'),
];

export const POOLING: readonly Operator[] = [
  operator({
    name: 'concat',
    group: 'pooling',
    arguments: TWO_SERIES,
    unit: 'sum',
    meaning: { kind: 'pool' },
    lowering: { kind: 'pool' },
    summary: 'Rows of x followed by rows of y; legal only under a reduction.',
    summaryZh: '合并两个序列',
    example: 'std(concat(high, low)) / mean(close)',
  }),
];
