/** Running an experiment: what is kept is taken, what is not is made, and the run folder is written at the end. */
import { mkdir, appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../store/data-error.ts';
import { withDatabase } from '../store/duckdb.ts';
import { lockTable } from '../store/lock.ts';
import { KeptResults, type StepRecord } from './kept-results.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import { marketIsThere } from './market-there.ts';
import { planOf, stepsOf, type Plan } from './plan.ts';
import { readRecord } from './run-record.ts';
import { requireData } from './required-data.ts';
import { noteSettings } from './recorded-settings.ts';
import { writeRunFolder, type WrittenRun } from './run-folder.ts';
import { LOG_FILE } from './run-history.ts';
import { stepNames } from './forecast.ts';
import { saidInKeys } from './option-keys.ts';
import { marketStep } from './steps/market.ts';
import type { SpreadValues, Step, StepProgress } from './steps/step.ts';

export interface RunRequest {
  readonly loaded: LoadedExperiment;
  /** The run folder. */
  readonly out: string;
  /** Settings put in on the command line, for the record. */
  readonly settings: readonly string[];
  readonly signal?: AbortSignal;
  /** Has missing values of factors computed elsewhere; absent: they are computed here. */
  readonly spread?: SpreadValues;
  onProgress?(progress: RunProgress): void;
  /** Told when a step is done. */
  onStep?(done: DoneStep): void;
}

/** The step at work and its place among all. */
export interface RunProgress extends StepProgress {
  readonly step: string;
  readonly place: number;
  readonly steps: number;
}

export interface DoneStep {
  readonly name: string;
  readonly record: StepRecord;
  /** It was there from an earlier run. */
  readonly isKept: boolean;
  readonly place: number;
  readonly steps: number;
}

export interface RunReport extends WrittenRun {
  readonly steps: readonly DoneStep[];
  readonly seconds: number;
}

/** Runs what is not kept. A run that is stopped or killed goes on with the same command: each step that was done is kept, and trainings and days within a step too. */
export async function runExperiment(request: RunRequest): Promise<RunReport> {
  const started = performance.now();
  const { out, loaded, settings } = request;
  await requireOwn(out, loaded);
  await mkdir(out, { recursive: true });
  // Two runs into one folder would each write half of it.
  const lock = await lockTable(out, LOCK_WAIT_MS);
  try {
    await noteSettings(out, settings);
    const run = new ExperimentRun(request);
    await run.note(`begins: ${loaded.path}${settings.length === 0 ? '' : ` with ${settings.join(' ')}`}`);
    try {
      const { market, plan } = await run.perform();
      run.tell({ step: 'report', place: run.total, steps: run.total, done: 0, total: 0, unit: '', note: 'writing the run folder' });
      const written = await writeRunFolder(out, loaded, { market, plan, done: run.done, settings });
      const seconds = (performance.now() - started) / 1000;
      await run.note(`done in ${seconds.toFixed(1)} s`);
      return { ...written, steps: run.done, seconds };
    } catch (error) {
      await run.note(`stopped: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  } finally {
    await lock.release();
  }
}

const LOCK_WAIT_MS = 2_000;

/** Throws DataError for a folder with the run of another experiment: nobody means to write over that. */
async function requireOwn(out: string, { path }: LoadedExperiment): Promise<void> {
  const record = await readRecord(out);
  if (record !== null && record.experiment !== path) throw new DataError({ file: out, found: `the run of another experiment, ${record.experiment}`, expected: `a folder for ${path}`, remedy: 'Choose another folder with --out, or remove this one.' });
}

class ExperimentRun {
  readonly done: DoneStep[] = [];
  readonly total: number;
  private readonly kept: KeptResults;

  constructor(private readonly request: RunRequest) {
    const { loaded } = request;
    this.kept = new KeptResults(loaded.store);
    this.total = stepNames(loaded).length + (loaded.experiment.data.simulate === null ? 0 : 1);
  }

  async perform(): Promise<{ readonly market: Step | null; readonly plan: Plan }> {
    const { loaded } = this.request;
    const { simulate } = loaded.experiment.data;
    const market = simulate === null ? null : marketStep(this.kept, loaded.store, simulate);
    // Days that are gone are made again, whatever is kept about them.
    if (market !== null && simulate !== null) await this.step(market, !(await marketIsThere(this.kept, market, loaded.store, simulate)));
    await requireData(loaded);
    const plan = await withDatabase({}, (db) => planOf(db, loaded, this.kept));
    for (const step of stepsOf(plan)) await this.step(step);
    return { market, plan };
  }

  private async step(step: Step, isAgain = false): Promise<void> {
    const { request, kept } = this;
    const { signal } = request;
    signal?.throwIfAborted();
    const at = { place: this.done.length + 1, steps: this.total };
    const found = isAgain ? null : await kept.find(step.kind, step.hash);
    if (found === null) {
      this.tell({ step: step.name, ...at, done: 0, total: 0, unit: '', note: 'begins' });
      await this.note(`${step.name} begins`);
    }
    const context = { ...(signal === undefined ? {} : { signal }), ...(request.spread === undefined ? {} : { spread: request.spread }), tell: (progress: StepProgress) => { this.tell({ step: step.name, ...at, ...progress }); } };
    const record = found ?? (await saidInKeys(step.kind, kept.make(step, (folder) => step.run(context, folder))));
    const done: DoneStep = { name: step.name, record, isKept: found !== null, ...at };
    this.done.push(done);
    await this.note(`${step.name} ${found === null ? `done in ${record.seconds.toFixed(1)} s` : 'kept'}: ${record.summary}${record.ran === null ? '' : `; ran on ${record.ran.name} (${record.ran.reason})`}`);
    for (const warning of found === null ? record.warnings : []) await this.note(`${step.name} warns: ${warning}`);
    request.onStep?.(done);
  }

  tell(progress: RunProgress): void {
    this.request.onProgress?.(progress);
  }

  /** A line of the log, which is added to while the run goes on and by every further run into the folder. */
  async note(text: string): Promise<void> {
    await appendFile(join(this.request.out, LOG_FILE), `${new Date().toISOString()} ${text.replaceAll('\n', ' ')}\n`);
  }
}
