/** The files that the page has open, and the language service over them. */
import { ExperimentLanguage } from '../../editor/experiment/index.ts';
import { SourceLanguage, Workspace, type FileLanguage } from '../../editor/index.ts';
import schema from '../../runtime/experiment/experiment.schema.json';
import { INDICES } from '../../runtime/store/simulate/index-names.ts';
import type { SourceFile, Unsaved } from '../api.ts';
import { lineBreakOf, withBreaks, withLineFeeds } from './line-breaks.ts';
import { textsReader } from '../../runtime/live/texts-reader.ts';

/** A file and what its documentation calls it. */
export interface ListedFile {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** First part of the first documentation line; empty without one. */
  readonly title: string;
  readonly isChanged: boolean;
}

export class OpenProject {
  private readonly kept = new Map<string, SourceFile>();
  /** As the editor has them, whatever their lines end with on disk. */
  readonly texts = new Map<string, string>();
  private readonly workspace = new Workspace(textsReader(this.texts));
  private readonly sources = new SourceLanguage(this.workspace);
  private readonly experiments = new ExperimentLanguage({
    schema,
    indices: INDICES,
    text: (path) => this.texts.get(path) ?? null,
    // An experiment is checked with the data and the disk around it: its panel shows what the server has found.
    findings: () => [],
    sources: () => this.workspace.sourcePaths,
    declared: (path) => this.sources.symbols(path),
    stores: () => [],
  });

  constructor(files: readonly SourceFile[]) {
    for (const file of files) this.take(file);
  }

  private take(file: SourceFile): void {
    this.keptAs(file);
    this.change(file.path, file.text);
  }

  /** A file is kept like this now; what has been typed meanwhile stays. */
  keptAs(file: SourceFile): void {
    this.kept.set(file.path, file);
  }

  change(path: string, text: string): void {
    const own = withLineFeeds(text);
    this.texts.set(path, own);
    if (!isExperiment(path)) this.workspace.open(path, own);
  }

  /** Who knows about a file. */
  service(path: string): FileLanguage {
    return isExperiment(path) ? this.experiments : this.sources;
  }

  has(path: string): boolean {
    return this.texts.has(path);
  }

  text(path: string): string {
    return this.texts.get(path) ?? '';
  }

  /** The text with the line breaks that the file came with. */
  toKeep(path: string): string {
    return withBreaks(this.text(path), lineBreakOf(this.kept.get(path)?.text ?? ''));
  }

  /** The version that a file had when it was read; null for a new one. */
  version(path: string): string | null {
    return this.kept.get(path)?.version ?? null;
  }

  isChanged(path: string): boolean {
    const kept = this.kept.get(path);
    return kept === undefined || withLineFeeds(kept.text) !== this.text(path);
  }

  get unsaved(): readonly Unsaved[] {
    return [...this.texts.keys()].filter((path) => this.isChanged(path)).map((path) => ({ path, text: this.toKeep(path) }));
  }

  get files(): readonly ListedFile[] {
    return [...this.texts.keys()].sort().map((path) => {
      const at = path.lastIndexOf('/') + 1;
      return { path, folder: path.slice(0, Math.max(0, at - 1)), name: path.slice(at), title: titleOf(this.text(path)), isChanged: this.isChanged(path) };
    });
  }
}

/** Whether a file is an experiment and not a source. */
export function isExperiment(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function titleOf(text: string): string {
  return /^\/\/\/\s*(.+?)(?:\s+·.*)?$/m.exec(text)?.[1] ?? '';
}
