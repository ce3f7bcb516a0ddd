/** Where the parser failed, with the tokens around it, and the words that messages share. */
import { EOF, type IToken } from 'chevrotain';
import { quote } from '../parsing/characters.ts';
import type { Failure } from '../parsing/failure.ts';
import type { Fix, Message } from '../finding.ts';
import type { RuleName } from '../parsing/grammar.ts';
import type { Span } from '../source.ts';
import { spanOf } from '../parsing/token-place.ts';
import type { TokenView } from '../parsing/token-view.ts';

export interface Explanation {
  readonly span: Span;
  readonly message: Message;
  readonly fix: Fix | null;
}

/** What was being read: tokens [from, to) of a file. */
export interface Reading {
  readonly view: TokenView;
  /** The rule by which the tokens were read. */
  readonly rule: RuleName;
  readonly from: number;
  readonly to: number;
}

/** A failure with the tokens around it. */
export interface Place {
  readonly reading: Reading;
  /** Index of the token at which reading stopped; `to` if the tokens ran out. */
  readonly index: number;
  readonly actual: IToken | undefined;
  readonly previous: IToken | undefined;
  /** What was found, in words. */
  readonly found: string;
  readonly span: Span;
}

/** `found` for the token at an index, also where the file ends. */
export function describe(token: IToken | undefined): string {
  return token === undefined ? 'the end of the file' : quote(token.image);
}

/** Finds the tokens at which reading stopped. */
export function locate(failure: Failure, reading: Reading): Place {
  const { view, from, to } = reading;
  const ended = failure.actual.tokenType === EOF;
  const index = ended ? to : view.indexAt(failure.actual.startOffset);
  const actual = ended ? undefined : view.tokens[index];
  const previous = index > from ? view.tokens[index - 1] : undefined;
  const marked = actual ?? previous;
  return {
    reading,
    index,
    actual,
    previous,
    found: describe(view.tokens[index]),
    span: marked === undefined ? { start: view.text.length, end: view.text.length } : spanOf(marked),
  };
}

/** "after `x`", for the token before the failure. */
export function after(place: Place): string {
  return place.previous === undefined ? 'at the beginning' : `after ${describe(place.previous)}`;
}
