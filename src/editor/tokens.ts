/** Colours: what each word and sign of a file is. */
import type { IToken } from 'chevrotain';
import type { Meaning, NamedPlace } from '../dsl/resolution/meaning.ts';
import { tokenize } from '../dsl/parsing/lexer.ts';
import { endOf, spanOf } from '../dsl/parsing/token-place.ts';
import * as t from '../dsl/parsing/tokens.ts';
import type { SourceTree } from '../dsl/syntax.ts';
import { TABLES } from '../dsl/tables.ts';
import type { SemanticToken, TokenKind } from './api.ts';
import type { Workspace } from './workspace.ts';

/** The tokens of a file in source order, none inside another. */
export function tokensOf(path: string, workspace: Workspace): readonly SemanticToken[] {
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return [];
  const names = new Map(workspace.names(path).map((place) => [place.span.start, place]));
  const clauses = startsOf(tree);
  const { tokens, comments } = tokenize(tree.text);
  const found = [
    ...tokens.flatMap((token, i) => ofToken(token, tokens[i - 1], names, clauses, tree.text)),
    ...comments.map((comment): SemanticToken => ({ span: spanOf(comment), kind: isDocumentation(comment, tree) ? 'documentation' : 'comment', isDeclaration: false })),
  ];
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Where items and clauses begin: there stand their keywords. */
function startsOf({ items }: SourceTree): ReadonlySet<number> {
  return new Set(items.flatMap((item) => [item.span.start, ...(item.kind === 'factor' || item.kind === 'model' ? item.clauses.map(({ span }) => span.start) : [])]));
}

function isDocumentation({ startOffset }: IToken, { items }: SourceTree): boolean {
  return items.some((item) => item.kind !== 'use' && item.documentation !== null && item.documentation.span.start <= startOffset && startOffset < item.documentation.span.end);
}

const KEYWORDS = [...t.ITEM_KEYWORDS, ...t.FACTOR_CLAUSES, ...t.MODEL_CLAUSES];

function ofToken(token: IToken, previous: IToken | undefined, names: ReadonlyMap<number, NamedPlace>, starts: ReadonlySet<number>, text: string): readonly SemanticToken[] {
  const span = spanOf(token);
  const place = names.get(span.start);
  const named = place?.span.end === span.end ? kindOfMeaning(place.meaning) : null;
  if (place !== undefined && named !== null) return [{ span, kind: named, isDeclaration: place.isDeclaration }];
  const kind = kindOfToken(token, () => starts.has(span.start) || (place === undefined && beginsLine(token, previous, text)));
  return kind === null ? [] : [{ span, kind, isDeclaration: false }];
}

function beginsLine(token: IToken, previous: IToken | undefined, text: string): boolean {
  return previous === undefined || /[\r\n]/.test(text.slice(endOf(previous), token.startOffset));
}

function kindOfToken(token: IToken, beginsClause: () => boolean): TokenKind | null {
  if (t.RESERVED.includes(token.tokenType)) return 'keyword';
  if (KEYWORDS.includes(token.tokenType)) return beginsClause() ? 'keyword' : null;
  if (t.isToken(token, t.NumberLiteral) || t.isToken(token, t.Time) || t.isToken(token, t.Duration)) return 'number';
  if (t.isToken(token, t.Text)) return 'string';
  return t.isToken(token, t.BinaryOperator) || t.isToken(token, t.PrefixOperator) || t.isToken(token, t.Dots) || t.isToken(token, t.Slip) ? 'operator' : null;
}

function kindOfMeaning(meaning: Meaning): TokenKind | null {
  switch (meaning.kind) {
    case 'def':
    case 'set':
    case 'factor':
    case 'model':
    case 'table':
    case 'column':
    case 'parameter':
    case 'unit':
      return meaning.kind;
    case 'let':
      return 'variable';
    case 'clause':
      return meaning.clause.kind === 'layer' ? 'function' : 'variable';
    case 'operator':
    case 'model-function':
    case 'optimizer':
      return 'function';
    case 'named-argument':
    case 'training':
      return 'property';
    case 'key':
      return TABLES.has(meaning.name) ? 'table' : [...TABLES.values()].some(({ columns }) => columns.has(meaning.name)) ? 'column' : 'enumMember';
    case 'window':
    case 'enum':
    case 'word':
      return 'enumMember';
    case 'files':
      return 'string';
    case 'unknown':
      return null;
  }
}
