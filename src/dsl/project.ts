/**
 * A project: every file reachable from the ones asked for, with its names resolved to items.
 * Files are read through `ProjectReader`, so this stays pure and runs in a browser.
 */
import type { Finding } from './finding.ts';
import type { DefItem, FactorItem, ModelItem, SetItem, SourceTree } from './syntax.ts';

/** How the language reaches files. Paths use `/` and are relative to the project's root. */
export interface ProjectReader {
  /** Text of a file; null if there is none. `binary` if the bytes are not UTF-8 text. */
  read(path: string): { readonly text: string } | { readonly problem: 'binary' | 'too-large' } | null;
  /** Paths under the root that match a pattern of `*` and `**`, sorted. */
  list(pattern: string): readonly string[];
  /** Forgets which files there are; a reader without it looks anew for every list. */
  refresh?(): void;
}

/** An item together with the file whose names it sees. */
export interface Declared<T> {
  readonly item: T;
  readonly file: ProjectFile;
}

/** A file and what its names mean: its own items and those of the files it uses (not what those use in turn). */
export interface ProjectFile {
  readonly path: string;
  readonly tree: SourceTree;
  readonly defs: ReadonlyMap<string, Declared<DefItem>>;
  readonly sets: ReadonlyMap<string, Declared<SetItem>>;
  readonly factors: ReadonlyMap<string, Declared<FactorItem>>;
  readonly models: ReadonlyMap<string, Declared<ModelItem>>;
  /** Set when this file or one it uses could not be read in whole (that was reported): a name that seems unknown may be declared there. */
  readonly lacksNames?: true;
}

export interface Project {
  /** Every file read, by path, entries first. */
  readonly files: ReadonlyMap<string, ProjectFile>;
  /** The files asked for. */
  readonly entries: readonly ProjectFile[];
  /** Findings of parsing and of resolution (uses, duplicates, sets), in file and source order. */
  readonly findings: readonly Finding[];
}
