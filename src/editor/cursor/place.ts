/** What may stand at a place: decided by the tokens around it, so that it works in half-typed text. */
import type { TokenType } from 'chevrotain';
import { splitClauses, splitSettings, type Piece } from '../../dsl/recovery/clause-pieces.ts';
import { splitItems, type ItemPiece } from '../../dsl/recovery/item-pieces.ts';
import { scan } from '../../dsl/parsing/scan.ts';
import { endsOperand, TokenView } from '../../dsl/parsing/token-view.ts';
import * as t from '../../dsl/parsing/tokens.ts';
import type { Span } from '../../dsl/source.ts';
import { PLACEHOLDER, withPlaceholder } from './word.ts';

export type Place =
  /** Where a name is given, or nothing can be said. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'item' }
  /** After `use`. */
  | { readonly kind: 'path' }
  | { readonly kind: 'member' }
  /** Where a clause begins, or an expression is complete and may go on. */
  | { readonly kind: 'clause'; readonly of: 'factor' | 'model'; readonly given: readonly string[]; readonly afterOperand: boolean }
  | { readonly kind: 'table' }
  | { readonly kind: 'direction' }
  | { readonly kind: 'time' }
  | { readonly kind: 'unit' }
  | { readonly kind: 'setting'; readonly given: readonly string[] }
  | { readonly kind: 'setting-value'; readonly setting: string }
  | { readonly kind: 'expression'; readonly afterOperand: boolean; readonly given: readonly string[]; readonly of: 'factor' | 'model' | 'def' };

/** The tokens of a text with the placeholder in it. */
export interface Cursor {
  readonly view: TokenView;
  /** Index of the placeholder. */
  readonly index: number;
  /** The item around it; null outside of all. */
  readonly item: ItemPiece | null;
  /** From the clause's keyword, or the def's, to where it ends. */
  readonly clause: Piece | null;
  readonly place: Place;
}

const NOTHING: Place = { kind: 'nothing' };

export function cursorAt(text: string, word: Span): Cursor {
  const replaced = withPlaceholder(text, word);
  const view = new TokenView(scan(replaced.text, '').tokens, replaced.text);
  const index = view.indexAt(replaced.at);
  const none: Cursor = { view, index, item: null, clause: null, place: NOTHING };
  if (view.tokens[index]?.image !== PLACEHOLDER) return none;
  const item = splitItems(view).find(({ from, to }) => from <= index && index < to) ?? null;
  if (item === null) return none;
  const cursor = { ...none, item };
  if (item.keyword === null || index === item.from) return { ...cursor, place: { kind: 'item' } };
  switch (item.keyword) {
    case t.Use:
      return { ...cursor, place: index === item.from + 1 ? { kind: 'path' } : NOTHING };
    case t.Def:
      return { ...cursor, clause: item, place: inDef(cursor, item) };
    case t.SetWord:
      return { ...cursor, place: braceBefore(view, item, index) < 0 ? NOTHING : { kind: 'member' } };
    default:
      return inBody(cursor, item, item.keyword === t.Model ? 'model' : 'factor');
  }
}

/** Index of an item's opening brace, if it stands before a token; -1 otherwise. */
function braceBefore({ tokens }: TokenView, { from }: Piece, index: number): number {
  const at = tokens.slice(from, index).findIndex((token) => token.tokenType === t.LeftBrace);
  return at < 0 ? -1 : from + at;
}

/** The default of a parameter, and what follows the `=` after the parameters. */
function inDef({ view, index }: Cursor, { from }: Piece): Place {
  let depth = 0;
  for (let i = from; i < index; i++) {
    if (view.is(i, t.LeftParenthesis)) depth++;
    else if (view.is(i, t.RightParenthesis)) depth--;
    else if (depth === 0 && view.is(i, t.Assign)) return expression(view, index, [], 'def');
  }
  return view.is(index - 1, t.Assign) ? expression(view, index, [], 'def') : NOTHING;
}

