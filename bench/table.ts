/** Results as Markdown: for the terminal and for README.md. */
import { milliseconds } from './measure.ts';
import type { Report } from './results.ts';
import { describeEvents } from './table-events.ts';
import { describeEvaluations } from './table-evaluations.ts';
import { describeQueue } from './table-queue.ts';
import { describeScaling } from './table-scaling.ts';
import { describeSolves } from './table-solves.ts';
import { describeTrainings } from './table-training.ts';
import { errorText, table, times } from './table-cells.ts';

function comparison({ results }: Report): readonly string[] {
  const rows = results
    .filter(({ kind }) => kind !== 'text')
    .map((result) => [
      result.about,
      milliseconds(result.timing.median),
      milliseconds(result.timing.spread),
      times(result.toFloor),
      times(result.fasterThanDuckdb),
      errorText(result.accuracy),
      result.recomputed === null ? '' : String(result.recomputed),
      result.peakRssMib === null ? '' : result.peakRssMib.toFixed(0),
    ]);
  return rows.length === 0 ? [] : table(['', 'ms', 'quartiles apart', 'of the floor', 'faster than DuckDB', 'largest error', 'values in float64', 'peak MiB'], rows);
}

const ENGINE_PARTS = ['selection', 'kernels', 'read-out', 'fill', 'with fill', 'build'] as const;

function engineParts({ results }: Report): readonly string[] {
  const engines = results.filter(({ kind }) => kind === 'engine');
  if (engines.length === 0) return [];
  const head = ['ms', 'selection on the host', 'kernels beyond it', 'read-out', 'sum', 'tile fill', 'all with tile fill', 'build, once'];
  const rows = engines.map(({ name, timing, parts }) => {
    const [selection, kernels, readOut, fill, withFill, build] = ENGINE_PARTS.map((part) => milliseconds(parts[part]?.median ?? NaN));
    return [name, selection ?? '', kernels ?? '', readOut ?? '', milliseconds(timing.median), fill ?? '', withFill ?? '', build ?? ''];
  });
  return table(head, rows);
}

function texts({ results }: Report): readonly string[] {
  const rows = results
    .filter(({ kind }) => kind === 'text')
    .map(({ about, timing, parts }) => {
      const shares = Object.entries(parts).map(([part, { median }]) => `${part} ${milliseconds(median)}`);
      return [about, milliseconds(timing.median), milliseconds(timing.spread), String(timing.runs), shares.join(', ')];
    });
  return rows.length === 0 ? [] : table(['', 'ms', 'quartiles apart', 'runs', 'of which'], rows);
}

/** The whole report, from machine to the backends that did not run. */
export function describeReport(report: Report): string {
  const { date, machine, day, rounds, results, events, evaluations, trainings, solves, scaling, queue, unavailable } = report;
  const devices = new Map(results.flatMap(({ name, device }) => (device === null ? [] : [[name.replace(/-12$/, ''), device] as const])));
  const sections = [
    [
      `${date}. ${machine.processor}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}; Node ${machine.node}, DuckDB ${machine.duckdb}; load before the run ${machine.loadBefore}.`,
      ...(results.length === 0 ? [] : [`${day.stocks} stocks × ${day.bars} bars (seed ${day.seed}), ${rounds} processes per contender; medians over all their runs.`]),
    ],
    comparison(report),
    engineParts(report),
    texts(report),
    [...[...devices].map(([name, device]) => `- ${name}: ${device}`), ...unavailable.map(({ name, why }) => `- ${name} did not run: ${why}`)],
    ...(events === undefined ? [] : describeEvents(events)),
    ...(evaluations === undefined ? [] : describeEvaluations(evaluations)),
    ...(trainings === undefined ? [] : describeTrainings(trainings)),
    ...(solves === undefined ? [] : describeSolves(solves)),
    ...(scaling === undefined ? [] : describeScaling(scaling)),
    ...(queue === undefined ? [] : describeQueue(queue)),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n');
}
