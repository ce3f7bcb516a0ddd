/** The call around a place, read from the tokens before it. */
import { isCloser, isOpener } from '../../dsl/recovery/brackets.ts';
import type { TokenView } from '../../dsl/parsing/token-view.ts';
import * as t from '../../dsl/parsing/tokens.ts';

export interface CallAround {
  readonly callee: string;
  /** Index of the callee's token. */
  readonly at: number;
  /** Arguments before the place. */
  readonly before: readonly WrittenArgument[];
  /** Name of the argument at the place, as in `window=|`; null without one. */
  readonly name: string | null;
  /** Names of the arguments after it. */
  readonly after: readonly string[];
}

/** Null for an argument that goes by its place. */
export type WrittenArgument = string | null;

/** The innermost call whose parentheses are open before a token; null if there is none. @param from where the clause begins */
export function callAround(view: TokenView, from: number, index: number): CallAround | null {
  const open: number[] = [];
  for (let i = from; i < index; i++) {
    const token = view.tokens[i];
    if (token === undefined) break;
    if (isOpener(token)) open.push(i);
    else if (isCloser(token)) open.pop();
  }
  const parenthesis = open.findLast((i) => view.is(i, t.LeftParenthesis) && view.is(i - 1, t.Identifier)) ?? -1;
  // A parenthesis around an operand, or a list, does not end the call around it.
  if (parenthesis < from) return null;
  const starts = argumentStarts(view, parenthesis, index);
  const own = starts.at(-1) ?? parenthesis + 1;
  return {
    callee: view.tokens[parenthesis - 1]?.image ?? '',
    at: parenthesis - 1,
    before: starts.slice(0, -1).map((start) => nameAt(view, start)),
    name: own < index ? nameAt(view, own) : null,
    after: namesAfter(view, index),
  };
}

/** Where the arguments begin between a parenthesis and a place. */
function argumentStarts(view: TokenView, parenthesis: number, index: number): readonly number[] {
  const starts = [parenthesis + 1];
  let depth = 0;
  for (let i = parenthesis + 1; i < index; i++) {
    const token = view.tokens[i];
    if (token === undefined) break;
    if (isOpener(token)) depth++;
    else if (isCloser(token)) depth--;
    else if (depth === 0 && view.is(i, t.Comma)) starts.push(i + 1);
  }
  return starts;
}

function nameAt(view: TokenView, start: number): string | null {
  return view.is(start, t.Identifier) && view.is(start + 1, t.Assign) ? (view.tokens[start]?.image ?? null) : null;
}

/** Names of arguments after a place, up to where its call closes. */
function namesAfter(view: TokenView, index: number): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  for (let i = index + 1; i < view.tokens.length && depth >= 0; i++) {
    const token = view.tokens[i];
    if (token === undefined || token.tokenType === t.LeftBrace || token.tokenType === t.RightBrace) break;
    if (isOpener(token)) depth++;
    else if (isCloser(token)) depth--;
    else if (depth === 0 && view.is(i, t.Comma)) {
      const name = nameAt(view, i + 1);
      if (name !== null) names.push(name);
    }
  }
  return names;
}
