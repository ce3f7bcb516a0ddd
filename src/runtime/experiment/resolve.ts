/** From what is written to what is meant: defaults in their place, shares and days as numbers. */
import { finding, type Finding, type Message } from '../../dsl/finding.ts';
import { DataError } from '../store/data-error.ts';
import { DEFAULT_SETTINGS, MODEL_SETTINGS, type EvaluationSettings } from '../evaluate/settings.ts';
import { stepsOf } from '../evaluate/steps-file.ts';
import { INDEX_ENHANCEMENT, type PortfolioLimits } from '../portfolio/problem.ts';
import { isDate } from '../store/layout.ts';
import type { CheckedDocument, ExperimentEntry, PortfolioEntry, TestEntry } from './document.ts';
import type { Experiment, ExperimentPortfolio } from './experiment.ts';
import { experimentMessages as messages } from './messages.ts';
import { daysOf, limitOf, moneyOf, shareOf } from './quantities.ts';

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
  for (const { keys, value, least, most, expected } of quantitiesOf(entry)) if (typeof value === 'string' && value.trim() !== 'none' && !(quantity(value) >= least && quantity(value) <= most)) say(keys, messages.wrong(keys.join('.'), JSON.stringify(value), expected, 'Correct the value.'));
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

interface Quantity {
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
  readonly least: number;
  readonly most: number;
  readonly expected: string;
}

/** Everything that may be written with a unit. */
function* quantitiesOf({ tests = {}, portfolios = {} }: ExperimentEntry): Generator<Quantity> {
  const days = { least: 1, most: 1000, expected: 'from 1 to 1000 days' };
  const share = (most: number): Pick<Quantity, 'least' | 'most' | 'expected'> => ({ least: 0, most, expected: `a share from 0 to ${String(100 * most)}%` });
  for (const key of ['factors', 'signals'] as const) {
    const test = tests[key];
    if (typeof test !== 'object') continue;
    for (const name of ['horizon', 'every'] as const) yield { keys: ['tests', key, name], value: test[name], ...days };
  }
  const correlation = tests.screen?.correlation;
  if (typeof correlation === 'object') for (const [table, value] of Object.entries(correlation)) yield { keys: ['tests', 'screen', 'correlation', table], value, ...share(1) };
  else yield { keys: ['tests', 'screen', 'correlation'], value: correlation, ...share(1) };
  for (const [name, { every, capital, cost, turnover, limits = {} }] of Object.entries(portfolios)) {
    const at = (...keys: readonly (string | number)[]): readonly (string | number)[] => ['portfolios', name, ...keys];
    yield { keys: at('every'), value: every, ...days };
    yield { keys: at('capital'), value: capital, least: 0.01, most: 1e12, expected: 'an amount from 0.01 to 1e12 CNY' };
    yield { keys: at('cost'), value: cost, ...share(0.1) };
    if (typeof turnover === 'object') for (const [i, value] of turnover.entries()) yield { keys: at('turnover', i), value, ...share(2) };
    else yield { keys: at('turnover'), value: turnover, ...share(2) };
    for (const limit of ['memberWeight', 'deviation', 'industry'] as const) yield { keys: at('limits', limit), value: limits[limit], ...share(1) };
  }
}

/** A text with its unit as a number. */
function quantity(text: string): number {
  return text.includes('%') ? shareOf(text) : text.includes('CNY') ? moneyOf(text) : daysOf(text);
}

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

function portfolioOf(name: string, entry: PortfolioEntry, from: string | null): ExperimentPortfolio {
  const { limits = {}, turnover = [INDEX_ENHANCEMENT.turnover ?? 0] } = entry;
  const limit = (key: 'memberWeight' | 'deviation' | 'industry' | 'size'): number | null => {
    const written = limits[key];
    return written === undefined ? INDEX_ENHANCEMENT[key] : limitOf(written);
  };
  const own: PortfolioLimits = { memberWeight: limit('memberWeight'), deviation: limit('deviation'), industry: limit('industry'), size: limit('size'), turnover: null };
  const turnovers = (typeof turnover === 'object' ? turnover : [turnover]).map(limitOf);
  return {
    name,
    signals: entry.signals ?? null,
    from: entry.from ?? from,
    // Limits of one name are one.
    variants: [...new Map(turnovers.map((cap) => [variantName(cap), cap]))].map(([variant, cap]) => ({
      name: variant,
      settings: {
        signal: entry.signal, index: entry.index, limits: { ...own, turnover: cap }, turnoverAgainst: entry.turnoverAgainst ?? 'drifted', every: daysOf(entry.every ?? 5), capital: moneyOf(entry.capital ?? 1e8), cost: shareOf(entry.cost ?? 0.004),
        lot: entry.lot === undefined || typeof entry.lot === 'string' ? null : entry.lot, dividends: entry.dividends ?? 'cash', locked: entry.locked ?? 'rejected', adjusted: entry.adjusted ?? true,
      },
    })),
  };
}

/** `turnover30` of 0.3, `turnover32.5` of 0.325. */
export function variantName(turnover: number | null): string {
  return turnover === null ? 'unlimited' : `turnover${String(Number((turnover * 100).toFixed(6)))}`;
}

function* datesOf({ data, training, portfolios = {} }: ExperimentEntry): Generator<readonly [readonly string[], string]> {
  const dates = [[['data', 'from'], data.from], [['data', 'to'], data.to], [['data', 'simulate', 'from'], data.simulate?.from], [['training', 'from'], training?.from], ...Object.entries(portfolios).map(([name, { from }]) => [['portfolios', name, 'from'], from] as const)] as const;
  for (const [keys, date] of dates) if (date !== undefined) yield [keys, date];
}
