/** Making completions. */
import type { Span } from '../../dsl/source.ts';
import type { Completion, CompletionKind } from '../api.ts';

/** What fits comes first; what the checker would complain about comes behind everything that fits. */
export const RANK = { word: 0, local: 10, column: 20, argument: 25, def: 30, function: 40, other: 50, lateArgument: 60, misfit: 100 } as const;

export interface Candidate {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  readonly documentation?: string;
  /** What is put there, if not the label; with `${1:…}` it is a snippet. */
  readonly text?: string;
  readonly rank: number;
}

export function completion({ label, kind, detail = '', documentation = '', text = label, rank }: Candidate, span: Span): Completion {
  return { label, kind, detail, documentation, span, text, isSnippet: /\$\{\d+:/.test(text), rank };
}

/** A form of the catalogue as a snippet: its `<…>` are the places to fill in. */
export function snippetOf(form: string): string {
  let count = 0;
  return form.replaceAll(/<([^<>]*)>/g, (_, name: string) => {
    count++;
    return `\${${String(count)}:${name}}`;
  });
}

/** Each label once, the better rank first. */
export function inOrder(candidates: readonly Completion[]): readonly Completion[] {
  const sorted = [...candidates].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const seen = new Set<string>();
  return sorted.filter(({ label }) => {
    if (seen.has(label)) return false;
    seen.add(label);
    return true;
  });
}
