/** Where trainings are kept, and what they are of. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelIdentity } from '../../../compiler/model/identity.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { systemCode } from '../../store/data-error.ts';
import { writeWhole } from '../../store/durable.ts';
import { valuesFolder } from '../../store/layout.ts';
import { fullbandVersion } from '../../version.ts';
import type { EpochRecord } from '../train/checkpoint.ts';
import type { ReadModelData } from './read-data.ts';

/** `STORE/values/models/NAME`. */
export function modelFolder(store: string, name: string): string {
  return join(valuesFolder(store), 'models', name);
}

/** Folder of a refit: of its trainings, and of the signal that they make together. */
export function refitFolder(store: string, name: string, refit: string, identity: string): string {
  return join(modelFolder(store, name), `refit=${refit}-${identity.slice(0, 12)}`);
}

/** Folder of one training. */
export function seedFolder(refit: string, seed: number): string {
  return join(refit, `seed=${String(seed)}`);
}

/** One hash of some texts: what is kept is kept under it. */
export function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** Digest of all values up to a date; empty where nothing is read of factors. */
export function valuesUpTo({ valueDigests }: ReadModelData, date: string): string {
  let found = '';
  for (const [day, digest] of valueDigests) {
    if (day > date) break;
    found = digest;
  }
  return found;
}

/** What is trained on what, with nothing of a day after the refit: so a new day leaves earlier trainings as they are. */
export function trainingIdentity(model: CheckedModel, plan: ModelPlan, data: ReadModelData, refit: string): string {
  const { data: inputs, network } = modelIdentity(model);
  const { batch, epochs, patience, every, split, optimizer } = plan.training;
  const settings = JSON.stringify({ batch, epochs, patience, every, split, optimizer });
  return hashOf([fullbandVersion(), inputs, network, settings, data.firstValue ?? '', data.dayVersions.get(refit) ?? '', valuesUpTo(data, refit)]);
}

/** What a finished training left beside its weights. */
export interface TrainingRecord {
  readonly identity: string;
  readonly history: readonly EpochRecord[];
  readonly best: EpochRecord;
  readonly stopped: 'patience' | 'epochs';
}

/** Reads the record of a training; null if there is none of this identity, or one that was not finished. */
export function readRecord(folder: string, identity: string): Promise<TrainingRecord | null> {
  return readKept<TrainingRecord>(recordFile(folder), identity);
}

export function writeRecord(folder: string, record: TrainingRecord): Promise<void> {
  return writeWhole(recordFile(folder), `${JSON.stringify(record, null, 1)}\n`);
}

function recordFile(folder: string): string {
  return join(folder, 'history.json');
}

/** Reads a JSON file that is kept under an identity; null if there is none, or one of something else. One that cannot be read is none: what it holds is made again. */
export async function readKept<T extends { readonly identity: string }>(file: string, identity: string): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    const kept = JSON.parse(text) as T;
    return kept.identity === identity ? kept : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
