/** Taking columns out of the files of values of one day: those that nobody asks for any more would be read with the others, and push them out where files are merged. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetSource, quoteName, type Database } from '../store/duckdb.ts';
import { columnsOf, dateFolder, fileNameOf, identityIn, isOfVersion, namesIn, removeUnreadable, type OnRemoved, type ValuesPlace } from './values-store.ts';
import { writeParquet } from './values-write.ts';

/** Removes columns of the given identities. A file that has nothing else goes; one with others is there without them before it goes itself. */
export async function dropValues(db: Database, shelf: string, { date, version }: { readonly date: string; readonly version: string }, identities: ReadonlySet<string>, onRemoved: OnRemoved): Promise<void> {
  const folder = dateFolder(shelf, date);
  const files = (await namesIn(folder)).filter((name) => isOfVersion(name, version)).map((name) => join(folder, name));
  const places = await db.use((connection) => columnsOf(connection, files, onRemoved));
  for (const [file, held] of byFile(places)) {
    const left = held.filter(({ column }) => !identities.has(identityIn(column)));
    if (left.length === held.length) continue;
    if (left.length > 0 && !(await rewritten(db, folder, version, left, onRemoved))) continue;
    await rm(file, { force: true });
  }
}

/** False for a file that another run has merged meanwhile, or that cannot be read and is removed. */
async function rewritten(db: Database, folder: string, version: string, places: readonly ValuesPlace[], onRemoved: OnRemoved): Promise<boolean> {
  const columns = places.map(({ column }) => column);
  const sources = [...new Set(places.map(({ file }) => file))];
  try {
    await writeParquet(db, folder, fileNameOf(version, columns.map(identityIn)), () => Promise.resolve(`SELECT symbol, ${columns.map(quoteName).join(', ')} FROM ${parquetSource(sources)} ORDER BY symbol`));
    return true;
  } catch (error) {
    if (await removeUnreadable(db, places, onRemoved)) return false;
    throw error;
  }
}

function byFile(places: readonly ValuesPlace[]): ReadonlyMap<string, readonly ValuesPlace[]> {
  const files = new Map<string, ValuesPlace[]>();
  for (const place of places) files.set(place.file, [...(files.get(place.file) ?? []), place]);
  return files;
}
