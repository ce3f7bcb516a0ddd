/** Who takes part in evaluations, in the order of the table. Each is a program that reads days and values and writes figures. */
import { fileURLToPath } from 'node:url';
import type { EvaluationFiles } from './data-evaluation.ts';

export interface EvaluationEntry {
  readonly name: string;
  readonly about: string;
  readonly kind: 'engine' | 'peer';
  readonly factors: number;
  readonly stocks: number;
  /** Arguments of Node. */
  readonly args: (files: EvaluationFiles, out: string) => readonly string[];
}

/** Built beside this file. */
const [ENGINE, PEER] = ['./evaluate-fullband.js', './evaluate-duckdb.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

function pair(factors: number, stocks: number): readonly EvaluationEntry[] {
  const size = { factors, stocks };
  return [
    { name: `evaluate-${String(factors)}`, about: 'fullband as a library', kind: 'engine', ...size, args: ({ store, values }, out) => [ENGINE ?? '', store, values, out] },
    { name: `evaluate-${String(factors)}-duckdb`, about: 'DuckDB SQL', kind: 'peer', ...size, args: ({ store, values }, out) => [PEER ?? '', store, values, out, String(factors)] },
  ];
}

/** Few factors of many stocks, and a set of factors of an index. */
export const EVALUATION_CONTENDERS: readonly EvaluationEntry[] = [...pair(3, 1000), ...pair(27, 300)];
