/** A text after some edits. */
import type { TextEdit } from '../dsl/finding.ts';

/** @param edits that do not overlap, in any order; of two at one place the first comes first */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, i) => ({ edit, i })).sort((a, b) => b.edit.span.start - a.edit.span.start || b.i - a.i);
  return ordered.reduce((result, { edit: { span, text: by } }) => result.slice(0, span.start) + by + result.slice(span.end), text);
}
