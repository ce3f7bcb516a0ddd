/** From the PATH arguments of a command to source files on disk. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../dsl/nearest.ts';
import { listSources, projectRoot } from '../runtime/project-reader.ts';
import { UsageError } from './exit.ts';

/** Folders of a project that hold sources, looked at when no PATH is given. */
const SOURCE_FOLDERS = ['factors', 'models', 'experiments'] as const;

/** Absolute paths of the sources that PATH arguments mean: files as they are, folders with everything below. Throws UsageError if there are none. */
export function findSources(paths: readonly string[], currentFolder: string): readonly string[] {
  const chosen = paths.length > 0 ? paths.map((path) => resolve(currentFolder, path)) : defaultFolders(currentFolder);
  const found = new Set<string>();
  for (const [index, path] of chosen.entries()) {
    if (!existsSync(path)) throw new UsageError(`No such file or folder: ${paths[index] ?? path}${suggestion(path)}`);
    if (statSync(path).isDirectory()) {
      for (const file of listSources(path)) found.add(file);
    } else if (path.endsWith('.factor') || path.endsWith('.model')) {
      found.add(path);
    } else {
      throw new UsageError(`${paths[index] ?? path} is not a .factor or .model file.`);
    }
  }
  if (found.size === 0) {
    const where = paths.length > 0 ? paths.join(', ') : currentFolder;
    throw new UsageError(`No .factor or .model file in ${where}. Name a file or a folder that holds some, or start with: fullband init DIR`);
  }
  return [...found];
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
