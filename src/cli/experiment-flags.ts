/** Experiments as commands are asked for them: the file, the store, settings in place of what the file says. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LoadedExperiment, Loading } from '../runtime/experiment/load-experiment.ts';
import { FindingsReported, UsageError } from './exit.ts';
import type { Session } from './session.ts';
import { asUsage } from './test-options.ts';

export interface ExperimentFlags {
  readonly store?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** Settings, with the store that the user names: it is a setting like others, and goes into the record. */
export function storeOfRun({ store, set }: ExperimentFlags, { currentFolder }: Session): readonly string[] {
  return store === undefined ? set : [...set, `data.store=${JSON.stringify(resolve(currentFolder, store))}`];
}

/** Reads an experiment, with the folder of its runs. One that is only asked for its folder does not have to be right yet. */
export async function readExperiment(file: string, texts: readonly string[], { currentFolder }: Session, needsData: boolean): Promise<Loading & { readonly folder: string }> {
  const { parseSetting } = await import('../runtime/experiment/document.ts');
  const { loadExperiment } = await import('../runtime/experiment/load-experiment.ts');
  const { usualRunFolder } = await import('../runtime/experiment/recorded-settings.ts');
  if (!existsSync(resolve(currentFolder, file))) throw new UsageError(`No such file: ${file}. Examples are in experiments/.`);
  const loading = loadExperiment({ file, currentFolder, settings: texts.map((text) => asUsage(() => parseSetting(text))), needsData });
  return { ...loading, folder: usualRunFolder(loading) };
}

/** Reads and checks; findings are said and end the command where one is an error. */
export async function loadForRun(file: string, { json }: ExperimentFlags, texts: readonly string[], session: Session): Promise<{ readonly loaded: LoadedExperiment; readonly folder: string }> {
  const { currentFolder, terminal } = session;
  const { countFindings, describeFindings, placeFindings } = await import('./project-check.ts');
  const { root, findings, texts: sources, loaded, folder } = await readExperiment(file, texts, session, true);
  const placed = placeFindings(findings, sources, root, currentFolder);
  if (json === true && loaded === null) terminal.print(JSON.stringify(placed.map((found) => found.json), null, 2));
  else if (placed.length > 0) terminal.say(describeFindings(placed, terminal.errorColors));
  if (loaded === null) {
    terminal.say(`Stopped: ${countFindings(placed)}.`);
    throw new FindingsReported();
  }
  return { loaded, folder };
}

