/** Options that several commands share, and the checks of their values. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { isDate } from '../runtime/store/layout.ts';
import { UsageError } from './exit.ts';

/** `--store DIR`, required. */
export function storeOption(): Option {
  return new Option('--store <DIR>', 'folder of the store').makeOptionMandatory();
}

/** `--from D` and `--to D`. */
export function rangeOptions(): readonly [Option, Option] {
  return [
    new Option('--from <D>', 'first date, such as 2023-02-01').argParser(parseDate),
    new Option('--to <D>', 'last date, included').argParser(parseDate),
  ];
}

export function parseDate(text: string): string {
  if (!isDate(text)) throw new InvalidArgumentError('Expected a date that exists, such as 2023-02-01.');
  return text;
}

/** Throws UsageError for a range without a date. */
export function requireRange({ from, to }: { readonly from?: string; readonly to?: string }): void {
  if (from !== undefined && to !== undefined && from > to) throw new UsageError(`--from ${from} is later than --to ${to}: no date is between them. Swap the two dates.`);
}

/** Throws UsageError if `--store` names something that is there and is no folder. */
export function requireStoreFolder(options: { readonly store?: unknown }, currentFolder: string): void {
  if (typeof options.store !== 'string') return;
  const store = resolve(currentFolder, options.store);
  if (existsSync(store) && !statSync(store).isDirectory()) throw new UsageError(`--store ${options.store} is a file; expected the folder of a store.`);
}

/** Drops the keys whose value is undefined, for options that may be absent but not undefined. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
