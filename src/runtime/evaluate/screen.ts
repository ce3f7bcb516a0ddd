/** Choosing factors by their tests and by how alike they are. */
import type { Evaluation } from './evaluation.ts';
import type { SeriesTable } from './series-tables.ts';

export interface ScreenThresholds {
  /** A factor stays out if its correlation with one that is kept is this or more. Signed: two that go opposite ways do not say the same. */
  readonly correlation: number;
  /** Least t of the RankIC mean; 2 is about the 5 % level. */
  readonly t: number;
}

export interface ScreenedFactor {
  readonly name: string;
  readonly icIr: number | null;
  readonly t: number | null;
  readonly isKept: boolean;
  /** The kept factor that it is most like, and how much; null for the first. */
  readonly nearest: string | null;
  readonly correlation: number | null;
  /** Why it is kept or not, for people. */
  readonly reason: string;
}

/**
 * Takes the factors by IC_IR, the highest first, and keeps those with a positive RankIC mean and enough t whose correlation with every factor kept before is below the
 * threshold. Combinations are not screened.
 */
export function screenFactors({ signals, correlations }: Evaluation, { correlation: most, t: least }: ScreenThresholds): readonly ScreenedFactor[] {
  const factors = signals.map((signal, place) => ({ signal, place })).filter(({ signal }) => signal.kind === 'factor');
  factors.sort((a, b) => (b.signal.figures.icIr ?? -Infinity) - (a.signal.figures.icIr ?? -Infinity) || a.place - b.place);
  const kept: typeof factors = [];
  return factors.map(({ signal, place }): ScreenedFactor => {
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
    return { name: signal.name, icIr, t, isKept, nearest, correlation, reason };
  });
}

/** The screening as a table to write beside the series. */
export function screenTable(screened: readonly ScreenedFactor[]): SeriesTable {
  return {
    name: 'screen',
    columns: [{ name: 'factor', type: 'VARCHAR' }, { name: 'kept', type: 'INTEGER' }, { name: 'ic_ir', type: 'DOUBLE' }, { name: 't', type: 'DOUBLE' }, { name: 'nearest_kept', type: 'VARCHAR' }, { name: 'rank_correlation', type: 'DOUBLE' }, { name: 'reason', type: 'VARCHAR' }],
    rows: () => screened.map(({ name, isKept, icIr, t, nearest, correlation, reason }) => [name, isKept ? 1 : 0, icIr, t, nearest, correlation, reason]),
  };
}