function inBody(cursor: Cursor, item: ItemPiece, of: 'factor' | 'model'): Cursor {
  const { view, index } = cursor;
  const brace = braceBefore(view, item, index);
  // Without a brace the clauses begin after the name.
  const from = brace < 0 ? item.from + 2 : brace + 1;
  if (index < from) return { ...cursor, place: NOTHING };
  const keywords = of === 'model' ? t.MODEL_CLAUSES : t.FACTOR_CLAUSES;
  const pieces = splitClauses(view, from, item.to, keywords);
  const clause = pieces.find((piece) => piece.from <= index && index < piece.to) ?? null;
  if (clause === null) return cursor;
  const given = pieces.flatMap((piece) => (piece === clause ? [] : keywordOf(view, piece, keywords)));
  return { ...cursor, clause, place: inClause(view, clause, index, of, given, keywords) };
}

function keywordOf({ tokens }: TokenView, { from }: Piece, keywords: readonly TokenType[]): readonly string[] {
  const token = tokens[from];
  return token !== undefined && keywords.includes(token.tokenType) ? [token.image] : [];
}

function inClause(view: TokenView, clause: Piece, index: number, of: 'factor' | 'model', given: readonly string[], keywords: readonly TokenType[]): Place {
  const first = view.tokens[clause.from];
  const begins: Place = { kind: 'clause', of, given, afterOperand: false };
  if (index === clause.from || first === undefined || !keywords.includes(first.tokenType)) return begins;
  const all = [...given, first.image];
  const isFirst = index === clause.from + 1;
  const complete: Place = { kind: 'clause', of, given: all, afterOperand: false };
  switch (first.tokenType) {
    case t.From:
      return isFirst ? { kind: 'table' } : complete;
    case t.Direction:
      return isFirst || (index === clause.from + 2 && view.is(index - 1, t.Sign)) ? { kind: 'direction' } : complete;
    case t.Known:
      return isFirst ? { kind: 'time' } : complete;
    case t.Unit:
      return endsOperand(view.tokens[index - 1]) && !isFirst ? complete : { kind: 'unit' };
    case t.Train:
      return inTrain(view, clause, index, all);
    default:
  }
  if (t.BINDINGS.includes(first.tokenType) && (isFirst || (index === clause.from + 2 && !view.is(index - 1, t.Assign)))) return NOTHING;
  return expression(view, index, all, of, isFirst);
}

/** @param isFirst directly behind a keyword, which is no operand although it could be a name */
function expression(view: TokenView, index: number, given: readonly string[], of: 'factor' | 'model' | 'def', isFirst = false): Place {
  return { kind: 'expression', afterOperand: !isFirst && endsOperand(view.tokens[index - 1]), given, of };
}

function inTrain(view: TokenView, clause: Piece, index: number, given: readonly string[]): Place {
  const open = clause.from + 1;
  if (!view.is(open, t.LeftBrace) || index <= open) return NOTHING;
  const close = view.tokens.slice(0, index).findLastIndex((token) => token.tokenType === t.RightBrace);
  if (close > open) return { kind: 'clause', of: 'model', given, afterOperand: false };
  const settings = splitSettings(view, open + 1, clause.to);
  const here = settings.find(({ from, to }) => from <= index && index < to);
  const names = settings.flatMap((each) => (each === here ? [] : [view.tokens[each.from]?.image ?? '']));
  if (here === undefined || here.from === index) return { kind: 'setting', given: names };
  const previous = view.tokens[index - 1];
  const setting = view.tokens[here.from]?.image ?? '';
  // `batch 5000 |`: the value is complete, so the next setting begins.
  if (index > here.from + 1 && endsOperand(previous)) return { kind: 'setting', given: [...names, setting] };
  // Inside the parentheses of an optimiser, or on its name, its numbers stand already.
  return index > here.from + 1 || view.is(index + 1, t.LeftParenthesis) ? NOTHING : { kind: 'setting-value', setting };
}
