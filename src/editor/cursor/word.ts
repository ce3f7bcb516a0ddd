/** The word that is being written at a place, and the text with something in its stead. */
import type { IToken } from 'chevrotain';
import { tokenize } from '../../dsl/parsing/lexer.ts';
import { endOf, spanOf } from '../../dsl/parsing/token-place.ts';
import * as t from '../../dsl/parsing/tokens.ts';
import type { Span } from '../../dsl/source.ts';

export interface Word {
  /** Nothing, at the place, where no word ends or goes on. */
  readonly span: Span;
  readonly kind: 'name' | 'number' | 'nothing';
}

/** What a place lies in, where nothing is completed as code. */
export type Quoted = { readonly kind: 'comment' } | { readonly kind: 'text'; readonly span: Span };

/** The word that ends at a place or goes on there; the comment or quoted text that it lies in. */
export function wordAt(text: string, offset: number): Word | Quoted {
  const { tokens, comments } = tokenize(text);
  // A comment goes on to the end of its line; at its start it has not begun.
  if (comments.some((comment) => comment.startOffset < offset && (offset < endOf(comment) || (offset === endOf(comment) && !comment.image.endsWith('*/'))))) return { kind: 'comment' };
  const token = tokens.find((each) => each.startOffset < offset && offset <= endOf(each));
  if (token === undefined) return nothing(offset);
  if (t.isToken(token, t.Text)) return quotedAt(token, offset);
  if (t.isToken(token, t.NumberLiteral) || t.isToken(token, t.Time) || t.isToken(token, t.Duration)) return { kind: 'number', span: spanOf(token) };
  return /^[_\p{ID_Start}]/u.test(token.image) ? { kind: 'name', span: spanOf(token) } : nothing(offset);
}

function quotedAt(token: IToken, offset: number): Word | Quoted {
  const isClosed = token.tokenType !== t.UnterminatedText;
  if (isClosed && offset === endOf(token)) return nothing(offset);
  return { kind: 'text', span: { start: token.startOffset + 1, end: endOf(token) - (isClosed ? 1 : 0) } };
}

function nothing(offset: number): Word {
  return { kind: 'nothing', span: { start: offset, end: offset } };
}

/** Stands in the text for what is being written: a name that comes near no word of the language. */
export const PLACEHOLDER = '_what_is_being_written_here_';

/** The text with the placeholder in place of a span, apart from what stands beside it. */
export function withPlaceholder(text: string, { start, end }: Span): { readonly text: string; readonly at: number } {
  const gap = /[\p{ID_Continue}"]$/u.test(text.slice(Math.max(0, start - 2), start)) ? ' ' : '';
  const after = /^[\p{ID_Continue}"]/u.test(text.slice(end, end + 2)) ? ' ' : '';
  return { text: `${text.slice(0, start)}${gap}${PLACEHOLDER}${after}${text.slice(end)}`, at: start + gap.length };
}
