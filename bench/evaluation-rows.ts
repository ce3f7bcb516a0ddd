/** What contenders say of an evaluation: one row per factor and section, written as JSON. */
import { readFile } from 'node:fs/promises';

/** Trading days of a return and between sections; layers. Those of `fullband evaluate` by default. */
export const HORIZON = 5;
export const EVERY = 5;
export const LAYERS = 5;

/** Numbers of a row, in the order of its array behind factor and date. */
export const FIGURES = ['rank_ic', 'ic', ...Array.from({ length: LAYERS }, (_, i) => `layer_${String(i + 1)}`)] as const;

/** Factor, date, then the numbers of `FIGURES`: RankIC, IC and the mean return of each layer, the highest values first. */
export type EvaluationRow = readonly [factor: string, date: string, ...figures: number[]];

/** The numbers of a file of rows by figure, ordered by factor and date. */
export async function readRows(file: string): Promise<Readonly<Record<string, Float64Array>>> {
  return columnsOf(JSON.parse(await readFile(file, 'utf8')) as readonly EvaluationRow[]);
}

export function columnsOf(rows: readonly EvaluationRow[]): Readonly<Record<string, Float64Array>> {
  const sorted = [...rows].sort(([a, b], [c, d]) => (a === c ? (b < d ? -1 : 1) : a < c ? -1 : 1));
  return Object.fromEntries(FIGURES.map((name, i) => [name, Float64Array.from(sorted, (row) => Number(row[i + 2] ?? NaN))]));
}
