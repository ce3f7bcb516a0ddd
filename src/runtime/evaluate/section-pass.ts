/** The pass over the sections, in which every signal is tested; combinations are made on the way, of what is known by then. */
import { setImmediate } from 'node:timers/promises';
import { Combinations, COMBINATIONS } from './combinations.ts';
import type { DailyPanel } from './daily-panel.ts';
import type { EvaluateProgress } from './evaluate.ts';
import type { Evaluation, SignalEvaluation } from './evaluation.ts';
import { LayerBook } from './layer-book.ts';
import { MeanCorrelations } from './mean-correlations.ts';
import type { PublishedFigures } from './figures.ts';
import { PUBLISHED_FACTORS, publishedFigures } from './published.ts';
import { locksSuspended, signalOf, viewOf } from './section-view.ts';
import type { Section } from './sections.ts';
import type { EvaluationSettings } from './settings.ts';
import type { SignalSections } from './signal-sections.ts';
import { SignalTest } from './signal-test.ts';
import { printSteps } from './steps.ts';
import { availableStyles, STYLE_NAMES, universeReturns } from './styles.ts';
import { evaluationWarnings, FEW_SECTIONS, type EvaluationWarning } from './warnings.ts';

/** Parts that are not tested themselves: their sums are what others are compared with. */
export interface BaselinePass {
  readonly steps: EvaluationSettings['steps'];
  readonly combinations: Combinations;
  /** Of the parts in their order, at the sections before and then at those of the test. */
  readonly signals: SignalSections;
}

export interface SectionPass {
  readonly panel: DailyPanel;
  readonly sections: readonly Section[];
  /** Sections before the first, at which only the ICs of baselines are looked at, so that their weights are known when the test begins. */
  readonly before: readonly Section[];
  readonly settings: EvaluationSettings;
  /** Names with directions, in the order of `signals`. */
  readonly factors: ReadonlyMap<string, 1 | -1>;
  readonly signals: SignalSections;
  /** What the signals are of. Sums of factors are tested beside them; models are compared with baselines. */
  readonly subject: 'factors' | 'models';
  readonly baselines: readonly BaselinePass[];
  readonly warnings: readonly EvaluationWarning[];
  /** Factors without a value, of which the warnings speak. */
  readonly withoutValues: ReadonlySet<string>;
  readonly request: { onProgress?(progress: EvaluateProgress): void; readonly signal?: AbortSignal };
}

