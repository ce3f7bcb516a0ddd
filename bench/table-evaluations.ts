/** The table of evaluations. */
import { milliseconds } from './measure.ts';
import type { EvaluationReport } from './results.ts';
import { errorText, table, times } from './table-cells.ts';

const HEAD = ['', 'factors × stocks', 'ms', 'quartiles apart', 'ms of all cores', 'faster than DuckDB', 'largest error', 'peak MiB'];

/** What was measured, section by section: a line on the market and the table. */
export function describeEvaluations({ days, seed, rounds, results }: EvaluationReport): readonly (readonly string[])[] {
  const rows = results.map(({ about, factors, stocks, timing, cores, fasterThanDuckdb, accuracy, peakRssMib }) => [
    about,
    `${factors} × ${stocks}`,
    milliseconds(timing.median),
    milliseconds(timing.spread),
    milliseconds(cores.median),
    times(fasterThanDuckdb),
    errorText(accuracy),
    peakRssMib.toFixed(0),
  ]);
  return [[`Evaluations over ${days} days (seed ${seed}): RankIC, IC and layers of every fifth day, from Parquet to figures in a process, its start included; ${rounds} processes per contender.`], table(HEAD, rows)];
}
