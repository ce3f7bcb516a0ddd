/** Published correlations of factors and of signals with styles, a reference beside one's own. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { packagedFile } from '../packaged-file.ts';
import type { Evaluation } from './evaluation.ts';

/** Two names with their correlation, computed and published. */
export interface ComparedCorrelation {
  readonly one: string;
  readonly other: string;
  readonly own: number | null;
  readonly published: number;
}

/** The pairs of an evaluation that the published tables have too: of factors or signals, then of signals with styles. Throws DataError if the installation lacks the file. */
export function comparedCorrelations({ signals, correlations, styles, styleCorrelations }: Evaluation): readonly ComparedCorrelation[] {
  const { factors, styles: ofStyles } = readPublished();
  const names = signals.map(({ name }) => name);
  const found: ComparedCorrelation[] = [];
  for (const table of [factors, ofStyles]) {
    for (const [one, row] of table) {
      for (const [other, published] of row) {
        const [i, j] = [names.indexOf(one), names.indexOf(other)];
        const style = styles.findIndex((name) => name === other);
        if (i < 0 || (j < 0 && style < 0)) continue;
        found.push({ one, other, own: (j < 0 ? styleCorrelations[i]?.[style] : correlations[i]?.[j]) ?? null, published });
      }
    }
  }
  return found;
}

type Table = ReadonlyMap<string, ReadonlyMap<string, number>>;

function readPublished(): { readonly factors: Table; readonly styles: Table } {
  const read: unknown = parse(readFileSync(packagedFile('evaluate/published-correlations.yaml'), 'utf8'));
  const tableOf = (key: string): Table => new Map(entriesOf(child(read, key)).map(([name, row]) => [name, new Map(entriesOf(row).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))]));
  return { factors: tableOf('factors'), styles: tableOf('styles') };
}

function child(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
