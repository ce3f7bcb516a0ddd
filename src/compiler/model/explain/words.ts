/** Inputs, target, layers and training of a model in words. */
import type { ModelInput, ModelTarget, ModelTraining, Preparation } from '../../../dsl/typed-model.ts';
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import { modelFunctionNamed } from '../../../dsl/catalogue/model/index.ts';
import type { PlanLayer } from '../plan.ts';

/** `winsorize k=5`, `neutralize by industry`, `fill 0`. */
export function preparationText(step: Preparation): string {
  if (step.kind === 'over_last') return 'each series over its last value';
  const { name, parameters } = operatorNamed(step.operator);
  const numbers = step.parameters.map((value, i) => {
    const parameter = parameters[i];
    return parameter === undefined ? String(value) : `${parameter.name}=${String(value)}`;
  });
  return [name, ...numbers, ...(step.by === null ? [] : [`by=${step.by}`])].join(' ');
}

export function preparationsText(steps: readonly Preparation[]): string {
  return steps.map(preparationText).join(', ');
}

const BARS: Readonly<Record<'1d' | '1w' | '1mo', string>> = { '1d': 'daily', '1w': 'weekly', '1mo': 'monthly' };

/** Whether a preparation rests on the close of the day, as the size of a company does. */
export function needsClose(step: Preparation): boolean {
  return step.kind === 'across' && step.by !== 'industry' && operatorNamed(step.operator).keys?.includes('cap') === true;
}

/** What an input is, line by line. */
export function inputLines(input: ModelInput): readonly string[] {
  const prepared = preparationsText(input.prepared);
  if (input.kind === 'bars') {
    return [`the last ${String(input.count)} ${BARS[input.every]} bars: ${input.fields.join(', ')}`, ...(prepared === '' ? [] : [`then ${prepared}, at each step across the stocks of T`])];
  }
  const daily = preparationsText(input.daily);
  const names = input.features.map(({ name, direction }) => (direction < 0 ? `-${name}` : name));
  return [
    `${count(names.length, 'factor')} on the last ${count(input.days, 'trading day')}, each with the sign of its direction`,
    ...wrapped(names.join(', '), 96),
    ...(daily === '' ? [] : [`each day across its stocks: ${daily}`]),
    ...(prepared === '' ? [] : [`then ${prepared}, at each step across the stocks of T`]),
  ];
}

/** Lines of at most `width` characters, broken at spaces. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

export function targetText({ from, to, price, prepared }: ModelTarget): string {
  const steps = preparationsText(prepared);
  return `${price}(T+${String(to)}) / ${price}(T+${String(from)}) - 1 on adjusted prices${steps === '' ? '' : `, then ${steps} across the stocks of T`}`;
}

/** `gru units=30`; settings that have their usual value are left out. */
export function layerText({ function: name, settings }: PlanLayer): string {
  const usual = modelFunctionNamed(name).settings;
  const own = settings.filter(({ value }, i) => value !== usual[i]?.default);
  return [name, ...own.map((setting) => `${setting.name}=${String(setting.value)}`)].join(' ');
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** What `train` says, line by line. */
export function trainingLines({ optimizer, batch, epochs, patience, every, split, refitMonths, seeds }: ModelTraining): readonly string[] {
  const months = MONTHS.filter((_, i) => i % refitMonths === 0);
  const refits = refitMonths === 1 ? 'every month' : joined(months);
  return [
    `Adam with a learning rate of ${String(optimizer.learningRate)}; ${batch === 'date' ? 'a batch is the stocks of one date' : `batches of ${count(batch, 'sample')}, shuffled across dates`}`,
    `at most ${count(epochs, 'epoch')}; it ends after ${count(patience, 'epoch')} without a better IC of the validation dates and keeps the best weights`,
    `a date of samples every ${count(every, 'trading day')}; the first ${String(Math.round(split * 1e4) / 100)} % of the dates train, the later ones validate`,
    `trained anew on the first trading day of ${refits}${seeds === 1 ? ', once' : `, ${String(seeds)} times from different initial weights: the signal is their mean`}`,
  ];
}
