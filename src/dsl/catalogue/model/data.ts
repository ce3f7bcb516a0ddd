/** Functions that say what the data of samples are: inputs from the past, and the one label from the future. */
import { isSeries, ONE_EACH, SAMPLES } from '../../shapes.ts';
import { MOST_DAYS } from '../../session.ts';
import { modelFunction, type ModelFunction } from './function.ts';

/** What a bar of days, weeks or months holds. */
export const BAR_FIELDS: ReadonlyMap<string, string> = new Map([
  ['open', 'first price'],
  ['high', 'highest price'],
  ['low', 'lowest price'],
  ['close', 'last price'],
  ['vwap', 'amount / volume'],
  ['volume', 'shares traded'],
  ['amount', 'money traded'],
  ['turnover', 'shares traded / shares of the float'],
]);

/** How long a bar is, and what its steps are called. */
export const BAR_STEPS: ReadonlyMap<string, string> = new Map([
  ['1d', 'days'],
  ['1w', 'weeks'],
  ['1mo', 'months'],
]);

/** Prices that a return is made of. */
export const RETURN_PRICES: readonly string[] = ['vwap', 'open', 'close'];

/** Furthest day of a label: about a year. */
export const FURTHEST_DAY = 250;

export const DATA_FUNCTIONS: readonly ModelFunction[] = [
  modelFunction({
    name: 'panel',
    group: 'inputs',
    inputs: ['x'],
    settings: [{ name: 'days', form: 'integer', range: [1, MOST_DAYS], default: null }],
    // The checker knows how many factors there are.
    shape: () => ONE_EACH,
    compute: { kind: 'data', of: 'panel' },
    summary: 'The values of factors on the last trading days, today included: [samples, days, features].',
    summaryZh: '因子面板',
    notes: 'x is a factor, a set, or a list of them in brackets, perhaps prepared across the stocks of each day by zscore, winsorize, neutralize, rank or fill. Values count with the direction of their factor.',
    example: 'input x = panel(fill(zscore(momentum), 0), days=40)',
  }),
  modelFunction({
    name: 'bars',
    group: 'inputs',
    inputs: [],
    settings: [
      { name: 'every', form: 'duration', choices: [...BAR_STEPS.keys()], default: null },
      { name: 'count', form: 'integer', range: [1, MOST_DAYS], default: null },
      { name: 'fields', form: 'list', choices: [...BAR_FIELDS.keys()], default: null },
    ],
    shape: () => ONE_EACH,
    compute: { kind: 'data', of: 'bars' },
    summary: 'The last daily, weekly or monthly bars, the unfinished one included as of the day: [samples, days | weeks | months, features].',
    summaryZh: '日、周、月K线',
    notes: 'Prices are adjusted for splits and dividends.',
    example: 'input day = zscore(over_last(bars(every=1d, count=40, fields=[open, close])))',
  }),
  modelFunction({
    name: 'over_last',
    group: 'inputs',
    shape: ([x = []]) => (isSeries(x) ? x : { argument: 0, expected: 'a series of steps', hint: 'bars(…) and panel(…) have steps' }),
    compute: { kind: 'data', of: 'over_last' },
    summary: 'Each feature of a series divided by its last value.',
    summaryZh: '除以最新值',
    notes: 'The last step is 1 for every stock; a zscore of it is 0.',
    example: 'input day = zscore(over_last(bars(every=1w, count=20, fields=[close])))',
  }),
  modelFunction({
    name: 'forward_return',
    group: 'target',
    inputs: [],
    settings: [
      { name: 'from', form: 'integer', range: [0, FURTHEST_DAY], default: 1 },
      { name: 'to', form: 'integer', range: [1, FURTHEST_DAY], default: null },
      { name: 'price', form: 'word', choices: RETURN_PRICES, default: 'vwap' },
    ],
    shape: () => ONE_EACH,
    compute: { kind: 'data', of: 'forward_return' },
    summary: 'price(T + to) / price(T + from) - 1 on adjusted prices: the return that the model learns to order.',
    summaryZh: '未来收益率',
    notes: 'The only function that sees later days: legal in a target and nowhere else. It is known when the day T + to is.',
    example: 'target y = zscore(forward_return(from=1, to=11, price=vwap))',
  }),
];

/** Shape of a series: steps of a name, and features. */
export function seriesShape(steps: string, count: number, features: number): readonly { name: string; size: number | null }[] {
  return [SAMPLES, { name: steps, size: count }, { name: 'features', size: features }];
}
