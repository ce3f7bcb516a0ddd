/** Completion, the call around a place, and what stands there. */
import { CompletionItemKind, InsertTextFormat, type CompletionItem, type CompletionParams, type Hover, type HoverParams, type SignatureHelp, type SignatureHelpParams } from 'vscode-languageserver/node';
import type { Completion, CompletionKind } from '../editor/index.ts';
import { rangeOf } from './ranges.ts';
import type { Session } from './session.ts';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  table: CompletionItemKind.Module,
  column: CompletionItemKind.Field,
  operator: CompletionItemKind.Operator,
  function: CompletionItemKind.Function,
  def: CompletionItemKind.Function,
  let: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable,
  'named-argument': CompletionItemKind.Property,
  window: CompletionItemKind.EnumMember,
  enum: CompletionItemKind.EnumMember,
  unit: CompletionItemKind.Unit,
  factor: CompletionItemKind.Class,
  set: CompletionItemKind.Enum,
  model: CompletionItemKind.Class,
  layer: CompletionItemKind.Variable,
  setting: CompletionItemKind.Property,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
  snippet: CompletionItemKind.Snippet,
};

/** Characters behind which something fits, beside the letters of a word. */
export const COMPLETION_TRIGGERS = ['.', '(', '=', '"', '/', '#'] as const;
export const SIGNATURE_TRIGGERS = ['(', ',', '='] as const;

export function registerCompletion(session: Session): void {
  const { connection } = session;
  connection.onCompletion(
    session.answering('completion', [], ({ textDocument, position }: CompletionParams) => {
      const asked = session.asked(textDocument.uri);
      if (asked === null) return [];
      const takesSnippets = session.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
      return asked.language.completions(asked.path, asked.document.offsetAt(position)).map((completion): CompletionItem => itemOf(completion, rangeOf(asked.document, completion.span), takesSnippets));
    }),
  );
  connection.onHover(
    session.answering('hover', null, ({ textDocument, position }: HoverParams): Hover | null => {
      const asked = session.asked(textDocument.uri);
      const found = asked?.language.hover(asked.path, asked.document.offsetAt(position)) ?? null;
      return asked === null || found === null ? null : { contents: { kind: 'markdown', value: found.markdown }, range: rangeOf(asked.document, found.span) };
    }),
  );
  connection.onSignatureHelp(
    session.answering('signature help', null, ({ textDocument, position }: SignatureHelpParams): SignatureHelp | null => {
      const asked = session.asked(textDocument.uri);
      const found = asked?.language.signature(asked.path, asked.document.offsetAt(position)) ?? null;
      if (found === null) return null;
      const parameters = found.parameters.map(({ span, documentation }) => ({ label: [span.start, span.end] as [number, number], documentation: { kind: 'markdown' as const, value: documentation } }));
      // A parameter past the last is none of them, which older clients understand too.
      return { signatures: [{ label: found.label, documentation: { kind: 'markdown', value: found.documentation }, parameters }], activeSignature: 0, activeParameter: found.active ?? parameters.length };
    }),
  );
}

function itemOf({ label, kind, detail, documentation, text, isSnippet, rank }: Completion, range: ReturnType<typeof rangeOf>, takesSnippets: boolean): CompletionItem {
  return {
    label,
    kind: KINDS[kind],
    ...(detail === '' ? {} : { detail }),
    ...(documentation === '' ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    // Clients sort by text: by rank, then by label.
    sortText: `${String(Math.max(0, Math.round(rank))).padStart(4, '0')}${label}`,
    insertTextFormat: isSnippet && takesSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: isSnippet && !takesSnippets ? withoutPlaces(text) : text },
  };
}

/** A snippet as plain text: `${1:n}` leaves `n`. */
function withoutPlaces(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/\$(?:\d+|\{\d+\})/g, '')
    .replace(/\\([$}\\])/g, '$1');
}
