/** Which store a project means when nobody names one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_TABLES } from './experiment/check-names.ts';
import { loadExperiment } from './experiment/load-experiment.ts';
import { listExperiments } from './project-reader.ts';
import { fullbandFolder } from './version.ts';

export interface FoundStore {
  readonly path: string;
  /** For people: why this one. */
  readonly why: string;
}

/** Folders that the documentation keeps stores in. */
const USUAL = ['store', 'market'] as const;

/** A store that an experiment of the project names, then one in a usual folder, then the sample that comes with fullband; null if there is none. */
export function findStore(root: string): FoundStore | null {
  for (const file of listExperiments(root)) {
    const { loaded } = loadExperiment({ file, currentFolder: root, needsData: false });
    if (loaded !== null && isStore(loaded.store)) return { path: loaded.store, why: `${loaded.path} names it` };
  }
  for (const name of USUAL) if (isStore(join(root, name))) return { path: join(root, name), why: 'it lies in the project' };
  const sample = join(fullbandFolder(), 'samples', 'store');
  return isStore(sample) ? { path: sample, why: 'it is the small sample that comes with fullband' } : null;
}

/** Whether a folder holds a table of a store. */
export function isStore(path: string): boolean {
  return STORE_TABLES.some((table) => existsSync(join(path, table)));
}
