/** Choosing factors by their tests and by how alike they are. */
import { DataError } from '../store/data-error.ts';
import { didYouMean } from '../store/nearest.ts';
import type { Evaluation, SignalEvaluation } from './evaluation.ts';
import type { SeriesTable } from './series-tables.ts';

export interface ScreenThresholds {
  /** A factor stays out if its correlation with one that is kept is this or more. Signed: two that go opposite ways do not say the same. By group: only the kept factors of its own group count. */
  readonly correlation: number | ReadonlyMap<string, number>;
  /** Least t of the RankIC mean; 2 is about the 5 % level. */
  readonly t: number;
}

/** What of an evaluation a screening looks at. */
export interface Screenable {
  readonly signals: readonly Pick<SignalEvaluation, 'name' | 'kind' | 'figures'>[];
  readonly correlations: Evaluation['correlations'];
}

export interface ScreenedFactor {
  readonly name: string;
  /** Null where all factors are screened together. */
  readonly group: string | null;
  readonly icIr: number | null;
  readonly t: number | null;
  readonly isKept: boolean;
  /** The kept factor that it is most like, and how much; null for the first. */
  readonly nearest: string | null;
  readonly correlation: number | null;
  /** Why it is kept or not, for people. */
  readonly reason: string;
}

interface Candidate {
  readonly signal: Screenable['signals'][number];
  /** In the evaluation. */
  readonly place: number;
}

/**
 * Takes the factors by IC_IR, the highest first, and keeps those with a positive RankIC mean and enough t whose correlation with every factor kept before is below the
 * threshold; with thresholds by group each group by itself, in the order of the thresholds. Combinations are not screened. Throws RangeError for a factor without a group
 * or a group without a threshold.
 */
export function screenFactors({ signals, correlations }: Screenable, { correlation, t }: ScreenThresholds, groups: ReadonlyMap<string, string> = new Map()): readonly ScreenedFactor[] {
  const factors = signals.map((signal, place) => ({ signal, place })).filter(({ signal }) => signal.kind === 'factor');
  if (typeof correlation === 'number') return screenOne(factors, correlations, correlation, t, null);
  for (const { signal } of factors) {
    const group = groups.get(signal.name);
    if (group === undefined || !correlation.has(group)) throw new RangeError(`${signal.name}: ${group === undefined ? 'no group' : `no threshold for the group ${group}`}; expected one of ${[...correlation.keys()].join(', ')}`);
  }
  return [...correlation].flatMap(([group, most]) => screenOne(factors.filter(({ signal }) => groups.get(signal.name) === group), correlations, most, t, group));
}

function screenOne(factors: readonly Candidate[], correlations: Screenable['correlations'], most: number, least: number, group: string | null): readonly ScreenedFactor[] {
  const ordered = [...factors].sort((a, b) => (b.signal.figures.icIr ?? -Infinity) - (a.signal.figures.icIr ?? -Infinity) || a.place - b.place);
  const kept: Candidate[] = [];
  return ordered.map(({ signal, place }): ScreenedFactor => {
    const { icIr, rankIcT: t, rankIcMean } = signal.figures;
    let nearest: string | null = null;
    let correlation: number | null = null;
    for (const other of kept) {
      const value = correlations[place]?.[other.place] ?? null;
      if (value === null || (correlation !== null && value <= correlation)) continue;
      nearest = other.signal.name;
      correlation = value;
    }
    const passes = rankIcMean !== null && rankIcMean > 0 && t !== null && t >= least;
    const isKept = passes && (correlation === null || correlation < most);
    if (isKept) kept.push({ signal, place });
    const reason = isKept ? 'kept' : !passes ? `t ${t === null ? 'undefined' : t.toFixed(2)} below ${String(least)}` : `like ${nearest ?? ''}: ${correlation?.toFixed(2) ?? ''}`;
    return { name: signal.name, group, icIr, t, isKept, nearest, correlation, reason };
  });
}

/** An evaluation with these factors only. Throws DataError for a factor that it has no test of. */
export function onlyFactors({ signals, correlations }: Screenable, names: readonly string[]): Screenable {
  const there = signals.map(({ name }) => name);
  const places = names.map((name) => {
    const place = there.indexOf(name);
    if (place >= 0) return place;
    throw new DataError({ file: null, found: `no test of ${name}${didYouMean(name, there)} among ${there.join(', ')}`, expected: 'results of every factor that is asked for', remedy: 'Test it with evaluate, or name the factors that the results have.' });
  });
  return { signals: places.flatMap((place) => signals[place] ?? []), correlations: places.map((i) => places.map((j) => correlations[i]?.[j] ?? null)) };
}

/** The screening as a table to write beside the series. */
export function screenTable(screened: readonly ScreenedFactor[]): SeriesTable {
  return {
    name: 'screen',
    columns: [{ name: 'factor', type: 'VARCHAR' }, { name: 'group', type: 'VARCHAR' }, { name: 'kept', type: 'INTEGER' }, { name: 'ic_ir', type: 'DOUBLE' }, { name: 't', type: 'DOUBLE' }, { name: 'nearest_kept', type: 'VARCHAR' }, { name: 'rank_correlation', type: 'DOUBLE' }, { name: 'reason', type: 'VARCHAR' }],
    rows: () => screened.map(({ name, group, isKept, icIr, t, nearest, correlation, reason }) => [name, group, isKept ? 1 : 0, icIr, t, nearest, correlation, reason]),
  };
}
