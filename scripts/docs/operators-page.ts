/** The page of operators, from the operator catalogue. */
import { OPERATORS, signature, type Operator } from '../../src/dsl/catalogue/index.ts';
import { MODEL_OPERATORS } from '../../src/dsl/catalogue/model/index.ts';
import { modelsPart } from './models-part.ts';

type Group = Operator['group'];

/** Heading and introduction of each group, in the order of the page. */
const GROUPS: readonly (readonly [group: Group, heading: string, introduction: string])[] = [
  ['arithmetic', 'Arithmetic', 'Row by row if a side is a series. Binding, loosest first: `+ -`, `* /`, the sign of `-x`, `^`. So `-x^2` is −(x²), and `x^-1` is allowed.'],
  ['comparison', 'Comparison', 'Give a condition. They bind more loosely than arithmetic and do not chain: `a < b and b < c`.'],
  ['logic', 'Logic', 'Join conditions. Binding, loosest first: `or`, `and`, `not`.'],
  ['element-wise', 'Element-wise functions', 'Row by row if an argument is a series.'],
  ['along the rows', 'Along the rows', 'A series from a series. They go along the rows of the day and never leave it, and they act before any `window=` or `where=` of the reduction around them.'],
  [
    'reduction',
    'Reductions',
    'Many rows to one number. Each skips missing rows; of two series, rows where either side is missing. `window=` names the part of the day, `where=` is a condition of the same rows, and `by=` gives one value per key instead of one for the day. A reduction that rests on a column the feed does not deliver is missing, also where the table below says 0.',
  ],
  ['selection', 'Selections', 'A condition that holds for the rows with the largest or smallest values. It is the same on every engine, bit for bit.'],
  [
    'across stocks',
    'Across stocks',
    'Only over days (`from daily`): each day\'s stocks are compared with each other. The universe of a day is the stocks that have a row in `daily` and are not ST; `where=` narrows it. `rank`, `top` and `bottom` compare stocks too if they are given days and no window.',
  ],
  ['pooling', 'Pooling', 'Rows of two series as one longer series.'],
];

const UNITS: Readonly<Record<Operator['unit'], string>> = {
  sum: 'both alike, and so is the result; a written number stands only beside a plain number',
  alike: 'all alike, and so is the result; a written number fits any unit',
  compare: 'both alike; a written number fits any unit',
  product: 'multiply',
  quotient: 'divide',
  power: 'raised to the exponent, which is a written number unless the base is a plain number',
  root: 'the square root',
  square: 'squared',
  keep: 'that of the argument',
  free: 'any; the result is a plain number',
  plain: 'plain numbers only, and so is the result',
};

function unitText({ unit, arguments: args, result }: Operator): string | null {
  if (args.every(({ accepts }) => accepts === 'boolean')) return null;
  if (result === 'boolean' && unit === 'free') return 'any';
  return unit === 'keep' && args.length > 1 ? `that of ${args[0]?.name ?? ''}` : UNITS[unit];
}

function resultText({ group, result }: Operator): string {
  const what = result === 'boolean' ? 'a condition' : result === 'same' ? 'what the argument is, a number or a condition' : 'a number';
  switch (group) {
    case 'reduction':
      return `${what} per stock and day; with \`by=\` a series with one per key`;
    case 'along the rows':
    case 'selection':
      return `a series: ${what} in every row`;
    case 'across stocks':
      return `${what} for every stock of each day`;
    case 'pooling':
      return 'a longer series, for the reduction around it';
    default:
      return `${what}, in every row if an argument is a series`;
  }
}

const FORMS = { integer: 'a whole number', share: 'a share such as `30%` or `0.3`', exponent: 'a number' } as const;

function parameterLines({ parameters }: Operator): readonly string[] {
  return parameters.map(({ name, form, range: [low, high], default: usual }) => {
    const limits = form === 'share' ? `from ${low * 100}% to ${high * 100}%` : `from ${low} to ${high.toLocaleString('en')}`;
    return `- \`${name}\`: ${FORMS[form]}, ${limits}, written out${usual === null ? '' : `; ${usual} if left out`}`;
  });
}

function entryText(entry: Operator): string {
  const units = unitText(entry);
  return [
    `### \`${entry.name === 'negate' ? '-x' : entry.name}\``,
    '',
    `\`${signature(entry)}\` · ${entry.summaryZh}`,
    '',
    entry.summary,
    '',
    ...parameterLines(entry),
    `- Result: ${resultText(entry)}`,
    ...(units === null ? [] : [`- Units: ${units}`]),
    ...(entry.notes === '' ? [] : [`- Missing and special cases: ${entry.notes}`]),
    `- Example: \`${entry.example}\``,
  ].join('\n');
}

function listed(entries: readonly Operator[]): string {
  return entries.map(({ name }) => `\`${name === 'negate' ? '-x' : name}\``).join(' ');
}

/** The whole page. Throws an Error if the catalogue has a group that the page does not. */
export function operatorsPage(): string {
  const unknown = OPERATORS.filter(({ group }) => !GROUPS.some(([name]) => name === group));
  if (unknown.length > 0) throw new Error(`the page has no place for the group ${unknown[0]?.group ?? ''}`);
  const groups = GROUPS.map(([group, heading, introduction]) => ({ heading, introduction, entries: OPERATORS.filter((entry) => entry.group === group) }));
  return [
    '# Operators',
    '',
    '<!-- Generated from the operator catalogue (src/dsl/catalogue) by `npm run docs`; change it there. -->',
    '',
    `All ${OPERATORS.length} operators of [the language](language.md), and after them what [models](models-language.md) are made of, as the checker and the compiler read them. A *series* is one value per row of the day, for`,
    'minute bars 240 of them; everything else is one value per stock and day. Over days (`from daily`) every value is one of each day: a reduction takes the last days,',
    '`window=20d`, and `by=` has nothing to group. Examples are expressions over `minute`, those across stocks over `daily`.',
    '',
    'Two rules hold for all. Missing goes through: where an argument is missing, so is the result, unless the entry says otherwise. And nothing is ever infinite: a',
    'division by zero, an overflow or a logarithm of 0 is missing.',
    '',
    '| group | |',
    '| --- | --- |',
    ...groups.map(({ heading, entries }) => `| ${heading} | ${listed(entries).replaceAll('|', '\\|')} |`),
    `| [Models](#models) | ${MODEL_OPERATORS.map(({ name }) => `\`${name}\``).join(' ')} |`,
    ...groups.flatMap(({ heading, introduction, entries }) => ['', `## ${heading}`, '', introduction, ...entries.flatMap((entry) => ['', entryText(entry)])]),
    '',
    ...modelsPart(),
    '',
  ].join('\n');
}
