/** Options that several commands share, and the checks of their values. */
import { InvalidArgumentError, Option } from 'commander';
import { isDate } from '../runtime/store/layout.ts';

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

/** Drops the keys whose value is undefined, for options that may be absent but not undefined. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
