/** Finding, reading and checking mapping files. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { DataError, systemCode } from './data-error.ts';
import { mappedTables, sourceRule, vendorColumns, type Mapping } from './mapping.ts';
import { didYouMean } from './nearest.ts';
import { TABLES, type DatedTable } from './tables.ts';
import { parseYaml, type CheckedYaml } from './yaml-schema.ts';

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
  readonly tables: readonly DatedTable[];
  /** Whether the files hold no date, so that one must be given. */
  readonly needsDate: boolean;
}

/** Every preset, by name. */
export async function listPresets(): Promise<readonly PresetSummary[]> {
  const mappings = await Promise.all((await presetNames()).map(readPreset));
  return mappings.map((mapping) => ({ name: mapping.name, about: mapping.about, tables: mappedTables(mapping).map(([table]) => table), needsDate: mapping.date === undefined }));
}

/** Names of the presets whose files have such columns. */
export async function presetsThatFit(columns: readonly string[]): Promise<readonly string[]> {
  const mappings = await Promise.all((await presetNames()).map(readPreset));
  const fits = (mapping: Mapping): boolean => mappedTables(mapping).every(([, rules]) => vendorColumns(mapping, rules).every((column) => columns.includes(column)));
  return mappings.filter(fits).map(({ name }) => name);
}

/** A preset by its name; throws DataError with the nearest name. */
export async function readPreset(name: string): Promise<Mapping> {
  const known = await presetNames();
  if (known.includes(name)) return readMapping(join(presetFolder(), `${name}.yaml`));
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

/** The mapping of a YAML text; `file` is for messages. */
export function parseMapping(file: string, text: string): Mapping {
  const schema: unknown = JSON.parse(readFileSync(join(presetFolder(), SCHEMA), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${SCHEMA} is no object`);
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<Mapping>(schema);
  const checked = parseYaml(file, text, validate);
  checkRules(checked);
  return checked.value;
}

/** What the schema cannot say. */
function checkRules({ value: mapping, fault }: CheckedYaml<Mapping>): void {
  const { symbol } = mapping;
  const given = [symbol.exchange, symbol.exchangeColumn].filter((rule) => rule !== undefined).length;
  if (symbol.form === 'digits' ? given !== 1 : given !== 0) {
    throw fault(['symbol', 'form'], `form ${symbol.form} with ${given} rules for the exchange`, symbol.form === 'digits' ? 'exactly one of exchange and exchangeColumn' : 'no exchange: the symbol names it', 'Correct the keys under symbol.');
  }
  for (const [table, rules] of mappedTables(mapping)) {
    for (const column of TABLES[table].columns) {
      const source = rules.columns[column.name];
      if (source === undefined) continue;
      const path = ['tables', table, 'columns', column.name];
      const rule = sourceRule(source);
      const origins = [rule.column, rule.columns, rule.choose, rule.value].filter((origin) => origin !== undefined).length;
      if (origins !== 1) throw fault(path, `${origins} of the keys column, columns, choose, value`, 'exactly one', 'Say once where the column comes from.');
      const words = [...Object.values(rule.codes ?? {}), ...(rule.value === undefined ? [] : [rule.value])];
      const allowed = column.codes;
      if (allowed === undefined) {
        if (words.length > 0) throw fault(path, 'codes or value', 'a number', `Only ${TABLES[table].columns.filter((other) => other.codes !== undefined).map((other) => other.name).join(' and ') || 'columns of words'} can have them.`);
        continue;
      }
      const wrong = words.find((word) => !allowed.includes(word));
      if (wrong !== undefined) throw fault(path, `the word ${wrong}${didYouMean(wrong, allowed)}`, `one of ${allowed.join(', ')}`, 'Correct it.');
      if (rule.scale !== undefined) throw fault([...path, 'scale'], 'scale', 'a column of numbers', 'Remove it.');
    }
  }
}

async function presetNames(): Promise<readonly string[]> {
  return (await readdir(presetFolder())).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5)).sort();
}
