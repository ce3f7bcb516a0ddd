/** Where the prepared minute bars, executions and orders of a store are, and removing them. */
import { existsSync, statSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError, systemCode } from './data-error.ts';
import { isDate, namesIn } from './layout.ts';
import { partitionName } from './partition-name.ts';
import { clearLeftOvers } from './temporary-name.ts';

/** Digits of a version in the name of a file. */
const DIGITS = 16;

/** Counts what files hold: one of other rules of rounding and filling, or of another layout, is not found. */
const FORM = 1;

/** Tables that can be prepared. */
export const PREPARED_TABLES = ['minute', 'trade', 'order'] as const;
export type PreparedTable = (typeof PREPARED_TABLES)[number];

const EXTENSIONS: Readonly<Record<PreparedTable, string>> = { minute: '.bars', trade: '.events', order: '.events' };

/** `STORE/prepared`. */
export function preparedFolder(store: string): string {
  return join(store, 'prepared');
}

function folderOf(store: string, table: PreparedTable, date: string): string {
  return join(preparedFolder(store), table, partitionName(date));
}

/** Where the prepared rows of a day are, made from its data in one version. */
export function preparedPath(store: string, date: string, version: string, table: PreparedTable = 'minute'): string {
  return join(folderOf(store, table, date), `${version.slice(0, DIGITS)}-${String(FORM)}${EXTENSIONS[table]}`);
}

/** The prepared rows of a day as it is in this version; null if there are none. */
export function preparedRows(store: string, date: string, version: string, table: PreparedTable = 'minute'): string | null {
  const path = preparedPath(store, date, version, table);
  return existsSync(path) ? path : null;
}

/** Dates with prepared rows of any version. */
export async function preparedDates(store: string, table: PreparedTable = 'minute'): Promise<readonly string[]> {
  const folder = join(preparedFolder(store), table);
  const names = await explained(folder, () => namesIn(folder));
  return names.map((name) => name.replace(/^date=/, '')).filter((date, i) => names[i] !== date && isDate(date)).sort();
}

/** What `work` gives; where something lies in the place of a folder or of a file, a DataError that names it. */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!['ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR'].includes(systemCode(error) ?? '')) throw error;
    let file = path;
    while (!existsSync(file) && dirname(file) !== file) file = dirname(file);
    const isFolder = statSync(file).isDirectory();
    throw new DataError({ file, found: isFolder ? 'a folder' : 'a file', expected: isFolder ? 'a file of prepared rows' : 'a folder of prepared rows', remedy: `Remove that ${isFolder ? 'folder' : 'file'}.` }, { cause: error });
  }
}

/** Removes a day's prepared rows, but for those of `version`, and what killed runs were writing. Returns whether there were any. Throws DataError for what is no such file or folder. */
export async function removePrepared(store: string, date: string, version: string | null = null, table: PreparedTable = 'minute'): Promise<boolean> {
  const folder = folderOf(store, table, date);
  const stay = version === null ? null : basename(preparedPath(store, date, version, table));
  const old = (await explained(folder, () => namesIn(folder))).filter((name) => name.endsWith(EXTENSIONS[table]) && name !== stay);
  for (const name of old) await explained(join(folder, name), () => rm(join(folder, name), { force: true }));
  await clearLeftOvers(folder);
  try {
    if (version === null) await rmdir(folder);
  } catch (error) {
    // Another process may be writing there.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
  }
  return old.length > 0;
}
