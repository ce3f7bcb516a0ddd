/**
 * The folder of a run:
 *
 *   experiment.yaml    what the file said, settings of the command line in it      run.json     what it was made of: hashes, versions, seeds, steps
 *   resolved.json      the same with every default in its place                    run.log      one line per event, of every run into the folder
 *   sources/           every factor and model file that was read                   metrics.json figures under the keys of the published tables
 *   ir/                what the compiler made of them                              report.html  all of it to look at
 *   factors/           the test of the factors: figures, series, pages             signals/     the same of the models' signals, and signals.parquet
 *   portfolios/NAME-RUN/    result, ledger, rebalances, orders, positions as CSV and Parquet, and a page
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { explain } from '../../compiler/explain.ts';
import { explainModels } from '../../compiler/model/explain.ts';
import { screenFactors, screenTable } from '../evaluate/screen.ts';
import { readEvaluation } from '../evaluate/read-evaluation.ts';
import { writeEvaluation } from '../evaluate/write-evaluation.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { PortfolioResult } from '../portfolio/result.ts';
import { FACTORS_FOLDER, PORTFOLIOS_FOLDER, portfolioFolder, SIGNALS_FOLDER, writeRunReport } from '../report/run/write-run-report.ts';
import { writeWhole } from '../store/durable.ts';
import { replaceResults } from '../store/result-folder.ts';
import type { DoneStep } from './run-experiment.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import type { Plan } from './plan.ts';
import { recordOf, RECORD_FILE } from './run-record.ts';
import { runMetrics, type RunMetrics } from './run-metrics.ts';
import { PORTFOLIO_FILE, readPortfolio, TABLES_FOLDER } from './steps/portfolio.ts';
import { SIGNALS_FILE } from './steps/signals.ts';
import type { Step } from './steps/step.ts';

export const EXPERIMENT_FILE = 'experiment.yaml';
export const RESOLVED_FILE = 'resolved.json';
export const METRICS_FILE = 'metrics.json';

export interface WrittenRun {
  readonly folder: string;
  /** `report.html`. */
  readonly report: string;
  readonly factors: Evaluation | null;
  readonly signals: Evaluation | null;
  readonly portfolios: readonly PortfolioResult[];
  readonly metrics: RunMetrics;
}

export interface FinishedRun {
  readonly market: Step | null;
  readonly plan: Plan;
  readonly done: readonly DoneStep[];
  readonly settings: readonly string[];
}

/** Writes all files in the place of those of the run before, from the results of the steps. */
export async function writeRunFolder(out: string, loaded: LoadedExperiment, { plan, done, settings }: FinishedRun): Promise<WrittenRun> {
  const { experiment, sources } = loaded;
  const factors = plan.factorTest === null ? null : await readEvaluation(plan.factorTest.folder);
  const signals = plan.signalTest === null ? null : await readEvaluation(plan.signalTest.folder);
  const portfolios = await Promise.all(plan.portfolios.map(({ folder }) => readPortfolio(folder)));
  const metrics = runMetrics(factors, signals, portfolios);
  const record = recordOf(loaded, done, settings);
  await replaceResults(out, async (staging) => {
    const written: string[] = [];
    const write = async (name: string, content: string): Promise<void> => {
      await writeWhole(join(staging, name), content);
      written.push(join(staging, name));
    };
    await write(EXPERIMENT_FILE, resolvedText(loaded, settings));
    for (const [path, text] of sources.texts) await write(`sources/${path}`, text);
    if (sources.factors.length > 0) for (const stage of ['ir', 'kernel'] as const) await write(`ir/factors.${stage}.txt`, `${explain(sources.factors, stage).text}\n`);
    for (const { model } of sources.models) await write(`ir/${model.name}.plan.txt`, `${explainModels([model], 'typed').text}\n\n${explainModels([model], 'plan').text}\n`);
    await write(RESOLVED_FILE, `${JSON.stringify({ ...experiment, store: loaded.store }, mapsAsObjects, 1)}\n`);
    if (factors !== null) {
      const { screen } = experiment.tests;
      const tables = new Map(sources.factors.map(({ name, table }) => [name, table]));
      const screened = screen === null ? [] : [screenTable(screenFactors(factors, screen, tables))];
      written.push(...(await writeEvaluation(join(staging, FACTORS_FOLDER), factors, screened)));
    }
    if (signals !== null) written.push(...(await writeEvaluation(join(staging, SIGNALS_FOLDER), signals)));
    if (plan.signals !== null) {
      await mkdir(join(staging, SIGNALS_FOLDER), { recursive: true });
      await copyFile(join(plan.signals.folder, SIGNALS_FILE), join(staging, SIGNALS_FOLDER, SIGNALS_FILE));
      written.push(join(staging, SIGNALS_FOLDER, SIGNALS_FILE));
    }
    for (const [i, result] of portfolios.entries()) written.push(...(await writePortfolio(join(staging, PORTFOLIOS_FOLDER, portfolioFolder(result)), plan.portfolios[i]?.folder ?? '', result)));
    await write(RECORD_FILE, `${JSON.stringify(record, null, 1)}\n`);
    await write(METRICS_FILE, `${JSON.stringify(metrics, null, 1)}\n`);
    // Last, so that its links lead somewhere.
    return [...written, ...(await writeRunReport(staging, { record, factors, signals, portfolios, pages: experiment.pages }))];
  });
  return { folder: out, report: join(out, 'report.html'), factors, signals, portfolios, metrics };
}

/** The experiment as it runs: what the file says with the settings of the command line in it. */
function resolvedText({ entry, path }: LoadedExperiment, settings: readonly string[]): string {
  const set = settings.map((text) => ` --set ${/['\n\r]/.test(text) ? JSON.stringify(text) : `'${text}'`}`).join('');
  return `# The experiment of this folder: ${path}${set === '' ? '' : `, with${set}`}\n${stringify(entry, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

async function writePortfolio(folder: string, step: string, result: PortfolioResult): Promise<readonly string[]> {
  await writeWhole(join(folder, PORTFOLIO_FILE), `${JSON.stringify(result)}\n`);
  const names = await readdir(join(step, TABLES_FOLDER));
  for (const name of names) await copyFile(join(step, TABLES_FOLDER, name), join(folder, name));
  return [PORTFOLIO_FILE, ...names].map((name) => join(folder, name));
}

function mapsAsObjects(_: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
