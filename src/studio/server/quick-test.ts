/** The single-factor test of a factor as it stands in the editor, over all days of the open store. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { computeFactors } from '../../runtime/engine/compute.ts';
import { evaluateThere, FIGURE_KEYS, figureOf, type SignalEvaluation } from '../../runtime/evaluate/index.ts';
import { growthOf } from '../../runtime/evaluate/growth.ts';
import { formatted } from '../../runtime/report/format.ts';
import { REPORT_FILE } from '../../runtime/report/write-report.ts';
import { writeResults } from '../../runtime/report/write-results.ts';
import type { TestLine, TestRequest, TestResult } from '../api.ts';
import { RequestError } from './failure.ts';
import { openFactor } from './open-factor.ts';
import type { ProjectFolder } from './project-folder.ts';
import type { ReportFolders } from './report-folders.ts';
import type { TrialStore } from './trial-store.ts';

export interface TestTools {
  readonly project: ProjectFolder;
  readonly trials: TrialStore;
  readonly reports: ReportFolders;
  readonly signal: AbortSignal;
  readonly tell: (line: TestLine) => void;
}

export async function quickTest(request: TestRequest, tools: TestTools): Promise<TestResult> {
  const { project, trials } = tools;
  const started = performance.now();
  const factor = openFactor(project, request);
  const store = await trials.folder();
  const results = await trials.resultsFolder();
  try {
    return await testedIn(results, store, factor, request, tools, started);
  } catch (error) {
    await rm(results, { recursive: true, force: true });
    throw error;
  }
}

/** Leaves the report in the folder: the page links to it. */
async function testedIn(results: string, store: string, factor: CheckedFactor, request: TestRequest, { reports, signal, tell }: TestTools, started: number): Promise<TestResult> {
  const values = join(results, 'values.parquet');
  const { engine, cachedEngines, warnings } = await computeFactors({
    store, factors: [factor], out: values, engine: 'auto', signal,
    onProgress: ({ done, total, note }) => tell({ kind: 'progress', note, done, total }),
  });
  const { evaluation, left } = await evaluateThere({
    store, values, signal, settings: { horizon: request.horizon, layers: request.layers },
    directions: new Map([[factor.name, factor.direction]]),
    onProgress: ({ done, total, unit, note }) => tell({ kind: 'progress', note: `${unit} · ${note}`, done, total }),
  });
  const signalOf = evaluation.signals.find(({ name }) => name === factor.name);
  if (signalOf === undefined) throw new RequestError(422, `The store has no day with values of ${factor.name}.`);
  const written = await writeResults(join(results, 'report'), evaluation);
  return {
    direction: factor.direction,
    rankIc: evaluation.sections.map((date, i) => ({ date, value: signalOf.sections[i]?.rankIc ?? null })),
    figures: figuresOf(signalOf),
    layers: { dates: signalOf.dates, growth: signalOf.layers.map(({ returns }) => growthOf(returns)) },
    warnings: [...(left === null ? [] : [left]), ...warnings, ...evaluation.warnings.map(({ en }) => en)],
    report: { title: factor.name, written: new Date().toISOString(), url: `${reports.open(join(written.at(-1) ?? results, '..'))}/${REPORT_FILE}` },
    engine: engine === 'none' ? (cachedEngines[0] ?? engine) : engine,
    seconds: (performance.now() - started) / 1000,
  };
}

function figuresOf({ figures }: SignalEvaluation): TestResult['figures'] {
  return FIGURE_KEYS.map((key) => {
    const { title, form } = figureOf(key);
    return { key, title, value: figures[key], text: formatted(figures[key], form) };
  });
}
