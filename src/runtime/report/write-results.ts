/** All that a single-factor test leaves on the disk: figures, series and pages. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { SeriesTable } from '../evaluate/series-tables.ts';
import { writeEvaluation } from '../evaluate/write-evaluation.ts';
import { DataError, systemCode } from '../store/data-error.ts';
import { replaceResults } from '../store/result-folder.ts';
import { writeReport } from './write-report.ts';

/**
 * Writes an evaluation and its report into a folder in the place of what a run before wrote there; other files stay. `extra` are further tables, such as that of a screening.
 * Returns the paths; that of `report.html`, which links to the others, is the last. Throws DataError, with the former result as it was, if something else of the folder has a name that
 * is needed.
 */
export function writeResults(folder: string, evaluation: Evaluation, extra: readonly SeriesTable[] = []): Promise<readonly string[]> {
  return replaceResults(folder, async (staging) => {
    const files = await writeEvaluation(staging, evaluation, extra);
    const [report, ...pages] = await writeReport(evaluation, staging);
    const written = [...files, ...pages, ...(report === undefined ? [] : [report])];
    // Before a file is put in its place: one that cannot be would leave a folder of two runs.
    await requireFree(folder, written.map((path) => relative(staging, path)));
    return written;
  });
}

/** Throws DataError for a folder where a file is to be, or a file where a folder is. */
async function requireFree(folder: string, paths: readonly string[]): Promise<void> {
  for (const name of new Set(paths.flatMap((path) => [dirname(path), path]))) {
    const target = join(folder, name);
    const isFolder = await isFolderAt(target);
    if (isFolder === null || isFolder !== paths.includes(name)) continue;
    throw new DataError({ file: target, found: isFolder ? 'a folder of that name' : 'a file of that name', expected: isFolder ? 'a file of the results, or nothing' : 'a folder of the results, or nothing', remedy: 'Rename or remove it, or choose another folder with --out.' });
  }
}

/** Null where nothing is. */
async function isFolderAt(path: string): Promise<boolean | null> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
