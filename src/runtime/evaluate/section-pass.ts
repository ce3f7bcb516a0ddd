/** The pass over the sections, in which every signal is tested; combinations are made on the way, of what is known by then. */
import { setImmediate } from 'node:timers/promises';
import { combine, icirWeights } from './combine.ts';
import type { DailyPanel } from './daily-panel.ts';
import type { EvaluateProgress } from './evaluate.ts';
import type { Evaluation, SignalEvaluation } from './evaluation.ts';
import { LayerBook } from './layer-book.ts';
import { MeanCorrelations } from './mean-correlations.ts';
import { publishedFigures } from './published.ts';
import { locksSuspended, signalOf, viewOf } from './section-view.ts';
import { knownSections, type Section } from './sections.ts';
import type { EvaluationSettings } from './settings.ts';
import type { SignalSections } from './signal-sections.ts';
import { SignalTest } from './signal-test.ts';
import { printSteps } from './steps.ts';
import { availableStyles, STYLE_NAMES, universeReturns } from './styles.ts';
import { evaluationWarnings, FEW_SECTIONS, type EvaluationWarning } from './warnings.ts';

/** Names of the combinations, and of columns of values that would be mistaken for them. */
export const COMBINATIONS = ['equal_weight', 'icir_weight'] as const;

export interface SectionPass {
  readonly panel: DailyPanel;
  readonly sections: readonly Section[];
  readonly settings: EvaluationSettings;
  /** Names with directions, in the order of `signals`. */
  readonly factors: ReadonlyMap<string, 1 | -1>;
  readonly signals: SignalSections;
  readonly warnings: readonly EvaluationWarning[];
  /** Factors without a value, of which the warnings speak. */
  readonly withoutValues: ReadonlySet<string>;
  readonly request: { onProgress?(progress: EvaluateProgress): void; readonly signal?: AbortSignal };
}

/** Tests all signals at all sections. */
export async function testSections(pass: SectionPass): Promise<Evaluation> {
  const { panel, sections, settings, factors, signals, request } = pass;
  const names = [...factors.keys()];
  const combinations = names.length > 1 ? COMBINATIONS.filter((name) => !factors.has(name)) : [];
  const tests = [...names, ...combinations].map(() => new SignalTest(panel, settings));
  const styles = availableStyles(panel);
  const context = { panel, sections, settings, styles, market: universeReturns(panel) };
  const universe = new LayerBook(panel, 1, locksSuspended(settings));
  const sizes: (number | null)[] = [];
  const correlations = new MeanCorrelations(tests.length, tests.length);
  const styleCorrelations = new MeanCorrelations(tests.length, styles.length);
  const weights: (readonly (number | null)[])[] = [];

  for (const [s, section] of sections.entries()) {
    request.signal?.throwIfAborted();
    request.onProgress?.({ done: s, total: sections.length, unit: 'sections', note: panel.dates[section.day] ?? '' });
    // So that an interrupt is heard.
    await setImmediate();
    const view = viewOf(context, s);
    const own = names.map((_, f) => signals.read(s, f));
    const rolling = knownWeights(tests.slice(0, names.length), sections, settings, section);
    weights.push(rolling ?? names.map(() => null));
    const combined = combinations.map((name) => combine(own, name === 'equal_weight' ? names.map(() => 1) : (rolling ?? [])));
    sizes.push(view?.stocks.length ?? null);
    if (view === null) {
      for (const test of tests) test.addLast();
      continue;
    }
    universe.trade(view.stocks.length === 0 ? null : [view.stocks], view.trade, view.nextTrade, view.stocks.length);
    const all = [...own, ...combined];
    const ordered = all.map((signal) => signalOf(view, signal));
    tests.forEach((test, i) => {
      const [signal, stocks] = [all[i], ordered[i]];
      if (signal !== undefined && stocks !== undefined) test.add(view, signal, stocks);
    });
    correlations.add(ordered, ordered);
    styleCorrelations.add(ordered, view.styles);
  }

  const dates = sections.map(({ day }) => panel.dates[day] ?? '');
  const benchmark = { first: universe.firstReturn ?? 0, returns: universe.returns(0) };
  const published = publishedFigures();
  const results = tests.map((test, i): SignalEvaluation => {
    const name = names[i] ?? combinations[i - names.length] ?? '';
    const isFactor = i < names.length;
    return { name, kind: isFactor ? 'factor' : 'combination', direction: factors.get(name) ?? 1, published: (isFactor ? published.get(name) : undefined) ?? null, weights: !isFactor && name === 'icir_weight' ? weights : null, ...test.finish(dates, benchmark) };
  });
  return {
    settings: settingsText(settings),
    period: { first: dates[0] ?? '', last: dates.at(-1) ?? '', prices: panel.dates.at(-1) ?? '' },
    sections: dates,
    universe: sizes,
    benchmark: { dates: panel.dates.slice(universe.firstReturn ?? panel.dates.length), values: benchmark.returns },
    signals: results,
    correlations: correlations.finish(),
    styles,
    styleCorrelations: styleCorrelations.finish(),
    warnings: [...pass.warnings, ...warningsOf(pass, results, tests)],
  };
}

/** ICIR weights at a section, from the ICs that are known at its end. */
function knownWeights(tests: readonly SignalTest[], sections: readonly Section[], { horizon, icirWindow }: EvaluationSettings, { day }: Section): readonly number[] | null {
  const known = knownSections(sections, horizon, day);
  return icirWeights(tests.map((test) => test.sections.slice(0, known).map(({ rankIc }) => rankIc)), icirWindow);
}

function settingsText({ steps, universe, price, adjusted, horizon, every, layers, icirWindow }: EvaluationSettings): Evaluation['settings'] {
  return { preprocess: printSteps(steps), universe, price, adjusted, horizon, every, layers, icirWindow };
}

function warningsOf({ panel, sections, settings, factors, withoutValues }: SectionPass, results: readonly SignalEvaluation[], tests: readonly SignalTest[]): readonly EvaluationWarning[] {
  const warnings: EvaluationWarning[] = [];
  for (const name of COMBINATIONS) if (factors.has(name)) warnings.push(evaluationWarnings.combinationName(name));
  const withSignal = results.filter(({ figures }) => (figures.coverage ?? 0) > 0);
  for (const result of results) if (!withSignal.includes(result) && !withoutValues.has(result.name)) warnings.push(evaluationWarnings.noSignal(result.name, result.kind));
  const short = withSignal.filter(({ kind, figures }) => kind === 'factor' && (figures.sections ?? 0) < FEW_SECTIONS).toSorted((a, b) => (a.figures.sections ?? 0) - (b.figures.sections ?? 0));
  const [shortest] = short;
  if (shortest !== undefined) warnings.push(evaluationWarnings.fewSections(shortest.name, shortest.figures.sections ?? 0, short.length));
  tests.forEach((test, i) => {
    if (test.unlayered > 0) warnings.push(evaluationWarnings.unlayered(results[i]?.name ?? '', test.unlayered, sections.length, settings.layers));
  });
  const styles = availableStyles(panel);
  for (const style of STYLE_NAMES) if (!styles.includes(style)) warnings.push(evaluationWarnings.styleColumn(style));
  if (panel.absent.has('industry')) warnings.push(evaluationWarnings.industryColumn());
  return warnings;
}
