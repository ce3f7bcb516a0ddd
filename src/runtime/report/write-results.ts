/** All that a single-factor test leaves on the disk: figures, series and pages. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { SeriesTable } from '../evaluate/series-tables.ts';
import { writeEvaluation } from '../evaluate/write-evaluation.ts';
import { replaceResults } from '../store/result-folder.ts';
import { writeReport } from './write-report.ts';

/**
 * Writes an evaluation and its report into a folder in the place of what a run before wrote there; other files stay. `extra` are further tables, such as that of a screening.
 * Returns the paths; that of `report.html`, which links to the others, is the last.
 */
export function writeResults(folder: string, evaluation: Evaluation, extra: readonly SeriesTable[] = []): Promise<readonly string[]> {
  return replaceResults(folder, async (staging) => {
    const files = await writeEvaluation(staging, evaluation, extra);
    const [report, ...pages] = await writeReport(evaluation, staging);
    return [...files, ...pages, ...(report === undefined ? [] : [report])];
  });
}
