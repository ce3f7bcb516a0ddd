/** Options that several commands share, and the checks of their values. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDate } from '../runtime/store/layout.ts';
import { UsageError } from './exit.ts';

const REQUIRED = new WeakSet<Option>();

/** An option that a command cannot do without. Commander's own would name the first that is missing only, and that before a mistyped one. */
export function required(option: Option): Option {
  REQUIRED.add(option);
  return option;
}

/** Throws UsageError with every required option that is missing. */
export function requireOptions(command: Command): void {
  const missing = command.options.filter((option) => REQUIRED.has(option) && command.getOptionValue(option.attributeName()) === undefined).map(({ flags }) => `'${flags}'`);
  if (missing.length === 0) return;
  const listed = missing.length === 1 ? missing.join('') : `${missing.slice(0, -1).join(', ')} and ${missing.at(-1) ?? ''}`;
  throw new UsageError(`required option${missing.length === 1 ? '' : 's'} ${listed} not specified\n(add --help for what is accepted)`);
}

/** `--store DIR`, required. */
export function storeOption(): Option {
  return required(new Option('--store <DIR>', 'folder of the store'));
}

/** `--from D` and `--to D`. */
export function rangeOptions(): readonly [Option, Option] {
  return [
    new Option('--from <D>', 'first date, such as 2023-02-01').argParser(parseDate),
    new Option('--to <D>', 'last date, included').argParser(parseDate),
  ];
}

export function parseDate(text: string): string {
  if (isDate(text)) return text;
  const likely = likelyDate(text);
  throw new InvalidArgumentError(`Expected a date that exists, such as 2023-02-01.${likely === null ? '' : ` Did you mean ${likely}?`}`);
}

/** The date that 20230201, 2023/2/1 or 2023.02.01 stands for; null for anything else. */
function likelyDate(text: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDate(date) ? date : null;
}

/** Throws UsageError for a range without a date. */
export function requireRange({ from, to }: { readonly from?: string; readonly to?: string }): void {
  if (from !== undefined && to !== undefined && from > to) throw new UsageError(`--from ${from} is later than --to ${to}: no date is between them. Swap the two dates.`);
}

/** Throws UsageError if `--out` names a folder. */
export function requireOutputFile(out: string, currentFolder: string): void {
  const path = resolve(currentFolder, out);
  if (existsSync(path) && statSync(path).isDirectory()) throw new UsageError(`--out ${out} is a folder; expected the file to write, such as ${join(out, 'values.csv')}.`);
}

/** Throws UsageError if an option for a folder of results is empty or names a file. */
export function requireResultsFolder(folder: string, option: string, currentFolder: string): void {
  if (folder.trim() === '') throw new UsageError(`${option} is empty; expected a folder for the results.`);
  const path = resolve(currentFolder, folder);
  if (existsSync(path) && !statSync(path).isDirectory()) throw new UsageError(`${option} ${folder} is a file; expected a folder for the results.`);
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

/** Reads a whole number from a least one on. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < least) throw new InvalidArgumentError(`It takes a whole number from ${String(least)} on.`);
    return value;
  };
}

/** `--shards N`. */
export function shardsOption(): Option {
  return new Option('--shards <N>', 'parts that the symbols of a date are computed in, for days that are too much for one worker').argParser(wholeNumber(1)).default(1);
}
