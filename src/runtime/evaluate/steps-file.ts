/** Steps as YAML, each by its name: `- mean: 20`, `- winsorize: {by: mad, k: 5}`, `- neutralize: [industry, cap]`, `- zscore`. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import { packagedFile } from '../packaged-file.ts';
import { DataError, systemCode } from '../store/data-error.ts';
import { parseYaml, type CheckedYaml, type SchemaFault } from '../store/yaml-schema.ts';
import { parseSteps, USUAL_K, type Step } from './steps.ts';

const SCHEMA = 'steps.schema.json';

type StepName = 'winsorize' | 'neutralize' | 'zscore' | 'rank';

/** An entry that has passed the schema. */
export type StepEntry =
  | StepName
  | { readonly mean: number }
  | { readonly winsorize: { readonly by?: 'mad' | 'quantile' | 'std'; readonly k?: number } | null }
  | { readonly neutralize: readonly ('industry' | 'cap')[] | null }
  | { readonly zscore: null }
  | { readonly rank: null }
  | { readonly fill: number };

/** The JSON Schema of steps, for documents that have steps among other things. */
export function stepsSchema(): object {
  const schema: unknown = JSON.parse(readFileSync(packagedFile(`evaluate/${SCHEMA}`), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${SCHEMA} is no object`);
  return schema;
}

let compiled: ValidateFunction<readonly StepEntry[]> | null = null;

function validator(): ValidateFunction<readonly StepEntry[]> {
  compiled ??= new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<readonly StepEntry[]>(stepsSchema());
  return compiled;
}

/** Reads a file of steps. Throws DataError, for a fault in its text at line and column. */
export async function readSteps(file: string): Promise<readonly Step[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new DataError({ file, found: systemCode(error) === 'ENOENT' ? 'no such file' : `a file that cannot be read (${systemCode(error) ?? String(error)})`, expected: 'a list of steps in YAML', remedy: 'Correct the path, or write the steps themselves, such as mean20,winsorize,neutralize,zscore.' }, { cause: error });
  }
  return parseStepsYaml(file, text);
}

/** The steps of a YAML text; `file` is for messages. Throws DataError at line and column. */
export function parseStepsYaml(file: string, text: string): readonly Step[] {
  const { value, fault } = parseYaml(file, text, validator(), stepWords);
  return stepsOf(value, fault);
}

/** Words for what people write who know the steps as text: `mean`, `mean20`, `none`, `neutralize(cap)`, or steps that are no list. */
function stepWords({ path, keyword, value }: SchemaFault): { readonly found?: string; readonly expected: string; readonly remedy: string } | null {
  if (path.length === 0) return { expected: 'a list of steps', remedy: 'Begin the line of each step with "- ", such as - mean: 20; [] alone is no step at all.' };
  if (path.length > 1 || keyword !== 'enum' || typeof value !== 'string') return null;
  if (value === 'none') return { found: '"none" as a step', expected: 'a list without steps, []', remedy: 'Write [] alone for no step at all.' };
  const meant = value === 'mean' ? { mean: 20 } : value === 'fill' ? { fill: 0 } : entryOfText(value);
  return meant === null ? null : { found: JSON.stringify(value), expected: `the step as YAML, ${entryText(meant)}`, remedy: `Write - ${entryText(meant)}.` };
}

type KeyedEntry = Readonly<Record<string, unknown>>;

/** The entry for a step that is written as `--preprocess` takes it; null for what is none. */
function entryOfText(text: string): KeyedEntry | null {
  let step: Step | undefined;
  try {
    [step] = parseSteps(text);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
  switch (step?.kind) {
    case 'mean':
      return { mean: step.days };
    case 'winsorize':
      return { winsorize: { by: step.by, k: step.k } };
    case 'neutralize':
      return { neutralize: [...(step.industry ? ['industry'] : []), ...(step.cap ? ['cap'] : [])] };
    case 'fill':
      return { fill: step.value };
    default:
      return null;
  }
}

/** An entry as YAML on one line: that of JSON without its quotes. */
function entryText(entry: KeyedEntry): string {
  return JSON.stringify(entry).slice(1, -1).replaceAll('"', '').replaceAll(/[:,]/g, '$& ');
}

/** The steps that entries mean. `path` is where they stand in a larger document, whose `fault` says what the schema cannot. */
export function stepsOf(entries: readonly StepEntry[], fault: CheckedYaml<unknown>['fault'], path: readonly (string | number)[] = []): readonly Step[] {
  return entries.map((entry, i) => {
    const step = stepOf(entry);
    const at = (...keys: readonly string[]): readonly (string | number)[] => [...path, i, ...keys];
    if (step.kind === 'mean' && i > 0) throw fault(at('mean'), 'a mean over days after another step', 'it as the first step', 'Later steps compare the stocks of one day; put the mean before them.');
    if (step.kind === 'winsorize' && step.by === 'quantile' && step.k >= 0.5) throw fault(at('winsorize', 'k'), String(step.k), 'a quantile below 0.5', 'Write the share that is clipped on each side, such as 0.01.');
    return step;
  });
}

function stepOf(entry: StepEntry): Step {
  if (entry === 'zscore' || entry === 'rank') return { kind: entry };
  if (entry === 'winsorize') return winsorizeOf({});
  if (entry === 'neutralize') return neutralizeOf(null);
  if ('mean' in entry) return { kind: 'mean', days: entry.mean };
  if ('winsorize' in entry) return winsorizeOf(entry.winsorize ?? {});
  if ('neutralize' in entry) return neutralizeOf(entry.neutralize);
  if ('fill' in entry) return { kind: 'fill', value: entry.fill };
  return { kind: 'zscore' in entry ? 'zscore' : 'rank' };
}

function winsorizeOf({ by = 'mad', k = USUAL_K[by] }: { readonly by?: 'mad' | 'quantile' | 'std'; readonly k?: number }): Step {
  return { kind: 'winsorize', by, k };
}

function neutralizeOf(by: readonly ('industry' | 'cap')[] | null): Step {
  return { kind: 'neutralize', industry: by?.includes('industry') ?? true, cap: by?.includes('cap') ?? true };
}
