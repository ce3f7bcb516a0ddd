/**
 * Which factors tasks compute, as a file in the store, which every worker sees anyway:
 *
 *   STORE/values/programs/HASH.json     texts of the factor files and of those they use, and which factors of them
 *
 * So a task is a few hundred bytes, and workers need no copy of the project.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkProject, factorKey } from '../../dsl/check.ts';
import { loadProject } from '../../dsl/load-project.ts';
import { matchesPattern } from '../../dsl/loading/project-paths.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { ProjectReader } from '../../dsl/project.ts';
import { BACKEND_NAMES } from '../engine/backends.ts';
import type { EngineChoice } from '../engine/wanted-values.ts';
import { DataError, systemCode } from '../store/data-error.ts';
import { writeWhole } from '../store/durable.ts';
import { valuesFolder } from '../store/layout.ts';
import { fullbandVersion } from '../version.ts';

const ENGINES: readonly EngineChoice[] = ['auto', 'reference', ...BACKEND_NAMES];
/** How long programs are kept after a plan has used them last. */
const KEPT_MS = 30 * 24 * 3_600_000;

export interface FactorProgram {
  /** Version of fullband that planned it: another may compute other numbers. */
  readonly fullband: string;
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
  const read = loadProject([...new Set(factors.map(({ path }) => path))], readerOf(texts)).files;
  const own = [...texts].filter(([path]) => read.has(path)).sort(([a], [b]) => (a < b ? -1 : 1));
  const program: FactorProgram = { fullband: fullbandVersion(), engine, factors: factors.map(({ path, name }) => ({ path, name })), texts: Object.fromEntries(own) };
  const content = JSON.stringify(program);
  const name = createHash('sha256').update(content).digest('hex').slice(0, 24);
  const path = programPath(store, name);
  if (!existsSync(path)) await writeWhole(path, content);
  else await utimes(path, new Date(), new Date());
  await prune(dirname(path));
  return name;
}

/** Removes programs that nobody has planned with for long. */
async function prune(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry);
    const info = await stat(path).catch(() => null);
    if (info !== null && Date.now() - info.mtimeMs > KEPT_MS) await rm(path, { force: true });
  }
}

function readerOf(texts: ReadonlyMap<string, string>): ProjectReader {
  return {
    read: (file) => {
      const text = texts.get(file);
      return text === undefined ? null : { text };
    },
    list: (pattern) => [...texts.keys()].filter((file) => matchesPattern(pattern, file)).sort(),
  };
}

/** Reads a program and checks its factors again. Throws DataError for one that is not there, or is none. */
export async function readProgram(store: string, name: string): Promise<{ readonly engine: EngineChoice; readonly factors: readonly CheckedFactor[] }> {
  const path = programPath(store, name);
  const { fullband, engine, factors, texts } = await parse(path);
  if (fullband !== fullbandVersion()) throw new DataError({ file: path, found: `a task of fullband ${fullband}`, expected: `one of this version, ${fullbandVersion()}`, remedy: 'Install the same version everywhere, or print the tasks again with this one.' });
  const checked = checkProject(loadProject([...new Set(factors.map((factor) => factor.path))], readerOf(new Map(Object.entries(texts)))));
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
    throw new DataError({ file: path, found: 'no such file', expected: 'the factors of a task, written by the one who planned it', remedy: 'Run the experiment again: STORE/values was emptied, or the task is of long ago.' });
  }
}

function isProgram(value: unknown): value is FactorProgram {
  if (typeof value !== 'object' || value === null || !('fullband' in value) || typeof value.fullband !== 'string' || !('engine' in value) || !ENGINES.some((name) => name === value.engine)) return false;
  if (!('factors' in value) || !Array.isArray(value.factors) || !('texts' in value) || typeof value.texts !== 'object' || value.texts === null) return false;
  return value.factors.every(isNamed) && Object.values(value.texts).every((text) => typeof text === 'string');
}

function isNamed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string' && 'name' in value && typeof value.name === 'string';
}

function damaged(path: string, found: string): DataError {
  return new DataError({ file: path, found, expected: 'the factors of a task', remedy: 'Delete the file and run the experiment again.' });
}
