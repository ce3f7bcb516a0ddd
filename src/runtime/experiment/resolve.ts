/** From what is written to what is meant: defaults in their place, shares and days as numbers. */
import { finding, type Finding, type Message } from '../../dsl/finding.ts';
import { DataError } from '../store/data-error.ts';
import { DEFAULT_SETTINGS, MODEL_SETTINGS, type EvaluationSettings } from '../evaluate/settings.ts';
import { stepsOf } from '../evaluate/steps-file.ts';
import { isDate } from '../store/layout.ts';
import { outOfBounds } from './bounds.ts';
import type { CheckedDocument, ExperimentEntry, TestEntry } from './document.ts';
import type { Experiment } from './experiment.ts';
import { experimentMessages as messages } from './messages.ts';
import { daysOf, shareOf } from './quantities.ts';
import { portfolioOf } from './resolve-portfolio.ts';

export interface Resolved {
  readonly experiment: Experiment;
  readonly findings: readonly Finding[];
}

/** @param path of the file in its project; @param stem its name without an ending, which names an experiment that has no name */
export function resolveExperiment(path: string, stem: string, entry: ExperimentEntry, { spanAt }: Pick<CheckedDocument, 'spanAt'>): Resolved {
  const findings: Finding[] = [];
  const say = (keys: readonly (string | number)[], message: Message): void => void findings.push(finding(path, spanAt(keys), message));
  const { data, factors = [], tests = {}, models = [], training = {}, fusion = {}, portfolios = {} } = entry;
  // The schema bounds numbers; what is written as text is bounded here.
  for (const { keys, value, expected } of outOfBounds(entry)) say(keys, messages.wrong(keys.join('.'), JSON.stringify(value), expected, 'Correct the value.'));
  const testOf = (key: 'factors' | 'signals', defaults: Partial<EvaluationSettings>, hasSubject: boolean): Partial<EvaluationSettings> | null => {
    const written = tests[key];
    if (written !== undefined && !hasSubject) say(['tests', key], messages.unused(`tests.${key}`, key === 'factors' ? 'there are no factors' : 'there are no models'));
    if (written === 'none' || !hasSubject) return null;
    return settingsOf(written ?? {}, defaults, (steps, message) => { say(['tests', key, 'preprocess', ...steps], message); });
  };
  for (const [keys, date] of datesOf(entry)) if (!isDate(date)) say(keys, messages.date(keys.join('.'), date));
  if (data.simulate?.from !== undefined && data.simulate.from > '2090') say(['data', 'simulate', 'from'], messages.wrong('data.simulate.from', data.simulate.from, 'a date before 2090', 'Choose an earlier one.'));
  const starts = [[data.from, ['data', 'from']], [data.simulate?.from, ['data', 'simulate', 'from']], [training.from, ['training', 'from']], ...Object.entries(portfolios).map(([name, { from }]) => [from, ['portfolios', name, 'from']] as const)] as const;
  for (const [from, keys] of starts) if (from !== undefined && data.to !== undefined && isDate(from) && isDate(data.to) && from > data.to) say(keys, messages.order(from, data.to));
  if (factors.length === 0 && models.length === 0 && Object.keys(portfolios).length === 0) say([], messages.nothing());
  if (models.length === 0) {
    if (entry.training !== undefined) say(['training'], messages.unused('training', 'there are no models'));
    if (entry.fusion !== undefined) say(['fusion'], messages.unused('fusion', 'there are no models'));
  }
  if (tests.screen !== undefined && factors.length === 0) say(['tests', 'screen'], messages.unused('tests.screen', 'there are no factors'));
  const { screen } = tests;
  const experiment: Experiment = {
    name: entry.name ?? (NAME.test(stem) ? stem : 'experiment'),
    title: entry.title ?? null,
    data: {
      store: data.store, from: data.from ?? null, to: data.to ?? null,
      simulate: data.simulate === undefined ? null : { seed: 1, from: '2022-01-04', ordersPerStock: 2_000, information: true, ...data.simulate },
    },
    engine: entry.engine ?? 'auto',
    factors,
    tests: {
      factors: testOf('factors', {}, factors.length > 0),
      signals: testOf('signals', MODEL_SETTINGS, models.length > 0),
      screen: screen === undefined || factors.length === 0 ? null : { t: screen.t ?? 2, correlation: typeof screen.correlation === 'object' ? new Map(Object.entries(screen.correlation).map(([table, share]) => [table, shareOf(share)])) : shareOf(screen.correlation) },
    },
    models: models.map((model) => {
      const { model: target, seeds, epochs } = typeof model === 'string' ? { model } : model;
      return { target, seeds: seeds ?? training.seeds ?? null, epochs: epochs ?? training.epochs ?? null };
    }),
    training: { from: training.from ?? data.from ?? null, fewestDates: training.fewestDates ?? 50, backend: training.backend ?? 'auto', importance: training.importance ?? 50 },
    fusion: Object.entries(fusion).map(([name, weights]) => ({ name, models: Object.entries(weights).map(([model, weight]) => ({ name: model, weight })) })),
    portfolios: Object.entries(portfolios).map(([name, portfolio]) => portfolioOf(name, portfolio, data.from ?? null)),
    pages: entry.report?.pages ?? 'all',
  };
  return { experiment, findings };
}

/** What names a run folder without leading out of its place. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u;

function settingsOf(entry: TestEntry, defaults: Partial<EvaluationSettings>, say: (steps: readonly (string | number)[], message: Message) => void): Partial<EvaluationSettings> {
  const { preprocess, horizon, every, universe, price, adjusted, layers, icirWindow } = entry;
  let { steps } = { ...DEFAULT_SETTINGS, ...defaults };
  try {
    if (preprocess !== undefined) steps = stepsOf(preprocess, (keys, found, expected, remedy) => new DataError({ file: null, column: keys.join('.'), found, expected, remedy }));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const keys = error.column?.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key)) ?? [];
    say(keys, messages.wrong(`preprocess.${error.column ?? ''}`, error.found, error.expected, error.remedy));
  }
  const settings = { ...DEFAULT_SETTINGS, ...defaults, steps };
  return {
    ...settings,
    universe: universe ?? settings.universe, price: price ?? settings.price, adjusted: adjusted ?? settings.adjusted, layers: layers ?? settings.layers, icirWindow: icirWindow ?? settings.icirWindow,
    horizon: horizon === undefined ? settings.horizon : daysOf(horizon), every: every === undefined ? settings.every : daysOf(every),
  };
}

function* datesOf({ data, training, portfolios = {} }: ExperimentEntry): Generator<readonly [readonly string[], string]> {
  const dates = [[['data', 'from'], data.from], [['data', 'to'], data.to], [['data', 'simulate', 'from'], data.simulate?.from], [['training', 'from'], training?.from], ...Object.entries(portfolios).map(([name, { from }]) => [['portfolios', name, 'from'], from] as const)] as const;
  for (const [keys, date] of dates) if (date !== undefined) yield [keys, date];
}
