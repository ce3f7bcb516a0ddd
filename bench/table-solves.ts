/** The table of solved portfolios. */
import { milliseconds } from './measure.ts';
import type { SolveReport } from './results-solves.ts';
import { table, times } from './table-cells.ts';

const HEAD = ['', 'ms a section', 'quartiles apart', 'sections', 'faster than by text', 'distance of what is expected', 'limits given up', 'peak MiB'];

/** What was measured, section by section: a line on the market and the table. */
export function describeSolves({ stocks, seed, rounds, results }: SolveReport): readonly (readonly string[])[] {
  const rows = results.map(({ about, timing, fasterThanText, error, relaxed, peakRssMib }) => [
    about,
    milliseconds(timing.median),
    milliseconds(timing.spread),
    String(timing.runs),
    times(fasterThanText),
    error === null ? '' : error.toExponential(1),
    String(relaxed),
    peakRssMib.toFixed(0),
  ]);
  return [[`Portfolios of ${stocks} stocks (seed ${seed}), one section after the other, solved within the limits of the index enhancement; ${rounds} processes per contender.`], table(HEAD, rows)];
}
