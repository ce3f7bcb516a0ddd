/** What `import` was asked to bring in: a format, and files that exist. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../dsl/nearest.ts';
import { UsageError } from './exit.ts';
import { COMMAND } from './invocation.ts';

export interface ImportArguments {
  readonly mapping: { readonly preset: string } | { readonly path: string };
  /** As they were written. */
  readonly files: readonly string[];
}

/** What stands before and after the options of a call. */
export interface ImportWords {
  readonly words: readonly string[];
  /** Value of `--mapping`. */
  readonly mapping: string | undefined;
  /** Names of the presets. */
  readonly presets: readonly string[];
  readonly currentFolder: string;
  /** Presets that the first word fits, if it is a file. */
  readonly fitting?: readonly string[];
}

/** Takes the words of a call apart. Throws UsageError with what to write instead. */
export function importArguments({ words, mapping, presets, currentFolder, fitting = [] }: ImportWords): ImportArguments {
  const [first, ...rest] = words;
  if (mapping !== undefined) {
    requireFile(mapping, 'a mapping file', currentFolder);
    // A name of the user's own may stand where the preset would.
    const named = first !== undefined && !isPath(first, currentFolder);
    if (named && presets.includes(first)) throw new UsageError(`${first} is a preset, and --mapping names another format: a call has one of them. Leave out ${first} or --mapping.`);
    return { mapping: { path: mapping }, files: requireFiles(named ? rest : words, currentFolder, presets) };
  }
  if (first === undefined) throw new UsageError(`Name a preset and the files to import. ${known(presets)}`);
  if (!presets.includes(first)) throw new UsageError(isPath(first, currentFolder) ? fileBeforePreset(first, presets, fitting) : unknownPreset(first, presets));
  return { mapping: { preset: first }, files: requireFiles(rest, currentFolder, presets) };
}

function known(presets: readonly string[]): string {
  return `Presets are ${presets.join(', ')}; ${COMMAND} import --list says what each reads.`;
}

function fileBeforePreset(path: string, presets: readonly string[], fitting: readonly string[]): string {
  const [likely] = fitting;
  const seen = likely === undefined ? '' : ` This one looks like ${fitting.join(' or ')}.`;
  return `${path} is a file where a preset is expected: write the format before the files, as in ${COMMAND} import ${likely ?? presets[0] ?? 'PRESET'} ${path} --store DIR.${seen} ${known(presets)}`;
}

/** The message for a name that no preset has. */
export function unknownPreset(word: string, presets: readonly string[]): string {
  const match = nearest(word, presets);
  return `There is no preset ${word}${match === null ? '' : ` (did you mean ${match}?)`}. ${known(presets)} Other formats: --mapping FILE.yaml.`;
}

/** Something that is there, or is written like a file. */
function isPath(word: string, currentFolder: string): boolean {
  return existsSync(resolve(currentFolder, word)) || /[\\/]|\.(csv|gz|parquet|txt|zip)$/i.test(word);
}

function requireFiles(files: readonly string[], currentFolder: string, presets: readonly string[]): readonly string[] {
  if (files.length === 0) throw new UsageError('Name the files to import, after the preset: CSV (plain or gzip) or Parquet.');
  for (const file of files) {
    if (presets.includes(file) && !existsSync(resolve(currentFolder, file))) throw new UsageError(`${file} is a second preset: a call imports files of one format. Call it once for each.`);
    requireFile(file, 'a .csv, .csv.gz or .parquet file', currentFolder);
  }
  return files;
}

function requireFile(path: string, expected: string, currentFolder: string): void {
  const absolute = resolve(currentFolder, path);
  if (!existsSync(absolute)) throw new UsageError(`There is no file ${path}${neighbour(absolute)}; expected ${expected}.`);
  if (!statSync(absolute).isDirectory()) return;
  const example = readdirSync(absolute).find((name) => /\.(csv|gz|parquet|ya?ml)$/i.test(name));
  throw new UsageError(`${path} is a folder; expected ${expected}. Name its files${example === undefined ? '' : `, as in ${join(path, example)}`}.`);
}

function neighbour(absolute: string): string {
  const folder = dirname(absolute);
  if (!existsSync(folder)) return '';
  const match = nearest(basename(absolute), readdirSync(folder));
  return match === null ? '' : ` (did you mean ${match}?)`;
}
