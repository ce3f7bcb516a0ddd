/** From the PATH arguments of a command to source files on disk. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { matchesPattern } from '../dsl/loading/project-paths.ts';
import { nearest } from '../dsl/nearest.ts';
import { listExperiments, listSources, projectRoot } from '../runtime/project-reader.ts';
import { UsageError } from './exit.ts';
import { COMMAND } from './invocation.ts';

/** Folders of a project that hold sources, looked at when no PATH is given. */
const SOURCE_FOLDERS = ['factors', 'models', 'experiments'] as const;

/**
 * The sources that a pattern of `*` and `**` matches, sorted, as paths from the current folder: shells leave quoted patterns to us. A path that is
 * no pattern, or that exists as it is written, stands for itself. Throws UsageError if a pattern matches nothing.
 */
export function expandPattern(path: string, currentFolder: string): readonly string[] {
  const absolute = resolve(currentFolder, path);
  if (!path.includes('*') || existsSync(absolute)) return [path];
  const pattern = absolute.split(sep).join('/');
  // What stands before the first star is a folder.
  const folder = pattern.slice(0, pattern.lastIndexOf('/', pattern.indexOf('*'))) || '/';
  const matches = existsSync(folder) ? listSources(folder).filter((file) => matchesPattern(pattern, file.split(sep).join('/'))) : [];
  if (matches.length > 0) return matches.map((file) => relative(currentFolder, file));
  throw new UsageError(`No .factor or .model file matches ${path}. \`*\` stands for any part of a name, \`**\` for any folders.`);
}

/** Absolute paths of the sources that PATH arguments mean: files as they are, folders with everything below, patterns with what they match. Experiments are among them where `hasExperiments` says so. Throws UsageError if there are none. */
export function findSources(given: readonly string[], currentFolder: string, hasExperiments = false): readonly string[] {
  const paths = given.flatMap((path) => expandPattern(path, currentFolder));
  const chosen = paths.length > 0 ? paths.map((path) => resolve(currentFolder, path)) : defaultFolders(currentFolder);
  const found = new Set<string>();
  for (const [index, path] of chosen.entries()) {
    if (!existsSync(path)) throw new UsageError(`No such file or folder: ${paths[index] ?? path}${suggestion(path)}`);
    if (statSync(path).isDirectory()) {
      for (const file of [...listSources(path), ...(hasExperiments ? listExperiments(path) : [])]) found.add(file);
    } else if (path.endsWith('.factor') || path.endsWith('.model') || (hasExperiments && isExperiment(path))) {
      found.add(path);
    } else {
      throw new UsageError(`${paths[index] ?? path} is not a .factor or .model file${hasExperiments ? ', nor an experiment, a .yaml file' : ''}.`);
    }
  }
  if (found.size === 0) {
    const where = paths.length > 0 ? paths.join(', ') : currentFolder;
    throw new UsageError(`No .factor or .model file in ${where}. Name a file or a folder that holds some, or start with: ${COMMAND} init DIR`);
  }
  return [...found];
}

/** Whether a path that somebody names is taken for an experiment. */
export function isExperiment(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function defaultFolders(currentFolder: string): readonly string[] {
  const root = projectRoot(currentFolder, currentFolder);
  const folders = SOURCE_FOLDERS.map((name) => join(root, name)).filter((folder) => existsSync(folder));
  return folders.length > 0 ? folders : [currentFolder];
}

/** ` (did you mean X?)` with the nearest neighbour of a path that does not exist. */
function suggestion(path: string): string {
  const folder = dirname(path);
  if (!existsSync(folder)) return '';
  const match = nearest(basename(path), readdirSync(folder));
  return match === null ? '' : ` (did you mean ${match}?)`;
}
