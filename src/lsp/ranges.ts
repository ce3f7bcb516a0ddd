/** Between spans of a text and places of the protocol: lines from 0, columns in UTF-16 units. */
import type { Range, TextEdit as ProtocolEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../dsl/finding.ts';
import type { Span } from '../dsl/source.ts';

export type { Range };

export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function spanOf(document: TextDocument, { start, end }: Range): Span {
  const [from, to] = [document.offsetAt(start), document.offsetAt(end)];
  return { start: Math.min(from, to), end: Math.max(from, to) };
}

export function editOf(document: TextDocument, { span, text }: TextEdit): ProtocolEdit {
  return { range: rangeOf(document, span), newText: text };
}

/** Whether two spans share a character, or one of them is a place in the other. */
export function meet(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
