/** Results as Markdown: for the terminal and for README.md. */
import { milliseconds } from './measure.ts';
import type { Report, Result } from './results.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
}

function times(value: number | null): string {
  return value === null ? '' : `${value.toFixed(value < 10 ? 2 : 1)} ×`;
}

function errorText({ accuracy }: Result): string {
  if (accuracy === null) return '';
  const differs = accuracy.missingDiffers > 0 ? `, ${accuracy.missingDiffers} missing on one side only` : '';
  return `${accuracy.maxError.toExponential(1)} (${accuracy.factor})${differs}`;
}

function comparison({ results }: Report): readonly string[] {
  const rows = results
    .filter(({ kind }) => kind !== 'text')
    .map((result) => [
      result.about,
      milliseconds(result.timing.median),
      milliseconds(result.timing.spread),
      times(result.toFloor),
      times(result.fasterThanDuckdb),
      errorText(result),
      result.recomputed === null ? '' : String(result.recomputed),
      result.peakRssMib === null ? '' : result.peakRssMib.toFixed(0),
    ]);
  return table(['', 'ms', 'quartiles apart', 'of the floor', 'faster than DuckDB', 'largest error', 'values in float64', 'peak MiB'], rows);
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
  return ['', ...table(head, rows)];
}

function texts({ results }: Report): readonly string[] {
  const rows = results
    .filter(({ kind }) => kind === 'text')
    .map(({ about, timing, parts }) => {
      const shares = Object.entries(parts).map(([part, { median }]) => `${part} ${milliseconds(median)}`);
      return [about, milliseconds(timing.median), milliseconds(timing.spread), String(timing.runs), shares.join(', ')];
    });
  return rows.length === 0 ? [] : ['', ...table(['', 'ms', 'quartiles apart', 'runs', 'of which'], rows)];
}

/** The whole report, from machine to the backends that did not run. */
export function describeReport(report: Report): string {
  const { date, machine, day, rounds, results, unavailable } = report;
  const devices = new Map(results.flatMap(({ name, device }) => (device === null ? [] : [[name.replace(/-12$/, ''), device] as const])));
  return [
    `${date}. ${machine.processor}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}; Node ${machine.node}, DuckDB ${machine.duckdb}; load before the run ${machine.loadBefore}.`,
    `${day.stocks} stocks × ${day.bars} bars (seed ${day.seed}), ${rounds} processes per contender; medians over all their runs.`,
    '',
    ...comparison(report),
    ...engineParts(report),
    ...texts(report),
    '',
    ...[...devices].map(([name, device]) => `- ${name}: ${device}`),
    ...unavailable.map(({ name, why }) => `- ${name} did not run: ${why}`),
  ].join('\n');
}

/** What changed since a kept report: one line per contender; a first line where the machines differ. */
export function describeChanges(report: Report, kept: Report): string {
  const same = report.machine.processor === kept.machine.processor && report.machine.cores === kept.machine.cores && report.day.stocks === kept.day.stocks;
  const lines = report.results.flatMap(({ name, timing }) => {
    const before = kept.results.find((result) => result.name === name);
    if (before === undefined) return [`${name}: not in the kept result`];
    const change = 100 * (timing.median / before.timing.median - 1);
    return [`${name}: ${milliseconds(timing.median)} ms, kept ${milliseconds(before.timing.median)} ms (${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(0)} %)`];
  });
  const warning = same ? [] : [`The kept result is of another machine or day (${kept.machine.processor}, ${kept.day.stocks} stocks): the changes say little.`];
  return [`Against the result of ${kept.date}:`, ...warning, ...lines].join('\n');
}