/** Tests all signals at all sections. */
export async function testSections(pass: SectionPass): Promise<Evaluation> {
  const { panel, sections, before, settings, factors, signals, baselines, request } = pass;
  const all = [...before, ...sections];
  const names = [...factors.keys()];
  const own: Group = { combinations: new Combinations(names, ...ownNames(pass)), signals, offset: 0 };
  const groups: readonly Group[] = [own, ...baselines.map((baseline) => ({ ...baseline, offset: before.length }))];
  const combined = groups.flatMap(({ combinations }) => combinations.names.map((name) => ({ name, combinations })));
  const tests = [...names, ...combined].map(() => new SignalTest(panel, settings));
  const styles = availableStyles(panel);
  const context = { panel, sections: all, settings, styles, market: universeReturns(panel) };
  const universe = new LayerBook(panel, 1, locksSuspended(settings));
  const sizes: (number | null)[] = [];
  const correlations = new MeanCorrelations(tests.length, tests.length);
  const styleCorrelations = new MeanCorrelations(tests.length, styles.length);

  for (const s of before.keys()) {
    const view = viewOf(context, s);
    own.combinations.learn([], null);
    for (const { combinations, signals: parts } of baselines) combinations.learn(view === null ? [] : signalsAt(combinations, parts, s).map((signal) => signalOf(view, signal)), view?.returns ?? null);
  }
  for (const [s, section] of sections.entries()) {
    request.signal?.throwIfAborted();
    request.onProgress?.({ done: s, total: sections.length, unit: 'sections', note: panel.dates[section.day] ?? '' });
    // So that an interrupt is heard.
    await setImmediate();
    const view = viewOf(context, before.length + s);
    const parts = groups.map(({ combinations, signals: of, offset }) => signalsAt(combinations, of, offset + s));
    const sums = groups.flatMap(({ combinations }, g) => combinations.combine(parts[g] ?? [], all, settings, section));
    const tested = [...(parts[0] ?? []), ...sums];
    sizes.push(view?.stocks.length ?? null);
    if (view === null) {
      for (const test of tests) test.addLast();
      for (const { combinations } of groups) combinations.learn([], null);
      continue;
    }
    universe.trade(view.stocks.length === 0 ? null : [view.stocks], view.trade, view.nextTrade, view.stocks.length);
    const orderedParts = parts.map((group) => group.map((signal) => signalOf(view, signal)));
    const ordered = [...(orderedParts[0] ?? []), ...sums.map((signal) => signalOf(view, signal))];
    tests.forEach((test, i) => {
      const [signal, stocks] = [tested[i], ordered[i]];
      if (signal !== undefined && stocks !== undefined) test.add(view, signal, stocks);
    });
    groups.forEach(({ combinations }, g) => {
      combinations.learn(orderedParts[g] ?? [], view.returns);
    });
    correlations.add(ordered, ordered);
    styleCorrelations.add(ordered, view.styles);
  }

  const dates = sections.map(({ day }) => panel.dates[day] ?? '');
  const benchmark = { first: universe.firstReturn ?? 0, returns: universe.returns(0) };
  const published = publishedFigures();
  const results = tests.map((test, i): SignalEvaluation => {
    const name = names[i];
    if (name !== undefined) return { name, kind: pass.subject === 'models' ? 'model' : 'factor', direction: factors.get(name) ?? 1, published: published.get(name) ?? null, weights: null, training: null, ...test.finish(dates, benchmark) };
    const { name: sum, combinations } = combined[i - names.length] ?? { name: '', combinations: own.combinations };
    return { name: sum, kind: 'combination', direction: 1, published: publishedSum(published, combinations, sum), weights: combinations.isRolling(sum) ? { parts: combinations.parts, sections: combinations.weights } : null, training: null, ...test.finish(dates, benchmark) };
  });
  return {
    settings: { ...settingsText(settings), baselinePreprocess: baselines[0] === undefined ? null : printSteps(baselines[0].steps) },
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

/** What is summed, and where its signals begin: those of baselines have the sections before. */
interface Group {
  readonly combinations: Combinations;
  readonly signals: SignalSections;
  readonly offset: number;
}

function signalsAt({ parts }: Combinations, signals: SignalSections, section: number): readonly Float64Array[] {
  return parts.map((_, f) => signals.read(section, f));
}

/** Names of the sums of what is tested: none of one factor, of models, or that a column has already. */
function ownNames({ factors, subject }: SectionPass): readonly [string | null, string | null] {
  const [equal, icir] = COMBINATIONS.map((name) => (subject === 'models' || factors.size < 2 || factors.has(name) ? null : name));
  return [equal ?? null, icir ?? null];
}

/** The published tables have sums of all their factors. */
function publishedSum(published: ReturnType<typeof publishedFigures>, group: Combinations, name: string): PublishedFigures | null {
  const isWhole = group.parts.length === PUBLISHED_FACTORS && group.parts.every((part) => published.has(part));
  return isWhole ? (published.get(group.isRolling(name) ? 'hf_icir_weight' : 'hf_equal_weight') ?? null) : null;
}

function settingsText({ steps, universe, price, adjusted, horizon, every, layers, icirWindow }: EvaluationSettings): Omit<Evaluation['settings'], 'baselinePreprocess'> {
  return { preprocess: printSteps(steps), universe, price, adjusted, horizon, every, layers, icirWindow };
}

function warningsOf({ panel, sections, settings, factors, subject, withoutValues }: SectionPass, results: readonly SignalEvaluation[], tests: readonly SignalTest[]): readonly EvaluationWarning[] {
  const warnings: EvaluationWarning[] = [];
  if (subject === 'factors') for (const name of COMBINATIONS) if (factors.has(name)) warnings.push(evaluationWarnings.combinationName(name));
  const withSignal = results.filter(({ figures }) => (figures.coverage ?? 0) > 0);
  for (const result of results) if (!withSignal.includes(result) && !withoutValues.has(result.name)) warnings.push(evaluationWarnings.noSignal(result.name, result.kind));
  const short = withSignal.filter(({ kind, figures }) => kind !== 'combination' && (figures.sections ?? 0) < FEW_SECTIONS).toSorted((a, b) => (a.figures.sections ?? 0) - (b.figures.sections ?? 0));
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
