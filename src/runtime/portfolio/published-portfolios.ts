/** Published figures of enhanced indices, a reference beside one's own. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { packagedFile } from '../packaged-file.ts';
import type { PublishedPortfolio } from './result.ts';

/** Of the portfolio `name` (csi500) and its run `variant` (turnover30); null where nothing was published. Throws DataError if the installation lacks the file. */
export function publishedPortfolio(name: string, variant: string): PublishedPortfolio | null {
  const index = child(parse(readFileSync(packagedFile('portfolio/published-portfolios.yaml'), 'utf8')), name);
  const [own, benchmark] = [child(index, variant), child(index, 'benchmark')];
  if (own === null || benchmark === null || variant === 'benchmark') return null;
  const numbers = (of: unknown): Readonly<Record<string, number>> => Object.fromEntries(Object.entries(of ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  return { figures: numbers(child(own, 'figures')), benchmark: numbers(child(benchmark, 'figures')), years: numbers(child(own, 'years')), benchmarkYears: numbers(child(benchmark, 'years')) };
}

function child(value: unknown, key: string): object | null {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
  return typeof found === 'object' && found !== null ? found : null;
}
