/** Colours of words by what they mean. */
import { SemanticTokensBuilder, type SemanticTokens, type SemanticTokensLegend, type SemanticTokensParams, type SemanticTokensRangeParams } from 'vscode-languageserver/node';
import type { Span } from '../dsl/source.ts';
import { TOKEN_KINDS, type SemanticToken, type TokenKind } from '../editor/index.ts';
import { meet, spanOf } from './ranges.ts';
import type { Asked, Session } from './session.ts';

/** The protocol's own kinds, which the colours of every editor know. */
const TYPES: Readonly<Record<TokenKind, string>> = {
  keyword: 'keyword',
  table: 'namespace',
  column: 'property',
  function: 'function',
  def: 'function',
  variable: 'variable',
  parameter: 'parameter',
  property: 'parameter',
  enumMember: 'enumMember',
  number: 'number',
  string: 'string',
  comment: 'comment',
  documentation: 'comment',
  operator: 'operator',
  factor: 'class',
  model: 'class',
  set: 'enum',
  unit: 'type',
};

const TOKEN_TYPES = [...new Set(TOKEN_KINDS.map((kind) => TYPES[kind]))];
const MODIFIERS = ['declaration', 'documentation', 'defaultLibrary'] as const;
/** What the language brings along. */
const BUILT_IN: ReadonlySet<TokenKind> = new Set(['function', 'table', 'column', 'unit']);

export const LEGEND: SemanticTokensLegend = { tokenTypes: TOKEN_TYPES, tokenModifiers: [...MODIFIERS] };

export function registerSemanticTokens(session: Session): void {
  const { semanticTokens } = session.connection.languages;
  const none: SemanticTokens = { data: [] };
  semanticTokens.on(
    session.answering('semantic tokens', none, ({ textDocument }: SemanticTokensParams) => {
      const asked = session.asked(textDocument.uri);
      return asked === null ? none : encode(asked, null);
    }),
  );
  semanticTokens.onRange(
    session.answering('semantic tokens', none, ({ textDocument, range }: SemanticTokensRangeParams) => {
      const asked = session.asked(textDocument.uri);
      return asked === null ? none : encode(asked, spanOf(asked.document, range));
    }),
  );
}

function encode({ document, language, path }: Asked, within: Span | null): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const text = document.getText();
  const tokens = language.tokens(path).filter(({ span }) => within === null || meet(span, within));
  for (const token of [...tokens].sort((a, b) => a.span.start - b.span.start)) {
    for (const { start, end } of linesOf(text, token.span)) {
      const { line, character } = document.positionAt(start);
      builder.push(line, character, end - start, TOKEN_TYPES.indexOf(TYPES[token.kind]), modifiersOf(token));
    }
  }
  return builder.build();
}

function modifiersOf({ kind, isDeclaration }: SemanticToken): number {
  const names = [...(isDeclaration ? ['declaration'] : []), ...(kind === 'documentation' ? ['documentation'] : []), ...(BUILT_IN.has(kind) && !isDeclaration ? ['defaultLibrary'] : [])];
  return names.reduce((bits, name) => bits | (1 << MODIFIERS.findIndex((each) => each === name)), 0);
}

/** A token of the protocol stays on its line. */
function linesOf(text: string, { start, end }: Span): readonly Span[] {
  return [...text.slice(start, end).matchAll(/[^\r\n]+/g)].map((match) => ({ start: start + match.index, end: start + match.index + match[0].length }));
}
