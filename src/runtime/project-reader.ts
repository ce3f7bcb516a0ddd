/** Factor files on disk, as the language reads them: UTF-8 text under one root. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { matchesPattern } from '../dsl/loading/project-paths.ts';
import type { ProjectReader } from '../dsl/project.ts';
import { systemCode } from './store/data-error.ts';

/** Larger files are refused before they are read. */
export const MAX_SOURCE_BYTES = 1 << 20;

/** A folder that holds one of these is a project's root. */
const ROOT_MARKERS = ['package.json', 'fullband.yaml', '.git'] as const;

/** Folders that never hold sources of the project. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage']);

/**
 * Root of the project that a path (of a file or folder) belongs to: the nearest parent with a package.json, fullband.yaml or .git; without
 * one the current folder if the path lies in it, otherwise the path's own folder.
 */
export function projectRoot(path: string, currentFolder: string): string {
  const absolute = resolve(currentFolder, path);
  const own = isFolder(absolute) ? absolute : dirname(absolute);
  return markedRoot(own) ?? (isInside(absolute, currentFolder) ? resolve(currentFolder) : own);
}

/** The nearest folder, this one or one above, that holds what marks a root; null if there is none. */
export function markedRoot(own: string): string | null {
  for (let folder = own; ; folder = dirname(folder)) {
    if (ROOT_MARKERS.some((marker) => existsSync(join(folder, marker)))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/** Whether a file of this name makes its folder a project's root. */
export function isRootMarker(name: string): boolean {
  return ROOT_MARKERS.some((marker) => marker === name);
}

/**
 * Reads the files under a root. Paths use `/` and are relative to it; one that leaves it reads as absent. A set asks for a list per member, so the
 * root is walked once: lists are of the files that were there at the first, until `refresh`. Texts are read each time.
 */
export function openProjectReader(root: string): ProjectReader {
  let paths: readonly string[] | null = null;
  return {
    read(path) {
      const absolute = resolve(root, path);
      return isInside(absolute, root) ? readSource(absolute) : null;
    },
    list(pattern) {
      paths ??= walk(root, '').sort();
      return paths.filter((path) => matchesPattern(pattern, path));
    },
    refresh() {
      paths = null;
    },
  };
}

/** Reads files as a project of their root does, but knows those of the root itself only: nobody has said that the folders below belong to it, and they may be all of a disk. */
export function openFolderReader(root: string): ProjectReader {
  const project = openProjectReader(root);
  return {
    read: (path) => project.read(path),
    list: (pattern) =>
      readdirSync(root, { withFileTypes: true })
        .flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') && matchesPattern(pattern, entry.name) ? [entry.name] : []))
        .sort(),
  };
}

/** Source files (`.factor`, `.model`) in a folder and below, as absolute paths, sorted. */
export function listSources(folder: string): readonly string[] {
  return walk(folder, '')
    .filter((path) => path.endsWith('.factor') || path.endsWith('.model'))
    .sort()
    .map((path) => join(folder, path));
}

/** Experiments in a folder and below, as absolute paths, sorted: YAML files in folders that are called experiments, this one or others. */
export function listExperiments(folder: string): readonly string[] {
  return walk(folder, '')
    .map((path) => join(folder, path))
    .filter(isExperimentPath)
    .sort();
}

const EXPERIMENTS = 'experiments';

/** Whether an absolute path is that of an experiment. */
export function isExperimentPath(path: string): boolean {
  return /\.ya?ml$/i.test(path) && dirname(path).split(sep).includes(EXPERIMENTS);
}

/** A path as projects write it: relative to the root, with `/`. */
export function projectPath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join('/');
}

/** Decodes UTF-8 strictly; null if the bytes are not text. A byte-order mark is dropped. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function readSource(path: string): ReturnType<ProjectReader['read']> {
  try {
    const status = statSync(path);
    if (!status.isFile()) return null;
    if (status.size > MAX_SOURCE_BYTES) return { problem: 'too-large' };
    const text = decodeText(readFileSync(path));
    return text === null ? { problem: 'binary' } : { text };
  } catch (error) {
    // A name longer than the system allows is as absent as one that nobody made.
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}

/** Files below a folder, hidden and generated ones left out; links to folders are not followed, so a walk ends. */
function walk(root: string, below: string): string[] {
  const paths: string[] = [];
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) paths.push(...walk(root, path));
    } else if (entry.isFile() || (entry.isSymbolicLink() && isFile(join(root, path)))) {
      paths.push(path);
    }
  }
  return paths;
}

/** Whether an absolute path lies in a folder. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
