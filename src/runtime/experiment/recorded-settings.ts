/** Where runs are, and the settings that one was begun with: noted before its first step, so that a run that was killed has them too. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../store/data-error.ts';
import { writeWhole } from '../store/durable.ts';

const FILE = '.fullband-run.json';

export async function noteSettings(folder: string, settings: readonly string[]): Promise<void> {
  await writeWhole(join(folder, FILE), `${JSON.stringify({ settings })}\n`);
}

/** Null for a folder in which no run was begun. */
async function recordedSettings(folder: string): Promise<readonly string[] | null> {
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
    const settings: unknown = typeof read === 'object' && read !== null && 'settings' in read ? read.settings : null;
    return Array.isArray(settings) ? settings.filter((each) => typeof each === 'string') : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '') || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Settings with which the run of a folder goes on: those that it was begun with, then those of now, which hold where both set a key. Null for a folder in which no run was begun. */
export async function settingsToResume(folder: string, given: readonly string[]): Promise<readonly string[] | null> {
  const recorded = await recordedSettings(folder);
  return recorded === null ? null : [...recorded.filter((text) => !given.includes(text)), ...given];
}

/** The folder of an experiment's runs, unless somebody names another. */
export function usualRunFolder({ root, name }: { readonly root: string; readonly name: string }): string {
  return join(root, 'runs', name);
}
