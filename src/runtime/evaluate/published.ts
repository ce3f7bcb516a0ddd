/** Published figures of factors, a reference beside one's own. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { packagedFile } from '../packaged-file.ts';
import { DataError } from '../store/data-error.ts';
import type { PublishedFigures, PublishedKey } from './figures.ts';

/** Single factors of the published tables; the other figures are those of sums of them and of models. */
export const PUBLISHED_FACTORS = 27;

/** Figures by the name of the factor or model; `published-figures.yaml` names their source. Throws DataError if the installation lacks the file or a number. */
export function publishedFigures(): ReadonlyMap<string, PublishedFigures> {
  const file = packagedFile('evaluate/published-figures.yaml');
  const read: unknown = parse(readFileSync(file, 'utf8'));
  const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  return new Map(entries.map(([name, figures]: [string, unknown]) => [name, figuresOf(file, name, figures)]));
}

function figuresOf(file: string, name: string, figures: unknown): PublishedFigures {
  const numbers = new Map<string, unknown>(typeof figures === 'object' && figures !== null ? Object.entries(figures) : []);
  const number = (key: PublishedKey): number => {
    const value = numbers.get(key);
    if (typeof value === 'number') return value;
    throw new DataError({ file, column: `${name}.${key}`, found: 'no number', expected: 'the published figure', remedy: 'Install fullband again: its files are damaged.' });
  };
  return {
    rankIcMean: number('rankIcMean'),
    rankIcStd: number('rankIcStd'),
    icIr: number('icIr'),
    icPositiveShare: number('icPositiveShare'),
    topAnnualExcessReturn: number('topAnnualExcessReturn'),
    topInformationRatio: number('topInformationRatio'),
    topMonthlyWinRate: number('topMonthlyWinRate'),
    topTurnover: number('topTurnover'),
  };
}
