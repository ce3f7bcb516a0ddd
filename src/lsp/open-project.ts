/** One project with the texts that are being edited: its sources and its experiments. */
import { isAbsolute, join, relative, sep } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../dsl/finding.ts';
import type { ProjectReader } from '../dsl/project.ts';
import { ExperimentLanguage, SourceMemory } from '../editor/experiment/index.ts';
import { SourceLanguage, Workspace, type FileLanguage, type Location, type SymbolKind } from '../editor/index.ts';
import { experimentSchema } from '../runtime/experiment/document.ts';
import { loadExperiment } from '../runtime/experiment/load-experiment.ts';
import { STORE_TABLES } from '../runtime/experiment/check-names.ts';
import { isExperimentPath } from '../runtime/project-reader.ts';
import { INDICES } from '../runtime/store/simulate/index-names.ts';

/** Which language a file is in. */
export type FileKind = 'source' | 'experiment';

/** What an experiment can name. */
const NAMED_BY_EXPERIMENTS: ReadonlySet<SymbolKind> = new Set(['factor', 'set', 'model']);

export class OpenProject {
  readonly workspace: Workspace;
  private readonly languages: { readonly source: FileLanguage; readonly experiment: ExperimentLanguage };
  private readonly memory = new SourceMemory();
  private readonly experiments = new Map<string, string>();
  /** Places of texts by path: lines are found once. */
  private readonly documents = new Map<string, TextDocument>();

  /** @param root absolute; null for documents that lie nowhere */
  constructor(readonly root: string | null, private readonly reader: ProjectReader) {
    this.workspace = new Workspace(reader);
    const context = {
      schema: experimentSchema(),
      indices: INDICES,
      text: (path: string) => this.experiments.get(path) ?? readText(reader, path),
      findings: (path: string) => this.experimentFindings(path),
      sources: () => this.workspace.sourcePaths,
      declared: (path: string) => this.languages.source.symbols(path),
      stores: () => storesBelow(root),
    };
    this.languages = { source: new SourceLanguage(this.workspace), experiment: new ExperimentLanguage(context) };
  }

  language(kind: FileKind): FileLanguage {
    return this.languages[kind];
  }

  /** Puts a text in the place of a file; null for what is on the disk. */
  setText(path: string, kind: FileKind, text: string | null): void {
    if (kind === 'source' && text !== null) this.workspace.change(path, text);
    else if (kind === 'source') this.workspace.close(path);
    else if (text !== null) this.experiments.set(path, text);
    else this.experiments.delete(path);
  }

  /** Open files whose findings may be others now. */
  affectedBy(path: string): readonly string[] {
    // An experiment may name any source.
    return [...new Set([...this.workspace.affectedBy(path), ...this.experiments.keys()])];
  }

  get openPaths(): readonly string[] {
    return [...this.workspace.openPaths, ...this.experiments.keys()];
  }

  /** The text of a file of this project with its lines; null if there is none. */
  document(path: string): TextDocument | null {
    const text = this.experiments.get(path) ?? this.workspace.text(path) ?? readText(this.reader, path);
    if (text === null) return null;
    const known = this.documents.get(path);
    if (known?.getText() === text) return known;
    const document = TextDocument.create(path, '', 0, text);
    this.documents.set(path, document);
    return document;
  }

  /** Of a file and those that its check reads, the ones that the disk does not hold as the editor does. */
  unsaved(path: string): readonly string[] {
    // What is not open is what the disk has now, whether or not anybody told of a change.
    this.workspace.invalidate();
    return [...new Set([path, ...this.workspace.checked(path).project.files.keys()])].filter((file) => readText(this.reader, file) !== this.document(file)?.getText());
  }

  /** Path in the project of an absolute one; null if it lies outside. */
  pathOf(absolute: string): string | null {
    if (this.root === null) return null;
    const way = relative(this.root, absolute);
    return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : way.split(sep).join('/');
  }

  /** Sources as they are being edited. */
  readonly openReader = (): ProjectReader => ({
    read: (path) => {
      const text = this.workspace.text(path);
      return text === null ? this.reader.read(path) : { text };
    },
    list: (pattern) => this.workspace.list(pattern),
  });

  /** Where experiments, open or not, name what stands at a place of a source. */
  mentions(path: string, offset: number): readonly Location[] {
    const [declared] = this.languages.source.definition(path, offset);
    const symbol = declared === undefined ? undefined : this.languages.source.symbols(declared.path).find(({ kind, nameSpan }) => nameSpan.start === declared.span.start && NAMED_BY_EXPERIMENTS.has(kind));
    if (declared === undefined || symbol === undefined || this.root === null) return [];
    const root = this.root;
    // Clients need not tell of every experiment that comes.
    this.reader.refresh?.();
    const onDisk = ['**/*.yaml', '**/*.yml'].flatMap((pattern) => this.reader.list(pattern)).filter((file) => isExperimentPath(join(root, file)));
    const files = new Set([...onDisk, ...this.experiments.keys()]);
    return [...files].sort().flatMap((file) => this.languages.experiment.mentions(file, declared, symbol.name));
  }

  private experimentFindings(path: string): readonly Finding[] {
    const text = this.experiments.get(path);
    if (text === undefined || this.root === null) return [];
    return loadExperiment({ file: join(this.root, path), currentFolder: this.root, needsData: false, text, openReader: this.openReader, memory: this.memory }).findings.filter((found) => found.path === path);
  }
}

function readText(reader: ProjectReader, path: string): string | null {
  const read = reader.read(path);
  return read !== null && 'text' in read ? read.text : null;
}

/** Folders directly below the root that hold tables of a store. */
function storesBelow(root: string | null): readonly string[] {
  if (root === null || !existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true }).flatMap(({ name }) => (STORE_TABLES.some((table) => existsSync(join(root, name, table))) ? [name] : []));
}
