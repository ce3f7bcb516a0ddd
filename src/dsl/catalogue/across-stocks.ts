/** Operators across the stocks of one day: those of the universe, which have a row that day and are not ST. */
import { EXACT_NUMERICS, NUMBER, operator, type Numerics, type Operator } from './operator.ts';
import { neutralize } from './sections/neutralize.ts';
import { winsorize } from './sections/winsorize.ts';
import { zscore } from './sections/zscore.ts';
import { argument, rounded } from './traits.ts';

const REASON = 'it compares all stocks of a day';
const NUMERICS: Numerics = { ...EXACT_NUMERICS, accuracy: () => rounded('any') };
const OUTSIDE = 'Missing stays missing; stocks that are ST or have no row that day are missing and count for nobody.';

export const ACROSS_STOCKS: readonly Operator[] = [
  operator({
    name: 'zscore',
    group: 'across stocks',
    arguments: [NUMBER],
    named: ['where'],
    unit: 'free',
    meaning: {
      kind: 'section',
      of: (x) => {
        zscore(x);
      },
    },
    lowering: { kind: 'host', reason: REASON },
    numerics: NUMERICS,
    summary: '(x - mean) / sample standard deviation, over the stocks of the day.',
    summaryZh: '截面标准化',
    notes: `0 where all are equal. ${OUTSIDE}`,
    example: 'zscore(turnover)',
  }),
  operator({
    name: 'winsorize',
    group: 'across stocks',
    arguments: [NUMBER],
    parameters: [{ name: 'k', form: 'exponent', range: [0.01, 100], default: 5 }],
    named: ['where'],
    unit: 'keep',
    meaning: {
      kind: 'section',
      of: (x, _, [k = 5]) => {
        winsorize(x, 'mad', k);
      },
    },
    lowering: { kind: 'host', reason: REASON },
    numerics: { ...NUMERICS, accuracy: (args) => rounded(argument(args, 0).sign) },
    summary: 'Clips to median ± k · MAD, over the stocks of the day.',
    summaryZh: '截面去极值',
    notes: `MAD is the median of the absolute deviations as it is; where it is 0 nothing is clipped. ${OUTSIDE}`,
    example: 'winsorize(ret)',
  }),
  operator({
    name: 'neutralize',
    group: 'across stocks',
    arguments: [NUMBER],
    named: ['where', 'by'],
    keys: ['industry', 'cap'],
    keyColumns: new Map([['cap', 'float_market_cap']]),
    unit: 'keep',
    meaning: {
      kind: 'section',
      of: (x, exposures, _, by) => {
        neutralize(x, exposures, { industry: by !== 'cap', cap: by !== 'industry' });
      },
    },
    lowering: { kind: 'host', reason: REASON },
    numerics: NUMERICS,
    summary: 'What industry and log float market cap do not explain, over the stocks of the day.',
    summaryZh: '截面行业市值中性化',
    notes: `Residual of the least squares; by=industry or by=cap takes one of the two. A stock without industry or cap is missing; the only stock of an industry has 0. ${OUTSIDE}`,
    example: 'neutralize(ret)',
  }),
];
