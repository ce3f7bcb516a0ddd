/** The table of the factors of executions and orders. */
import { startOfPeer } from './event-contenders.ts';
import { nanosecondsPerRow, type EventReport } from './results.ts';
import { milliseconds } from './measure.ts';
import { errorText, table, times } from './table-cells.ts';

const HEAD = ['', 'million executions + orders', 'ms', 'quartiles apart', 'ms of all cores', 'million rows a second', 'ns a row', 'of the smaller market’s', 'faster than DuckDB', 'largest error', 'of what is tolerated', 'values in float64', 'peak MiB'];

const ABOUT = {
  files: 'from Parquet to Parquet in a process, its start included',
  memory: 'from rows that are read, in order and checked in memory, to values',
} as const;

/** What was measured over executions and orders, section by section: a line on the market, the table, what each ran on. */
export function describeEvents({ stocks, seed, compared, rounds, results }: EventReport): readonly (readonly string[])[] {
  const rows = (from: keyof typeof ABOUT): readonly (readonly string[])[] => results.filter((result) => startOfPeer(result.from) === from).map((result) => {
    const { about, executions, orders, timing, cores, accuracy, recomputed, peakRssMib } = result;
    const nanoseconds = nanosecondsPerRow(result);
    return [
      about,
      `${millions(executions)} + ${millions(orders)}`,
      milliseconds(timing.median),
      milliseconds(timing.spread),
      milliseconds(cores.median),
      (1000 / nanoseconds).toPrecision(3),
      nanoseconds.toFixed(0),
      times(result.perRowOfSmaller),
      times(result.fasterThanDuckdb),
      errorText(accuracy),
      `${(100 * accuracy.ofTolerance).toPrecision(2)} %`,
      recomputed === null ? '' : String(recomputed),
      peakRssMib.toFixed(0),
    ];
  });
  const sections = (['files', 'memory'] as const).flatMap((from) => {
    const found = rows(from);
    return found.length === 0 ? [] : [[`Executions and orders of ${stocks} stocks (seed ${seed}), ${ABOUT[from]}; ${rounds} processes per contender. Errors over ${compared} of the stocks.`], table(HEAD, found)];
  });
  return [
    ...sections,
    results.map(({ name, device }) => `- ${name}: ${device}`),
  ];
}

/** `20.0`, `0.03`. */
function millions(rows: number): string {
  return (rows / 1e6).toFixed(rows < 1e6 ? 3 : 1);
}
