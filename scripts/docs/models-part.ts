/** The part of the page of operators that is about models, from their catalogue. */
import { BAR_FIELDS } from '../../src/dsl/catalogue/model/data.ts';
import { MODEL_OPERATORS, modelSignature, preparationSignature, PREPARATIONS, type ModelFunction, type ModelSetting } from '../../src/dsl/catalogue/model/index.ts';
import { TRAINING_SETTINGS, type TrainingSetting } from '../../src/dsl/catalogue/model/training.ts';

/** Heading and introduction of each group, in the order of the page. */
const GROUPS: readonly (readonly [group: ModelFunction['group'], heading: string, introduction: string])[] = [
  ['inputs', 'Inputs', 'What a model reads of the past: series of steps for each stock and day.'],
  ['target', 'Target', 'What a model learns.'],
  ['layers', 'Layers', 'Functions with weights. Written in place, each call has weights of its own; `layer NAME = gru(units=30)` declares one set of weights that is called by its name.'],
  ['functions', 'Functions', 'Functions without weights.'],
  ['losses', 'Losses', 'One number of a batch. In an output they are of the stocks of the day.'],
  ['arithmetic', 'Arithmetic of models', 'Value by value: both sides have one shape, or one of them is one number. Binding is that of factors.'],
];

const FORMS: Readonly<Record<ModelSetting['form'], string>> = { integer: 'a whole number', share: 'a share such as `20%`', number: 'a number', word: 'one of', list: 'in brackets, some of', duration: 'one of' };

function settingLine({ name, form, range, choices, default: usual }: ModelSetting): string {
  const of = choices === undefined ? '' : ` ${choices.map((choice) => `\`${choice}\``).join(' ')}`;
  const limits = range === undefined ? '' : `, from ${String(range[0])} to ${range[1].toLocaleString('en')}`;
  return `- \`${name}\`: ${FORMS[form]}${of}${limits}${usual === null ? '' : `; ${String(usual)} if left out`}`;
}

function entryText(entry: ModelFunction): string {
  const { name, summary, summaryZh, settings, notes, example } = entry;
  return [`#### \`${name}\``, '', `\`${modelSignature(entry)}\` · ${summaryZh}`, '', summary, '', ...settings.map(settingLine), ...(notes === '' ? [] : [`- ${notes}`]), `- Example: \`${example}\``].join('\n');
}

const TRAINING_FORMS: Readonly<Record<TrainingSetting['form'], string>> = { optimizer: '`adam(learning_rate=)`, from 1e-7 to 1', batch: 'a number, or `date`', count: 'a number', days: 'trading days, `5d`', share: 'a share, `80%`', months: 'months' };

function trainingRow({ name, form, range: [low, high], only, default: usual, summary, summaryZh }: TrainingSetting): string {
  const written = (value: number): string => (form === 'share' ? `${String(value * 100)}%` : value.toLocaleString('en'));
  const allowed = form === 'optimizer' ? '' : only === undefined ? `, ${written(low)} to ${written(high)}` : `: ${only.map((value) => `\`${String(value)}mo\``).join(' ')}`;
  return `| \`${name}\` | ${TRAINING_FORMS[form]}${allowed} | \`${usual}\` | ${summary} ${summaryZh} |`;
}

/** Lines of the part. Throws an Error if the catalogue has a group that the page does not. */
export function modelsPart(): readonly string[] {
  const unknown = MODEL_OPERATORS.find(({ group }) => !GROUPS.some(([name]) => name === group));
  if (unknown !== undefined) throw new Error(`the page has no place for the group ${unknown.group}`);
  return [
    '## Models',
    '',
    'What [models](models-language.md) are made of. Shapes are written with the names of their axes: `[samples, days 40, features 27]`.',
    ...GROUPS.flatMap(([group, heading, introduction]) => ['', `### ${heading}`, '', introduction, ...MODEL_OPERATORS.filter((entry) => entry.group === group).flatMap((entry) => ['', entryText(entry)])]),
    '',
    '### Fields of bars',
    '',
    '| field | |',
    '| --- | --- |',
    ...[...BAR_FIELDS].map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
    '### Preparation across stocks',
    '',
    'Operators of factors from daily that prepare inputs and targets, with their defaults there. Inside a panel they act across the stocks of each day; outside of it, and in targets, across the stocks of the day of the sample.',
    '',
    '| | |',
    '| --- | --- |',
    ...PREPARATIONS.map((entry) => `| \`${preparationSignature(entry)}\` | ${entry.summary} ${entry.summaryZh} |`),
    '',
    '### Settings of train',
    '',
    '| setting | form | if left out | |',
    '| --- | --- | --- | --- |',
    ...TRAINING_SETTINGS.map(trainingRow),
  ];
}
