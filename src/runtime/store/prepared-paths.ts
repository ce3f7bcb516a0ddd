/** Where the prepared minute bars of a store are, and removing them. */
import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCode } from './data-error.ts';
import { isDate, namesIn } from './layout.ts';
import { partitionName } from './partition-name.ts';
import { clearLeftOvers } from './temporary-name.ts';

/** Digits of a version in the name of a file. */
const DIGITS = 16;

/** Counts what files hold: one of other rules of rounding and filling, or of another layout, is not found. */
const FORM = 1;

const EXTENSION = '.bars';

/** `STORE/prepared`. */
export function preparedFolder(store: string): string {
  return join(store, 'prepared');
}

function folderOf(store: string, date: string): string {
  return join(preparedFolder(store), 'minute', partitionName(date));
}

/** Where the prepared bars of a day are, made from its data in one version. */
export function preparedPath(store: string, date: string, version: string): string {
  return join(folderOf(store, date), `${version.slice(0, DIGITS)}-${String(FORM)}${EXTENSION}`);
}

/** The prepared bars of a day as it is in this version; null if there are none. */
export function preparedBars(store: string, date: string, version: string): string | null {
  const path = preparedPath(store, date, version);
  return existsSync(path) ? path : null;
}

/** Dates with prepared bars of any version. */
export async function preparedDates(store: string): Promise<readonly string[]> {
  const names = await namesIn(join(preparedFolder(store), 'minute'));
  return names.map((name) => name.replace(/^date=/, '')).filter((date, i) => names[i] !== date && isDate(date)).sort();
}

/** Removes a day's prepared bars, but for those of `version`, and what killed runs were writing. Returns whether there were any. */
export async function removePrepared(store: string, date: string, version: string | null = null): Promise<boolean> {
  const folder = folderOf(store, date);
  const stay = version === null ? null : basename(preparedPath(store, date, version));
  const old = (await namesIn(folder)).filter((name) => name.endsWith(EXTENSION) && name !== stay);
  for (const name of old) await rm(join(folder, name), { force: true });
  await clearLeftOvers(folder);
  try {
    if (version === null) await rmdir(folder);
  } catch (error) {
    // Another process may be writing there.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
  }
  return old.length > 0;
}
