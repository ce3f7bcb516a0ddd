/** `0.6` or `minute=0.6,trade=0.5,order=0.4`: how alike kept factors may be, all together or those of each table among themselves. */
import { InvalidArgumentError, Option } from 'commander';
import { TABLES } from '../dsl/tables.ts';
import type { CheckedFactor } from '../dsl/typed.ts';
import { didYouMean } from '../runtime/store/nearest.ts';
import { UsageError } from './exit.ts';

export type Correlation = number | ReadonlyMap<string, number>;

/** An option whose value is a correlation, or one for each table. */
export function correlationOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseCorrelation);
}

export function parseCorrelation(text: string): Correlation {
  if (!text.includes('=')) return threshold(text);
  const found = new Map<string, number>();
  for (const part of text.split(',')) {
    const [name = '', value = '', ...more] = part.split('=').map((each) => each.trim());
    const known = [...TABLES.keys()];
    if (!known.some((each) => each === name)) throw new InvalidArgumentError(`${JSON.stringify(part.trim())}: expected a table${didYouMean(name, known)} and its correlation, such as minute=0.6,trade=0.5,order=0.4.`);
    if (more.length > 0 || found.has(name)) throw new InvalidArgumentError(`${JSON.stringify(part.trim())}: expected one correlation for each table, with commas between them.`);
    found.set(name, threshold(value));
  }
  return found;
}

function threshold(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1)) throw new InvalidArgumentError(`${JSON.stringify(text)}: expected a correlation above 0 and up to 1, such as 0.6.`);
  return value;
}

/** The tables of the factors, by name. Throws UsageError where thresholds by table lack one, or factors to tell the tables of. */
export function tablesOf(correlation: Correlation, factors: readonly CheckedFactor[] | null, option: string): ReadonlyMap<string, string> {
  if (typeof correlation === 'number') return new Map();
  if (factors === null) throw new UsageError(`${option} by table needs --factors: the files say which table a factor reads.`);
  const without = factors.find(({ table }) => !correlation.has(table));
  if (without !== undefined) throw new UsageError(`${option} has no correlation for ${without.table}, which ${without.name} reads; expected also ${without.table}=0.6.`);
  return new Map(factors.map(({ name, table }) => [name, table]));
}
