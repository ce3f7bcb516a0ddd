/** Published figures of enhanced indices, a reference beside one's own. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { DataError } from '../store/data-error.ts';
import type { PublishedPortfolio } from './result.ts';

const FILE = 'published-portfolios.yaml';

/** Of the portfolio `name` (csi500) and its run `variant` (turnover30); null where nothing was published. Throws DataError if the installation lacks the file. */
export function publishedPortfolio(name: string, variant: string): PublishedPortfolio | null {
  // Beside this module, or beside the file that this module was bundled into.
  const candidates = [`./${FILE}`, `./runtime/portfolio/${FILE}`, `../portfolio/${FILE}`].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const file = candidates.find((path) => existsSync(path));
  if (file === undefined) throw new DataError({ file: candidates[0] ?? null, found: 'no such file', expected: 'published figures beside the program', remedy: 'Install fullband again: its files are incomplete.' });
  const index = child(parse(readFileSync(file, 'utf8')), name);
  const [own, benchmark] = [child(index, variant), child(index, 'benchmark')];
  if (own === null || benchmark === null || variant === 'benchmark') return null;
  const numbers = (of: unknown): Readonly<Record<string, number>> => Object.fromEntries(Object.entries(of ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  return { figures: numbers(child(own, 'figures')), benchmark: numbers(child(benchmark, 'figures')), years: numbers(child(own, 'years')), benchmarkYears: numbers(child(benchmark, 'years')) };
}

function child(value: unknown, key: string): object | null {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
  return typeof found === 'object' && found !== null ? found : null;
}
