/** The project as it would be after a rename, for comparison with what it is. */
import type { Finding, TextEdit } from '../dsl/finding.ts';
import { siteOf, type NamedPlace } from '../dsl/resolution/meaning.ts';
import { applyEdits } from './apply-edits.ts';
import { findingsOf } from './findings.ts';
import type { Workspace } from './workspace.ts';

export class Renamed {
  readonly workspace: Workspace;
  /** Files that are changed, and those of which an answer rests on one of them. */
  readonly affected: readonly string[];

  constructor(
    private readonly before: Workspace,
    private readonly edits: ReadonlyMap<string, readonly TextEdit[]>,
  ) {
    this.workspace = before.fork();
    for (const [path, ofFile] of edits) this.workspace.change(path, applyEdits(before.text(path) ?? '', ofFile));
    const paths = new Set([...before.sourcePaths, ...before.openPaths]);
    this.affected = [...paths].filter((path) => edits.has(path) || [...edits.keys()].some((changed) => before.restsOn(path, changed)));
  }

  /** Whether a name stands for what it stood for, at its place moved by the edits. */
  isSamePlace(path: string, before: NamedPlace, after: NamedPlace): boolean {
    if (this.moved(path, before.span.start) !== after.span.start || before.meaning.kind !== after.meaning.kind) return false;
    const [site, now] = [siteOf(before.meaning), siteOf(after.meaning)];
    if (site === null || now === null) return site === now;
    return site.path === now.path && this.moved(site.path, site.span.start) === now.span.start;
  }

  /** A finding of a file that is not there without the rename; null if there is none. */
  newFinding(path: string): Finding | null {
    const known = new Set(findingsOf(path, this.before).map((found) => `${found.code} ${String(this.moved(path, found.span.start))}`));
    return findingsOf(path, this.workspace).find((found) => !known.has(`${found.code} ${String(found.span.start)}`)) ?? null;
  }

  /** Where an offset of a text is after the edits. */
  private moved(path: string, offset: number): number {
    const before = (this.edits.get(path) ?? []).filter(({ span }) => span.end <= offset && span.start < offset);
    return before.reduce((at, { span, text }) => at + text.length - (span.end - span.start), offset);
  }
}

