/** What the log of a run folder says of steps whose inputs it does not hold: a run that was cut off has written no record. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../store/data-error.ts';
import { isLocked } from '../store/lock.ts';

/** One line per event, of every run into the folder. */
export const LOG_FILE = 'run.log';

/** How a step ended when it was begun last; `cut off`: nothing says how. */
export type LastEnd = 'done' | 'stopped' | 'cut off' | 'at work';

/** Last ends of steps, by name. */
export async function runHistory(folder: string): Promise<ReadonlyMap<string, LastEnd>> {
  const text = await logOf(folder);
  const ends = new Map<string, LastEnd>();
  let atWork = '';
  for (const line of text.split('\n')) {
    const said = line.slice(line.indexOf(' ') + 1);
    // Warnings are texts of any kind.
    if (/^[^:]* warns: /.test(said)) continue;
    const begun = /^(.+) begins$/.exec(said)?.[1];
    const done = /^(.+?) (?:done in [\d.]+ s|kept): /.exec(said)?.[1];
    if (begun !== undefined) ends.set((atWork = begun), 'cut off');
    else if (done !== undefined) ends.set(done, 'done');
    else if (said.startsWith('stopped: ') && ends.get(atWork) === 'cut off') ends.set(atWork, 'stopped');
    else if (said.startsWith('begins: ')) atWork = '';
  }
  if (ends.get(atWork) === 'cut off' && (await isLocked(folder))) ends.set(atWork, 'at work');
  return ends;
}

async function logOf(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, LOG_FILE), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return '';
    throw error;
  }
}
