/** metrics.json of a run: the keys of the published tables, for users to script against. It holds figures alone, no times: two runs of the same give the same bytes. */
import type { Evaluation, SignalEvaluation } from '../evaluate/evaluation.ts';
import { metricsOf, type Metrics } from '../evaluate/metrics.ts';
import type { PortfolioResult } from '../portfolio/result.ts';

export interface RunMetrics {
  readonly signals: Metrics['signals'];
  readonly rankIc: Metrics['rankIc'];
  /** By signal and signal: mean rank correlations of factors, and of the models' signals. */
  readonly factorCorrelations: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly signalCorrelations: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly styleCorrelations: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** By portfolio and run; `benchmark` is the index alone on the days of the first run. */
  readonly indexEnhancement: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | null>>>>>>;
  readonly indexEnhancementYearly: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  readonly tests: { readonly factors: TestedAs | null; readonly signals: TestedAs | null };
}

type TestedAs = Pick<Evaluation, 'settings' | 'period'>;

/** Sums of factors that signals are compared with have the names of the published tables: those of the factors' own test are others. */
const SUM_PREFIX = 'hf_';

export function runMetrics(factors: Evaluation | null, tested: Evaluation | null, portfolios: readonly PortfolioResult[]): RunMetrics {
  const signals = tested === null ? null : { ...tested, signals: tested.signals.map((signal) => (signal.kind === 'combination' ? { ...signal, name: `${SUM_PREFIX}${signal.name}` } : signal)) };
  const parts = [factors, signals].filter((part) => part !== null).map(metricsOf);
  // A model of the name of a factor is what the name means.
  const merged = <K extends 'signals' | 'rankIc'>(key: K): Metrics[K] => Object.assign({}, ...parts.map((part) => part[key])) as Metrics[K];
  return {
    signals: merged('signals'),
    rankIc: merged('rankIc'),
    factorCorrelations: correlationsOf(factors, ({ kind }) => kind === 'factor'),
    signalCorrelations: correlationsOf(signals, () => true),
    styleCorrelations: { ...stylesOf(factors), ...stylesOf(signals) },
    indexEnhancement: byPortfolio(portfolios, ({ figures }) => figures, ({ benchmark }) => benchmark),
    indexEnhancementYearly: byPortfolio(portfolios, ({ years }) => Object.fromEntries(years.map((year) => [year.year, year.return])), ({ years }) => Object.fromEntries(years.map((year) => [year.year, year.benchmark]))),
    tests: { factors: testedAs(factors), signals: testedAs(signals) },
  };
}

function testedAs(evaluation: Evaluation | null): TestedAs | null {
  return evaluation === null ? null : { settings: evaluation.settings, period: evaluation.period };
}

function correlationsOf(evaluation: Evaluation | null, isShown: (signal: SignalEvaluation) => boolean): RunMetrics['factorCorrelations'] {
  if (evaluation === null) return {};
  const { signals, correlations } = evaluation;
  const shown = signals.map((signal, i) => ({ signal, i })).filter(({ signal }) => isShown(signal));
  return Object.fromEntries(shown.map(({ signal, i }) => [signal.name, Object.fromEntries(shown.map((other) => [other.signal.name, correlations[i]?.[other.i] ?? null]))]));
}

function stylesOf(evaluation: Evaluation | null): RunMetrics['styleCorrelations'] {
  if (evaluation === null) return {};
  const { signals, styles, styleCorrelations } = evaluation;
  return Object.fromEntries(signals.map(({ name }, i) => [name, Object.fromEntries(styles.map((style, s) => [style, styleCorrelations[i]?.[s] ?? null]))]));
}

function byPortfolio<T>(portfolios: readonly PortfolioResult[], of: (result: PortfolioResult) => T, benchmark: (result: PortfolioResult) => T): Record<string, Record<string, T>> {
  const names = [...new Set(portfolios.map(({ name }) => name))];
  const entries = names.map((name) => {
    const runs = portfolios.filter((result) => result.name === name);
    return [name, Object.fromEntries([...runs.map((result) => [result.variant, of(result)] as const), ...runs.slice(0, 1).map((result) => ['benchmark', benchmark(result)] as const)])] as const;
  });
  return Object.fromEntries(entries);
}
