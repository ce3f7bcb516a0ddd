/** What the report says in one table: each thing that fullband does, beside what one would do it with otherwise. */
import type { Accuracy } from './accuracy.ts';
import { plural } from '../src/runtime/plural.ts';
import { startOfPeer, type EventStart } from './event-contenders.ts';
import type { Timing } from './measure.ts';
import { scanOf } from './results-scaling.ts';
import type { Report, Result } from './results.ts';

/** One speed, with what belongs beside it. */
export interface Measurement {
  readonly timing: Timing;
  readonly peakRssMib: number | null;
  /** Largest distance from float64; null where there are no values. */
  readonly error: number | null;
  /** How the values differ otherwise; absent where what was computed is no table of values. */
  readonly accuracy?: Accuracy;
}

export interface Headline {
  readonly about: string;
  readonly own: Measurement;
  /** Null where there is nothing to compare with. */
  readonly other: (Measurement & { readonly about: string }) | null;
}

/** Median of the other's times in times the own; null where there is none. */
export function ratioOf({ own, other }: Headline): number | null {
  return other === null ? null : other.timing.median / own.timing.median;
}

/** All that was measured, in the order of the report. */
export function headlinesOf(report: Report): readonly Headline[] {
  return [...minuteFactors(report), ...eventFactors(report), ...evaluations(report), ...trainings(report), ...solves(report), ...growth(report), ...queued(report), ...coldStarts(report)];
}

/** The engine over a filled tile, where it is fastest, against each peer. */
function minuteFactors({ results, day }: Report): readonly Headline[] {
  // Other rows of the engine compute fewer factors.
  const engines = results.filter(({ name, kind }) => kind === 'engine' && !name.includes('-'));
  const [fastest] = engines.toSorted((a, b) => a.timing.median - b.timing.median);
  if (fastest === undefined) return [];
  return against(`15 minute factors of a day of ${day.stocks} stocks, in memory (${fastest.name})`, ofResult(fastest), results.filter(({ kind }) => kind === 'peer').map((peer) => ({ ...ofResult(peer), about: shortOf(peer.about) })));
}

const WAYS: Readonly<Record<EventStart, string>> = { files: 'Parquet to Parquet', prepared: 'prepared rows to Parquet', memory: 'in memory' };

function eventFactors({ events }: Report): readonly Headline[] {
  const results = events?.results ?? [];
  return results
    .filter(({ kind }) => kind === 'engine')
    .flatMap((engine) => {
      const peers = results.filter(({ kind, from, executions, orders }) => kind === 'peer' && from === startOfPeer(engine.from) && executions === engine.executions && orders === engine.orders);
      return against(`12 factors of ${millions(engine.executions)} million executions and as many orders, ${WAYS[engine.from]}`, measured(engine), peers.map((peer) => ({ ...measured(peer), about: shortOf(peer.about) })));
    });
}

function evaluations({ evaluations: report }: Report): readonly Headline[] {
  const results = report?.results ?? [];
  return results
    .filter(({ kind }) => kind === 'engine')
    .flatMap((engine) => {
      const peers = results.filter(({ kind, factors, stocks }) => kind === 'peer' && factors === engine.factors && stocks === engine.stocks);
      return against(`evaluation of ${engine.factors} factors of ${engine.stocks} stocks over ${report?.days ?? NaN} days`, measured(engine), peers.map((peer) => ({ ...measured(peer), about: shortOf(peer.about) })));
    });
}

function trainings({ trainings: report }: Report): readonly Headline[] {
  const results = report?.results ?? [];
  return results
    .filter(({ name, model }) => name === `train-${model}`)
    .flatMap((engine) => {
      const peers = results.filter(({ kind, model }) => kind === 'peer' && model === engine.model);
      return against(`a step of training, ${engine.about}`, engine, peers.map((peer) => ({ ...peer, about: peer.about.replace(`${peer.model}, `, 'TensorFlow.js ') })));
    });
}

function solves({ solves: report }: Report): readonly Headline[] {
  const results = report?.results ?? [];
  return results.filter(({ kind }) => kind === 'engine').flatMap((engine) => against(`a portfolio of ${report?.stocks ?? NaN} stocks, ${engine.about}`, engine, results.filter(({ kind }) => kind === 'peer')));
}

/** Sizes of market; more days than one against as many runs of one day, which a time in proportion to the rows would take, and against what only reads them. */
function growth({ scaling }: Report): readonly Headline[] {
  if (scaling === undefined) return [];
  const { results, accuracy } = scaling;
  const one = results.find(({ ofOneDay }) => ofOneDay?.bars === 1);
  return results
    .filter(({ kind }) => kind === 'engine')
    .flatMap((result) => {
      const { stocks, days, timing, peakRssMib } = result;
      const scan = scanOf(result, results);
      return against(`15 minute factors of ${plural(stocks, 'stock')} × ${plural(days, 'day')}, Parquet to Parquet`, measured({ timing, peakRssMib, accuracy }), [
        ...(scan === undefined ? [] : [{ about: 'DuckDB’s scan of the same columns, nothing computed', timing: scan.timing, peakRssMib: scan.peakRssMib, error: null }]),
        ...(one === undefined || days === 1 ? [] : [{ about: `${days} runs of one day`, ...measured({ timing: inTimes(one.timing, days), peakRssMib: one.peakRssMib, accuracy }) }]),
      ]);
    });
}

/** Runs by two workers against the same run by one. */
function queued({ queue }: Report): readonly Headline[] {
  return (queue?.results ?? []).map(({ about, stocks, days, timing, single }) => ({
    about: `${about} of ${plural(stocks, 'stock')} × ${plural(days, 'day')}, by two workers of a queue`,
    own: { timing, peakRssMib: null, error: null },
    other: { about: 'one worker', timing: single, peakRssMib: null, error: null },
  }));
}

function inTimes({ runs, median, fastest, slowest, spread }: Timing, count: number): Timing {
  return { runs, median: count * median, fastest: count * fastest, slowest: count * slowest, spread: count * spread };
}

function coldStarts({ results }: Report): readonly Headline[] {
  return results.filter(({ name }) => name.endsWith('-cold')).map((command) => ({ about: command.about, own: ofResult(command), other: null }));
}

function against(about: string, own: Measurement, others: readonly NonNullable<Headline['other']>[]): readonly Headline[] {
  return others.length === 0 ? [{ about, own, other: null }] : others.map((other) => ({ about, own, other }));
}

function ofResult({ timing, peakRssMib, accuracy }: Result): Measurement {
  return accuracy === null ? { timing, peakRssMib, error: null } : measured({ timing, peakRssMib, accuracy });
}

function measured({ timing, peakRssMib, accuracy }: { readonly timing: Timing; readonly peakRssMib: number | null; readonly accuracy: Accuracy }): Measurement {
  return { timing, peakRssMib, error: accuracy.maxError, accuracy };
}

/** `DuckDB SQL` of `DuckDB SQL, 15 factors`. */
function shortOf(about: string): string {
  return about.replace(/, \d+ factors$/, '');
}

function millions(rows: number): string {
  return (rows / 1e6).toFixed(rows < 1e6 ? 3 : 1);
}
