/** run.json: what a run was made of and how, enough to repeat it. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '../model/signal/kept.ts';
import type { ShownRecord } from '../report/run/record-html.ts';
import { SIMULATED } from '../store/simulated-store.ts';
import { fullbandVersion } from '../version.ts';
import type { StepRecord } from './kept-results.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import { readKeptJson } from './read-json.ts';
import type { DoneStep } from './run-experiment.ts';

export const RECORD_FILE = 'run.json';

export interface RunRecord extends ShownRecord {
  readonly format: 1;
  readonly steps: readonly RecordedStep[];
}

export type RecordedStep = Omit<StepRecord, 'units' | 'files'> & { readonly isKept: boolean };

export function recordOf({ experiment, path, text, sources, store }: LoadedExperiment, done: readonly DoneStep[], settings: readonly string[]): RunRecord {
  return {
    format: 1,
    name: experiment.name,
    title: experiment.title,
    experiment: path,
    settings,
    store,
    isSimulated: existsSync(join(store, SIMULATED)),
    versions: { fullband: fullbandVersion(), node: process.versions.node, platform: `${process.platform} ${process.arch}`, cores: availableParallelism() },
    sources: Object.fromEntries([[path, hashOf([text])], ...[...sources.texts].map(([file, of]) => [file, hashOf([of])] as const).sort(([a], [b]) => (a < b ? -1 : 1))]),
    steps: done.map(({ name, record: { kind, hash, inputs, seconds, summary, warnings, ran }, isKept }) => ({ name, kind, hash, inputs, seconds, summary, warnings, ran, isKept })),
    seeds: Object.fromEntries(sources.models.map(({ model, seeds }) => [model.name, seeds ?? model.model.training.seeds])),
    written: new Date().toISOString(),
  };
}

/** The record of a run folder; null for a folder that holds none. */
export async function readRecord(folder: string): Promise<RunRecord | null> {
  const record = await readKeptJson<RunRecord>(join(folder, RECORD_FILE));
  return record?.format === 1 && Array.isArray(record.steps) ? record : null;
}
