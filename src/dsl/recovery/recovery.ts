/**
 * Reads a file that the grammar as a whole does not accept: item by item, and items clause by clause. A part that can
 * be read is built as usual; a part that cannot gives one finding and leaves an `ErrorExpression`, or nothing, in the tree.
 */
import type { IToken } from 'chevrotain';
import { closersOf } from './brackets.ts';
import type { Piece } from './clause-pieces.ts';
import { splitItems, type ItemPiece } from './item-pieces.ts';
import { syntax } from '../messages/syntax.ts';
import { PieceReader } from './piece-reader.ts';
import { recoverFactorClauses, recoverModelClauses } from './recovery-clauses.ts';
import { retyped, type Scan } from '../parsing/scan.ts';
import { unclosedMessage } from './expression-errors.ts';
import { describe } from './failure-place.ts';
import type { DefItem, FactorItem, Item, ModelItem, Name, SetItem, UseItem } from '../syntax.ts';
import { endOf, spanOf } from '../parsing/token-place.ts';
import type { TokenView } from '../parsing/token-view.ts';
import * as t from '../parsing/tokens.ts';
import { nameOf, type Report } from '../parsing/tree-expressions.ts';

/**
 * The items that can be made out. Every independent error is reported once.
 * @param enough says when so much was reported that the rest need not be read
 */
export function recoverItems(scanned: Scan, text: string, report: Report, enough: () => boolean): readonly Item[] {
  const reader = new PieceReader(scanned, text, report, enough);
  const items: Item[] = [];
  for (const piece of splitItems(reader.view)) {
    if (enough()) break;
    const item = recoverItem(reader, piece);
    if (item !== null) items.push(item);
  }
  return items;
}

function recoverItem(reader: PieceReader, piece: ItemPiece): Item | null {
  const first = reader.view.tokens[piece.from];
  if (first === undefined) return null;
  if (piece.keyword === null) {
    reportStray(reader, piece, first);
    return null;
  }
  const word = t.wordOf(piece.keyword);
  if (piece.misspelt) {
    const fix = { title: `write ${word}`, edits: [{ span: spanOf(first), text: word }] };
    reader.explain(piece, { span: spanOf(first), message: syntax.unknownItem(first.image, word), fix });
  }
  const keyword = retyped(first, piece.keyword);
  switch (piece.keyword) {
    case t.Use:
      return recoverUse(reader, piece, keyword);
    case t.Def:
      return recoverDef(reader, piece, keyword);
    case t.SetWord:
      return recoverSet(reader, piece, keyword);
    case t.Factor:
      return recoverFactor(reader, piece, keyword);
    default:
      return recoverModel(reader, piece, keyword);
  }
}

function reportStray(reader: PieceReader, piece: Piece, first: IToken): void {
  const span = spanOf(first);
  if (t.isToken(first, t.RightBrace)) {
    reader.explain(piece, { span, message: syntax.nothingToClose('}'), fix: { title: 'remove }', edits: [{ span, text: '' }] } });
  } else {
    reader.explain(piece, { span, message: syntax.expectedItem(describe(first)), fix: null });
  }
}

function recoverUse(reader: PieceReader, piece: ItemPiece, keyword: IToken): UseItem | null {
  const node = reader.read('useItem', piece, piece.misspelt ? withFirst(reader, piece, keyword) : undefined);
  return node === null ? null : reader.builder.useItem(node);
}

function recoverDef(reader: PieceReader, piece: ItemPiece, keyword: IToken): DefItem | null {
  const { view } = reader;
  const assign = assignOf(reader, piece);
  const header = { from: piece.from, to: assign < 0 ? piece.to : assign + 1 };
  const headerNode = reader.read('defHeader', header, piece.misspelt ? withFirst(reader, header, keyword) : undefined);
  if (headerNode === null) return null;
  const { name, parameters } = reader.builder.defHeader(headerNode);
  const span = reader.spanOf(piece);
  const body = { from: header.to, to: piece.to };
  if (body.from === body.to) {
    const last = view.tokens[piece.to - 1] ?? keyword;
    reader.explain(piece, { span: spanOf(last), message: syntax.expectedExpression('after `=`', describe(view.tokens[piece.to]), null), fix: null });
  }
  const node = body.from === body.to ? null : reader.read('expression', body);
  const value = node === null ? ({ kind: 'error', span: reader.spanOf(body) } as const) : reader.builder.whole(node);
  return { kind: 'def', name, parameters, body: value, documentation: null, span };
}

