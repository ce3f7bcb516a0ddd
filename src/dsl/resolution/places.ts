/** Collects the named places of a file. */
import type { ProjectFile } from '../project.ts';
import type { Name, StringLiteral } from '../syntax.ts';
import type { Meaning, NamedPlace } from './meaning.ts';

export class Places {
  private readonly found: NamedPlace[] = [];

  constructor(readonly file: ProjectFile) {}

  use({ text, span }: Name, meaning: Meaning): void {
    this.found.push({ span, text, meaning, isDeclaration: false });
  }

  declare({ text, span }: Name, meaning: Meaning): void {
    this.found.push({ span, text, meaning, isDeclaration: true });
  }

  quoted({ value, span }: StringLiteral, paths: readonly string[]): void {
    this.found.push({ span, text: value, meaning: { kind: 'files', paths }, isDeclaration: false });
  }

  /** In source order. */
  get inOrder(): readonly NamedPlace[] {
    return this.found.sort((a, b) => a.span.start - b.span.start);
  }
}

export const UNKNOWN: Meaning = { kind: 'unknown' };
