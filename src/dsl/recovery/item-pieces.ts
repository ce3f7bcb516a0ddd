/**
 * Finds where items begin in a file that has errors. Keywords are also names, so what decides is the shape of the
 * following tokens, the line break before them, and whether a bracket is open.
 */
import type { TokenType } from 'chevrotain';
import { BracketStack, isCloser, isOpener } from './brackets.ts';
import { nearest } from '../nearest.ts';
import { endsOperand, type TokenView } from '../parsing/token-view.ts';
import * as t from '../parsing/tokens.ts';

/** A run of tokens [from, to) that is one item, or that belongs to none (keyword null). */
export interface ItemPiece {
  readonly keyword: TokenType | null;
  /** The keyword is not written as it should be. */
  readonly misspelt: boolean;
  readonly from: number;
  readonly to: number;
}

interface Start {
  readonly keyword: TokenType;
  readonly misspelt: boolean;
}

const BRACED: readonly TokenType[] = [t.SetWord, t.Factor, t.Model];

/** Splits the tokens of a file into items and what stands between them. */
export function splitItems(view: TokenView): readonly ItemPiece[] {
  const pieces: ItemPiece[] = [];
  const brackets = new BracketStack<number>();
  let current: Start | null = null;
  let from = 0;
  const begin = (at: number, next: Start | null): void => {
    if (at > from) pieces.push({ keyword: current?.keyword ?? null, misspelt: current?.misspelt ?? false, from, to: at });
    from = at;
    current = next;
    brackets.clear();
  };
  for (const [i, token] of view.tokens.entries()) {
    const found = isHeaderPlace(view, current, from, i) ? nextAt(view, i) : startAt(view, i, brackets.isEmpty);
    if (found !== null) begin(i, found);
    else if (isOpener(token)) {
      // The braces of a train block are inside those of its model, also where the model's own were forgotten.
      if (endsWithBrace(current) && brackets.isEmpty && i > from + 2 && view.is(i - 1, t.Train)) brackets.push(token, i);
      brackets.push(token, i);
    }
    else if (isCloser(token)) {
      brackets.close(token);
      if (endsWithBrace(current) && token.tokenType === t.RightBrace && brackets.isEmpty) begin(i + 1, null);
    } else if (endsWithText(current) && t.isToken(token, t.Text)) begin(i + 1, null);
  }
  begin(view.tokens.length, null);
  return pieces;
}

/** The token after the keyword of a def, set, factor or model is its name, even if that is a keyword; then its brace or parenthesis should follow. */
function isHeaderPlace(view: TokenView, item: Start | null, from: number, i: number): boolean {
  if (item === null || item.keyword === t.Use) return false;
  return i === from + 1 || (i === from + 2 && !view.firstOnLine(i));
}

function endsWithBrace(item: Start | null): boolean {
  return item !== null && BRACED.includes(item.keyword);
}

function endsWithText(item: Start | null): boolean {
  return item !== null && item.keyword === t.Use;
}

/** An item that begins where the header of the one before is not complete: on a line of its own, with a name itself. */
function nextAt(view: TokenView, i: number): Start | null {
  const next = startAt(view, i, true);
  return next !== null && !next.misspelt && view.firstOnLine(i) && hasShape(view, i, next.keyword, true) && !view.is(i + 1, t.LeftBrace) ? next : null;
}

function startAt(view: TokenView, i: number, outside: boolean): Start | null {
  const keyword = t.ITEM_KEYWORDS.find((type) => view.tokens[i]?.tokenType === type);
  if (keyword === undefined) return outside ? misspeltStart(view, i) : null;
  const first = view.firstOnLine(i);
  const shaped = hasShape(view, i, keyword, outside);
  if (shaped && (outside || first)) return { keyword, misspelt: false };
  // `factor name {` can stand nowhere else, not even on the line of an item that was left open.
  if (shaped && BRACED.includes(keyword) && view.is(i + 2, t.LeftBrace)) return { keyword, misspelt: false };
  if (outside && (i === 0 || endsOperand(view.tokens[i - 1]) || view.is(i - 1, t.Use))) return { keyword, misspelt: false };
  return null;
}

function hasShape(view: TokenView, i: number, keyword: TokenType, outside: boolean): boolean {
  if (keyword === t.Use) return view.is(i + 1, t.Text);
  if (keyword === t.Def) return view.is(i + 1, t.Identifier) && (view.is(i + 2, t.LeftParenthesis) || (outside && view.is(i + 2, t.Assign)));
  if (view.is(i + 1, t.LeftBrace)) return view.firstOnLine(i);
  return view.is(i + 1, t.Identifier) && !view.is(i + 1, t.Train) && view.is(i + 2, t.LeftBrace);
}

/** `facter name {`, `deff name(`, `usee "path"`. */
function misspeltStart(view: TokenView, i: number): Start | null {
  const word = view.tokens[i];
  if (word === undefined || !t.isToken(word, t.Identifier)) return null;
  const after = (keywords: readonly TokenType[]): Start | null => {
    const near = nearest(word.image, keywords.map(t.wordOf));
    const keyword = keywords.find((type) => t.wordOf(type) === near);
    return keyword === undefined ? null : { keyword, misspelt: true };
  };
  if (view.is(i + 1, t.Text)) return after([t.Use]);
  if (!view.is(i + 1, t.Identifier)) return null;
  if (view.is(i + 2, t.LeftBrace) && !view.is(i + 1, t.Train)) return after(BRACED);
  if (view.is(i + 2, t.LeftParenthesis) && view.firstOnLine(i)) return after([t.Def]);
  return null;
}
