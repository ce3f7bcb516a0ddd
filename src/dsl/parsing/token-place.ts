/** Where tokens stand in the text. */
import type { IToken } from 'chevrotain';
import type { Span } from '../source.ts';

/** Offset just after a token. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}

/** From the start of one token to the end of another. */
export function spanBetween(first: IToken, last: IToken): Span {
  return { start: first.startOffset, end: endOf(last) };
}
