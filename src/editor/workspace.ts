/** The files of a project with the texts that are being edited laid over them, and what is known about them. */
import { checkProject, type CheckResult } from '../dsl/check.ts';
import { matchesPattern } from '../dsl/loading/project-paths.ts';
import { loadProject } from '../dsl/load-project.ts';
import { parse, type Parsed } from '../dsl/parse.ts';
import type { Project, ProjectFile, ProjectReader } from '../dsl/project.ts';
import { namesOfFile } from '../dsl/resolution/names-of-file.ts';
import type { NamedPlace } from '../dsl/resolution/meaning.ts';
import type { Item } from '../dsl/syntax.ts';
import { FactorMemory } from './factor-memory.ts';
import { checkItem, type ItemTypes } from './item-types.ts';
import { RecordedReader, type Answers, type FileAnswer } from './recorded-reader.ts';

/** A project of one file asked for, and what the checker says about it. */
export interface Checked {
  readonly project: Project;
  readonly result: CheckResult;
  /** The file asked for; null if it cannot be read. */
  readonly file: ProjectFile | null;
}

interface Kept extends Checked {
  readonly reader: RecordedReader;
  names: readonly NamedPlace[] | null;
  readonly types: Map<Item, ItemTypes>;
}

/** Files of a project, by suffix. */
const SOURCES = ['**/*.factor', '**/*.model'] as const;

export class Workspace implements Answers {
  private readonly buffers = new Map<string, string>();
  private readonly disk = new Map<string, ReturnType<ProjectReader['read']>>();
  private readonly diskLists = new Map<string, readonly string[]>();
  private readonly lists = new Map<string, readonly string[]>();
  private readonly trees = new Map<string, Parsed>();
  private readonly kept = new Map<string, Kept>();
  private memory = new FactorMemory();

  /** @param reader the files as they are kept; what it answered is remembered until `invalidate` */
  constructor(private readonly reader: ProjectReader) {}

  /** Lays a text over a file, which need not be there yet. */
  open(path: string, text: string): void {
    if (!this.buffers.has(path)) this.lists.clear();
    this.buffers.set(path, text);
  }

  change(path: string, text: string): void {
    this.open(path, text);
  }

  /** The file is what is kept again. */
  close(path: string): void {
    this.buffers.delete(path);
    this.invalidate(path);
  }

  /** Something changed a file that is kept, or any file. */
  invalidate(path?: string): void {
    if (path === undefined) this.disk.clear();
    else this.disk.delete(path);
    this.reader.refresh?.();
    this.diskLists.clear();
    this.lists.clear();
  }

  get openPaths(): readonly string[] {
    return [...this.buffers.keys()];
  }

  /** Every source file of the project, open ones included. */
  get sourcePaths(): readonly string[] {
    return SOURCES.flatMap((pattern) => this.list(pattern));
  }

  /** Open files whose findings, as they were last asked for, may change with the text or the being of a file; itself if it is open. Nothing is checked for it: a file that never was may rest on any. */
  affectedBy(path: string): readonly string[] {
    return this.openPaths.filter((open) => open === path || this.kept.get(open)?.reader.restsOn(path) !== false);
  }

  /** Whether findings in a file may change with another one. */
  restsOn(path: string, other: string): boolean {
    return this.keptOf(path).reader.restsOn(other);
  }

  /** Another workspace with the same texts, in which they can be changed for trial. */
  fork(): Workspace {
    const fork = new Workspace({ read: (path) => this.source(path), list: (pattern) => this.list(pattern) });
    // Trees of texts that stay the same are the same, and so are the factors in them.
    for (const [path, parsed] of this.trees) fork.trees.set(path, parsed);
    fork.memory = this.memory;
    return fork;
  }

  /** Text of a file; null if there is none, or if it is no text. */
  text(path: string): string | null {
    const answer = this.answer(path);
    return answer === null || typeof answer === 'string' ? null : answer.tree.text;
  }

  /** A file's tree and the findings of its syntax; null if it cannot be read. */
  parsed(path: string): Parsed | null {
    const answer = this.answer(path);
    return typeof answer === 'string' ? null : answer;
  }

  /** The project that a file asks for, checked. */
  checked(path: string): Checked {
    return this.keptOf(path);
  }

  /** What the names of a file stand for. */
  names(path: string): readonly NamedPlace[] {
    const kept = this.keptOf(path);
    kept.names ??= kept.file === null ? [] : namesOfFile(kept.file, kept.project);
    return kept.names;
  }

  /** What the checker says about the expressions of an item of a file. */
  types(path: string, item: Item): ItemTypes {
    const kept = this.keptOf(path);
    const types = kept.types.get(item) ?? checkItem(item, kept);
    kept.types.set(item, types);
    return types;
  }

  answer(path: string): FileAnswer {
    const read = this.source(path);
    if (read === null) return null;
    return 'problem' in read ? read.problem : this.parse(read.text, path);
  }

  list(pattern: string): readonly string[] {
    const known = this.lists.get(pattern);
    if (known !== undefined) return known;
    const onDisk = this.diskLists.get(pattern) ?? this.reader.list(pattern);
    this.diskLists.set(pattern, onDisk);
    const unsaved = this.openPaths.filter((path) => !onDisk.includes(path) && matchesPattern(pattern, path));
    const found = unsaved.length === 0 ? onDisk : [...onDisk, ...unsaved].sort();
    this.lists.set(pattern, found);
    return found;
  }

  /** What is being edited, else what is kept. */
  private source(path: string): ReturnType<ProjectReader['read']> {
    const buffer = this.buffers.get(path);
    if (buffer !== undefined) return { text: buffer };
    const known = this.disk.get(path);
    if (known !== undefined) return known;
    const read = this.reader.read(path);
    this.disk.set(path, read);
    return read;
  }

  private readonly parse = (text: string, path: string): Parsed => {
    const known = this.trees.get(path);
    if (known?.tree.text === text) return known;
    const parsed = parse(text, path);
    this.trees.set(path, parsed);
    return parsed;
  };

  private keptOf(path: string): Kept {
    const known = this.kept.get(path);
    if (known?.reader.stillHolds === true) return known;
    const reader = new RecordedReader(this);
    const project = loadProject([path], reader, this.parse);
    const kept: Kept = { project, result: checkProject(project, this.memory.check), file: project.entries[0] ?? null, reader, names: null, types: new Map() };
    this.kept.set(path, kept);
    return kept;
  }
}
