/** The table of runs by the workers of a queue. */
import { milliseconds } from './measure.ts';
import type { QueueReport } from './results-queue.ts';
import { table, times } from './table-cells.ts';

const HEAD = ['', 'stocks × days', 'tasks', 'ms by two workers', 'quartiles apart', 'ms by one', 'quartiles apart', 'faster than by one', 'ms alone, on all cores'];

/** What was measured, section by section: what was run, the table, what a task costs. */
export function describeQueue({ rounds, results, overhead, absent }: QueueReport): readonly (readonly string[])[] {
  if (absent !== null) return [[`- queue did not run: ${absent}`]];
  const rows = results.map(({ about, stocks, days, tasks, timing, single, alone, faster }) => [
    about,
    `${stocks} × ${days}`,
    String(tasks),
    milliseconds(timing.median),
    milliseconds(timing.spread),
    milliseconds(single.median),
    milliseconds(single.spread),
    times(faster),
    milliseconds(alone.median),
  ]);
  const cost = overhead === null ? [] : [[`A task whose values are there costs ${overhead.millisecondsPerTask.median.toFixed(2)} ms (${overhead.tasks} tasks by one worker, from being put in to the last being done; quartiles ${overhead.millisecondsPerTask.spread.toFixed(2)} ms apart).`]];
  return [...(rows.length === 0 ? [] : [[`\`fullband run\` by workers of one thread each, which wait beside it, and alone, from start to end; ${rounds} runs of each.`], table(HEAD, rows)]), ...cost];
}
