/** Finding, reading and checking mapping files. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { DataError, systemCode } from './data-error.ts';
import { checkMapping } from './mapping-rules.ts';
import { mappedTables, requiredColumns, type Mapping } from './mapping.ts';
import { didYouMean } from './nearest.ts';
import { provisionOf, type Provision } from './provision.ts';
import type { ImportedTable } from './tables.ts';
import { parseYaml } from './yaml-schema.ts';

const SCHEMA = 'preset.schema.json';

/** Folder of the presets and their schema: beside this module, or beside the file that this module was bundled into. */
export function presetFolder(): string {
  const candidates = ['./presets', '../presets', './runtime/store/presets'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find((folder) => existsSync(join(folder, SCHEMA)));
  if (found !== undefined) return found;
  throw new DataError({ file: candidates[0] ?? null, found: `no ${SCHEMA}`, expected: 'the folder of presets beside the program', remedy: 'Install fullband again: its files are incomplete.' });
}

/** What `import --list` shows of a preset. */
export interface PresetSummary {
  readonly name: string;
  readonly about: string;
  readonly tables: readonly ImportedTable[];
  /** In step with the tables. */
  readonly provisions: readonly Provision[];
  /** Whether the files hold no date, so that one must be given. */
  readonly needsDate: boolean;
}

/** Every preset, by name. */
export async function listPresets(): Promise<readonly PresetSummary[]> {
  const mappings = await Promise.all((await presetNames()).map(readPreset));
  return mappings.map((mapping) => {
    const tables = mappedTables(mapping);
    return { name: mapping.name, about: mapping.about, tables: tables.map(([table]) => table), provisions: tables.map(([table, rules]) => provisionOf(table, rules)), needsDate: mapping.date === undefined };
  });
}

/** Names of the presets whose files have such columns. */
export async function presetsThatFit(columns: readonly string[]): Promise<readonly string[]> {
  const mappings = await Promise.all((await presetNames()).map(readPreset));
  const fits = (mapping: Mapping): boolean => mappedTables(mapping).every(([table, rules]) => requiredColumns(mapping, table, rules).every((column) => columns.includes(column)));
  return mappings.filter(fits).map(({ name }) => name);
}

/** A preset by its name; throws DataError with the nearest name. */
export async function readPreset(name: string): Promise<Mapping> {
  return readMapping(await presetPath(name));
}

/** A preset's YAML as it stands in its file; throws DataError with the nearest name. */
export async function presetText(name: string): Promise<string> {
  return readFile(await presetPath(name), 'utf8');
}

async function presetPath(name: string): Promise<string> {
  const known = await presetNames();
  if (known.includes(name)) return join(presetFolder(), `${name}.yaml`);
  throw new DataError({ file: null, found: `the preset ${name}${didYouMean(name, known)}`, expected: `one of ${known.join(', ')}`, remedy: 'Choose one of them, or describe the files in a mapping file and pass it with --mapping.' });
}

/** A mapping file; throws DataError at line and column of its first fault. */
export async function readMapping(path: string): Promise<Mapping> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new DataError({ file: path, found: systemCode(error) === 'ENOENT' ? 'no file' : `a file that cannot be read (${systemCode(error) ?? String(error)})`, expected: 'a mapping in YAML', remedy: 'Correct the path.' }, { cause: error });
  }
  return parseMapping(path, text);
}

let compiled: ValidateFunction<Mapping> | null = null;

/** The schema's check. Compiling it takes as long as reading twenty mappings. */
function validator(): ValidateFunction<Mapping> {
  if (compiled !== null) return compiled;
  const schema: unknown = JSON.parse(readFileSync(join(presetFolder(), SCHEMA), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${SCHEMA} is no object`);
  compiled = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<Mapping>(schema);
  return compiled;
}

/** The mapping of a YAML text; `file` is for messages. */
export function parseMapping(file: string, text: string): Mapping {
  const checked = parseYaml(file, text, validator());
  checkMapping(checked);
  return checked.value;
}

async function presetNames(): Promise<readonly string[]> {
  return (await readdir(presetFolder())).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5)).sort();
}
