/**
 * Many files of values of one day become one. Every edit of a factor adds a file to each day; so that days stay quick to read and the store does not grow without end, a day
 * with more than `MOST_FILES` files of its current data gets one file instead, with the newest `MOST_COLUMNS` columns. What falls out is computed again if it is asked for.
 */
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCode } from '../store/data-error.ts';
import { parquetSource, quoteName, type Database } from '../store/duckdb.ts';
import { columnsOf, dateFolder, fileNameOf, identityIn, isOfVersion, namesIn, removeUnreadable, type OnRemoved, type ValuesPlace } from './values-store.ts';
import { writeParquet } from './values-write.ts';

/** More files of one day than this are merged. */
export const MOST_FILES = 8;
/** Columns that a merged file keeps, unless the run that merges needs more. */
export const MOST_COLUMNS = 512;

/**
 * Merges the files of values of one date, if there are too many. The new file is in place before the old ones go, so that whatever is killed or read meanwhile finds each
 * value at least once. Columns of the identities in `needed` are kept whatever their number. Returns whether it has merged.
 */
export async function mergeValues(
  db: Database,
  shelf: string,
  day: { readonly date: string; readonly version: string },
  needed: ReadonlySet<string>,
  onRemoved: OnRemoved,
  mostColumns = MOST_COLUMNS,
): Promise<boolean> {
  const folder = dateFolder(shelf, day.date);
  const names = (await namesIn(folder)).filter((name) => isOfVersion(name, day.version));
  if (names.length <= MOST_FILES) return false;
  const places = await newestFirst(db, names.map((name) => join(folder, name)), onRemoved);
  const columns = newestColumns(places, needed, mostColumns);
  const sources = [...new Set(places.map(({ file }) => file))];
  const merged = fileNameOf(day.version, columns.map(identityIn));
  // Of a stock at most one file has a column's value; the files of a run over some symbols have fewer rows.
  const cells = columns.map((column) => `any_value(${quoteName(column)}) AS ${quoteName(column)}`);
  try {
    await writeParquet(db, folder, merged, () => Promise.resolve(`SELECT symbol, ${cells.join(', ')} FROM ${parquetSource(sources)} GROUP BY symbol ORDER BY symbol`));
  } catch (error) {
    // A damaged file is removed, one that is gone was merged by another run: what is there is right, and the next write tries again.
    if (await removeUnreadable(db, places, onRemoved)) return false;
    throw error;
  }
  for (const source of sources) if (basename(source) !== merged) await rm(source, { force: true });
  return true;
}

/** Columns of files, those of the newest file first, and of one file in its own order. */
async function newestFirst(db: Database, files: readonly string[], onRemoved: OnRemoved): Promise<readonly ValuesPlace[]> {
  const places = await db.use((connection) => columnsOf(connection, files, onRemoved));
  const ages = new Map<string, number>();
  for (const file of files) ages.set(file, await modifiedAt(file));
  const age = ({ file }: ValuesPlace): number => ages.get(file) ?? 0;
  return [...places].sort((a, b) => age(b) - age(a) || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

async function modifiedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** One column per identity: the first `most`, and those that are needed. */
function newestColumns(places: readonly ValuesPlace[], needed: ReadonlySet<string>, most: number): readonly string[] {
  const columns = new Map<string, string>();
  for (const { column } of places) if (!columns.has(identityIn(column))) columns.set(identityIn(column), column);
  return [...columns].filter(([identity], place) => place < most || needed.has(identity)).map(([, column]) => column);
}
