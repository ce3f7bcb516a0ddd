/**
 * Which factors tasks compute, as a file in the store, which every worker sees anyway:
 *
 *   STORE/values/programs/HASH.json     texts of the factor files and of those they use, and which factors of them
 *
 * So a task is a few hundred bytes, and workers need no copy of the project.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { checkProject, factorKey } from '../../dsl/check.ts';
import { loadProject } from '../../dsl/load-project.ts';
import { matchesPattern } from '../../dsl/loading/project-paths.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { EngineChoice } from '../engine/wanted-values.ts';
import { DataError, systemCode } from '../store/data-error.ts';
import { writeWhole } from '../store/durable.ts';
import { valuesFolder } from '../store/layout.ts';

export interface FactorProgram {
  readonly engine: EngineChoice;
  /** In the order of computation. */
  readonly factors: readonly { readonly path: string; readonly name: string }[];
  /** Text of each file of the project that the factors rest on, by path. */
  readonly texts: Readonly<Record<string, string>>;
}

function programPath(store: string, name: string): string {
  return join(valuesFolder(store), 'programs', `${name}.json`);
}

/** Writes a program into the store, unless it is there; returns its name. @param texts of all files of the project; models are left out */
export async function keepProgram(store: string, engine: EngineChoice, factors: readonly CheckedFactor[], texts: ReadonlyMap<string, string>): Promise<string> {
  const own = [...texts].filter(([path]) => path.endsWith('.factor')).sort(([a], [b]) => (a < b ? -1 : 1));
  const program: FactorProgram = { engine, factors: factors.map(({ path, name }) => ({ path, name })), texts: Object.fromEntries(own) };
  const content = JSON.stringify(program);
  const name = createHash('sha256').update(content).digest('hex').slice(0, 24);
  const path = programPath(store, name);
  if (!existsSync(path)) await writeWhole(path, content);
  else await utimes(path, new Date(), new Date());
  return name;
}

/** Reads a program and checks its factors again. Throws DataError for one that is not there, or is none. */
export async function readProgram(store: string, name: string): Promise<{ readonly engine: EngineChoice; readonly factors: readonly CheckedFactor[] }> {
  const path = programPath(store, name);
  const { engine, factors, texts } = await parse(path);
  const reader = {
    read: (file: string) => (texts[file] === undefined ? null : { text: texts[file] }),
    list: (pattern: string) => Object.keys(texts).filter((file) => matchesPattern(pattern, file)).sort(),
  };
  const checked = checkProject(loadProject([...new Set(factors.map((factor) => factor.path))], reader));
  const found = factors.map((factor) => {
    const known = checked.reachable.get(factorKey(factor.path, factor.name));
    if (known === undefined) throw damaged(path, `a factor ${factor.name} of ${factor.path} that does not pass its checks`);
    return known;
  });
  return { engine, factors: found };
}

async function parse(path: string): Promise<FactorProgram> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isProgram(value)) return value;
    throw damaged(path, 'something else');
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(path, 'text that is no JSON');
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new DataError({ file: path, found: 'no such file', expected: 'the factors of a task, written by the one who planned it', remedy: 'Every machine must see the same store: mount it here and name it with --store, or run the experiment again.' });
  }
}

function isProgram(value: unknown): value is FactorProgram {
  return typeof value === 'object' && value !== null && 'engine' in value && typeof value.engine === 'string' && 'factors' in value && Array.isArray(value.factors) && 'texts' in value && typeof value.texts === 'object' && value.texts !== null;
}

function damaged(path: string, found: string): DataError {
  return new DataError({ file: path, found, expected: 'the factors of a task', remedy: 'Delete the file and run the experiment again.' });
}