/** Index of the `=` that ends the header of a def: the first one outside its parentheses; -1 if there is none, or if they are not closed. */
function assignOf(reader: PieceReader, piece: Piece): number {
  const { tokens } = reader.view;
  const closers = closersOf(tokens, piece.from, piece.to);
  for (let i = piece.from; i < piece.to; i++) {
    const closer = closers[i - piece.from] ?? -1;
    if (reader.view.is(i, t.Assign)) return i;
    if (reader.view.is(i, t.LeftParenthesis) && closer < 0) return -1;
    if (closer > i) i = closer;
  }
  return -1;
}

function recoverSet(reader: PieceReader, piece: ItemPiece, keyword: IToken): SetItem | null {
  const { body, name } = openItem(reader, piece, keyword, 'setHeader');
  const tokens = reader.view.tokens.slice(body.from, body.to);
  // What was only taken for a set is no reason to complain about its members.
  const node = reader.read('setMembers', body, piece.misspelt ? tokens : undefined);
  const members = node === null ? tokens.filter((token) => t.isToken(token, t.Identifier)).map((token) => ({ kind: 'name', name: nameOf(token), span: spanOf(token) }) as const) : reader.builder.setMembers(node);
  return name === null ? null : { kind: 'set', name, members, documentation: null, span: reader.spanOf(piece) };
}

function recoverFactor(reader: PieceReader, piece: ItemPiece, keyword: IToken): FactorItem | null {
  const { body, name, whole } = openItem(reader, piece, keyword, 'factorHeader');
  const { clauses, complete } = recoverFactorClauses(reader, body);
  if (name === null) return null;
  return { kind: 'factor', name, clauses, documentation: null, span: reader.spanOf(piece), ...(whole && complete ? {} : { incomplete: true }) };
}

function recoverModel(reader: PieceReader, piece: ItemPiece, keyword: IToken): ModelItem | null {
  const { body, name, whole } = openItem(reader, piece, keyword, 'modelHeader');
  const { clauses, complete } = recoverModelClauses(reader, body);
  if (name === null) return null;
  return { kind: 'model', name, clauses, documentation: null, span: reader.spanOf(piece), ...(whole && complete ? {} : { incomplete: true }) };
}

/** Reads `keyword name {` and finds the closing brace. `whole` is false if the item has no end, so that clauses may be lacking. */
function openItem(reader: PieceReader, piece: ItemPiece, keyword: IToken, rule: 'setHeader' | 'factorHeader' | 'modelHeader'): { readonly body: Piece; readonly name: Name | null; readonly whole: boolean } {
  const { view } = reader;
  const open = braceOf(view, piece);
  const headerEnd = open < 0 ? Math.min(piece.from + (view.is(piece.from + 1, t.Identifier) ? 2 : 1), piece.to) : open + 1;
  const header = { from: piece.from, to: headerEnd };
  const node = reader.read(rule, header, piece.misspelt ? withFirst(reader, header, keyword) : undefined);
  const nameToken = view.tokens[piece.from + 1];
  const name = nameToken !== undefined && t.isToken(nameToken, t.Identifier) ? nameOf(nameToken) : null;

  const closed = open < 0 ? view.is(piece.to - 1, t.RightBrace) : (closersOf(view.tokens, open, piece.to)[0] ?? -1) >= 0;
  // Without its opening brace an item was reported already.
  if (!closed && node !== null) reportUnclosed(reader, piece, open);
  return { body: { from: headerEnd, to: Math.max(headerEnd, closed ? piece.to - 1 : piece.to) }, name, whole: closed };
}

function reportUnclosed(reader: PieceReader, piece: Piece, open: number): void {
  const { view } = reader;
  const last = view.tokens[piece.to - 1];
  if (last === undefined) return;
  const end = endOf(last);
  const fix = { title: 'add }', edits: [{ span: { start: end, end }, text: '\n}' }] };
  reader.explain(piece, { span: spanOf(last), message: unclosedMessage(view, view.tokens[open], '}', describe(view.tokens[piece.to])), fix });
}

/** Index of an item's opening brace; -1 if clauses begin without one. */
function braceOf(view: TokenView, piece: Piece): number {
  for (let i = piece.from + 1; i < piece.to; i++) {
    if (view.is(i, t.LeftBrace)) return i;
    if (i > piece.from + 1 && view.firstOnLine(i)) return -1;
  }
  return -1;
}

function withFirst(reader: PieceReader, piece: Piece, first: IToken): readonly IToken[] {
  return [first, ...reader.view.tokens.slice(piece.from + 1, piece.to)];
}
