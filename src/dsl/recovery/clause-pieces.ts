/**
 * Finds where clauses and settings begin in an item that has errors. Two operands side by side are never part of one
 * expression, so a word after a complete operand begins something new; brackets left open are bridged only by a clause
 * that stands at the beginning of a line and looks like nothing else.
 */
import type { TokenType } from 'chevrotain';
import { closersOf } from './brackets.ts';
import { beginsOperand, endsOperand, type TokenView } from '../parsing/token-view.ts';
import * as t from '../parsing/tokens.ts';

/** A run of tokens [from, to). */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Splits the body of a factor or model (without its braces) into clauses; every token belongs to one of them. */
export function splitClauses(view: TokenView, from: number, to: number, keywords: readonly TokenType[]): readonly Piece[] {
  return split(view, from, to, (i, start, brackets) => startsClause(view, i, start, brackets, keywords));
}

/** Splits the inside of `train { … }` into settings. */
export function splitSettings(view: TokenView, from: number, to: number): readonly Piece[] {
  return split(view, from, to, (i, start, brackets) => brackets === 'none' && i - 1 !== start && view.is(i, t.Identifier) && endsOperand(view.tokens[i - 1]));
}

/** What is open around a token. Only brackets that are closed somewhere count, so one that was left open does not swallow the rest. */
type Around = 'none' | 'parentheses' | 'braces';

function split(view: TokenView, from: number, to: number, starts: (index: number, start: number, brackets: Around) => boolean): readonly Piece[] {
  const closers = closersOf(view.tokens, from, to);
  const pieces: Piece[] = [];
  let start = from;
  const closing: number[] = [];
  let braces = 0;
  for (let i = from; i < to; i++) {
    while (closing.length > 0 && (closing.at(-1) ?? 0) <= i) {
      if (view.is(closing.pop() ?? -1, t.RightBrace)) braces--;
    }
    const brackets = braces > 0 ? 'braces' : closing.length > 0 ? 'parentheses' : 'none';
    if (i > start && starts(i, start, brackets)) {
      pieces.push({ from: start, to: i });
      start = i;
      closing.length = 0;
      braces = 0;
    }
    const closer = closers[i - from] ?? -1;
    if (closer < 0) continue;
    closing.push(closer);
    if (view.is(closer, t.RightBrace)) braces++;
  }
  if (to > start) pieces.push({ from: start, to });
  return pieces;
}

function startsClause(view: TokenView, i: number, start: number, brackets: Around, keywords: readonly TokenType[]): boolean {
  if (!view.is(i, t.Identifier) || brackets === 'braces') return false;
  const first = view.firstOnLine(i);
  const type = view.tokens[i]?.tokenType;
  const isKeyword = type !== undefined && keywords.includes(type);
  if (first && isKeyword && looksOnlyLikeClause(view, i, type)) return true;
  if (brackets !== 'none') return false;
  // The word after a clause's keyword is its name or its value.
  const afterOperand = endsOperand(view.tokens[i - 1]) && i - 1 !== start;
  // `let name` still waits for its `=`.
  const awaitsAssign = i === start + 2 && t.BINDINGS.some((binding) => view.is(start, binding));
  if (afterOperand && (isKeyword || (first && !awaitsAssign))) return true;
  // `nmae name =` on a line of its own, after something incomplete.
  return first && view.is(i + 1, t.Identifier) && view.is(i + 2, t.Assign);
}

/** Whether the keyword and what follows could not be part of an expression. */
function looksOnlyLikeClause(view: TokenView, i: number, keyword: TokenType): boolean {
  if (t.BINDINGS.includes(keyword)) return view.is(i + 1, t.Identifier) && view.is(i + 2, t.Assign);
  if (keyword === t.Train) return view.is(i + 1, t.LeftBrace);
  return beginsOperand(view.tokens[i + 1]);
}
