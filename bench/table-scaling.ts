/** The table of how times grow with the market. */
import { milliseconds } from './measure.ts';
import { scanOf, type ScalingReport } from './results-scaling.ts';
import type { ScalingKind } from './scaling-contenders.ts';
import { errorText, table, times } from './table-cells.ts';

const HEAD = ['stocks × days', 'million bars', 'ms', 'quartiles apart', 'ms of all cores', 'ns a bar', 'bars of one day’s', 'time of one day’s', 'times the scan', 'cores of the scan’s', 'peak MiB'];

const OF_KIND: Readonly<Record<ScalingKind, string>> = { engine: '', prepared: ', prepared', prepare: ', preparing', floor: ', DuckDB’s scan' };

/** What was measured, section by section: a line on the market, the table, where it ran. */
export function describeScaling({ market, rounds, results, compared, accuracy, device }: ScalingReport): readonly (readonly string[])[] {
  const rows = results.map((result) => {
    const { kind, stocks, days, bars, timing, cores, ofOneDay, peakRssMib } = result;
    const scan = kind === 'floor' ? undefined : scanOf(result, results);
    return [
      `${stocks} × ${days}${OF_KIND[kind]}`,
      (bars / 1e6).toPrecision(3),
      milliseconds(timing.median),
      milliseconds(timing.spread),
      milliseconds(cores.median),
      ((1e6 * timing.median) / bars).toFixed(0),
      times(ofOneDay?.bars ?? null),
      times(ofOneDay?.time ?? null),
      times(scan === undefined ? null : timing.median / scan.timing.median),
      times(scan === undefined ? null : cores.median / scan.cores.median),
      peakRssMib.toFixed(0),
    ];
  });
  return [
    [`\`fullband compute\` of the 15 minute factors over ${market}, from Parquet to Parquet in a process, its start included; ${rounds} processes per size. Largest error over ${compared} of the stocks: ${errorText(accuracy)}.`],
    table(HEAD, rows),
    [`- scaling: ${device}`],
  ];
}
