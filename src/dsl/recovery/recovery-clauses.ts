/** Reads the clauses of a broken factor or model, each on its own. */
import type { CstNode, IToken, TokenType } from 'chevrotain';
import { closersOf } from './brackets.ts';
import { splitClauses, splitSettings, type Piece } from './clause-pieces.ts';
import type { RuleName } from '../parsing/grammar.ts';
import { syntax } from '../messages/syntax.ts';
import { nearest } from '../nearest.ts';
import type { PieceReader } from './piece-reader.ts';
import { retyped } from '../parsing/scan.ts';
import type { Span } from '../source.ts';
import { unclosedMessage } from './expression-errors.ts';
import { describe } from './failure-place.ts';
import type { ErrorExpression, FactorClause, ModelClause, Name, TrainSetting } from '../syntax.ts';
import { spanOf } from '../parsing/token-place.ts';
import * as t from '../parsing/tokens.ts';
import { nameOf } from '../parsing/tree-expressions.ts';

/** The clauses that could be read; `complete` is false if one of them left nothing in the tree. */
export interface Clauses<C> {
  readonly clauses: readonly C[];
  readonly complete: boolean;
}

interface ClauseKind<C> {
  readonly item: string;
  readonly rule: RuleName;
  readonly keywords: readonly TokenType[];
  build(node: CstNode): C | null;
  /** What stands in the tree for a clause whose expression could not be read. */
  broken(keyword: TokenType, name: Name | null, value: ErrorExpression, span: Span): C | null;
}

/** @param body the tokens between the braces */
export function recoverFactorClauses(reader: PieceReader, body: Piece): Clauses<FactorClause> {
  return recoverClauses(reader, body, {
    item: 'factor',
    rule: 'factorClause',
    keywords: t.FACTOR_CLAUSES,
    build: (node) => reader.builder.clauses.factorClause(node),
    broken: (keyword, name, value, span) => {
      if (keyword === t.Let) return name === null ? null : { kind: 'let', name, value, span };
      if (keyword === t.Value) return { kind: 'value', value, span };
      if (keyword === t.Unit) return { kind: 'unit', unit: value, span };
      return null;
    },
  });
}

/** @param body the tokens between the braces */
export function recoverModelClauses(reader: PieceReader, body: Piece): Clauses<ModelClause> {
  return recoverClauses(reader, body, {
    item: 'model',
    rule: 'modelClause',
    keywords: t.MODEL_CLAUSES,
    build: (node) => reader.builder.clauses.modelClause(node),
    broken: (keyword, name, value, span) => {
      if (keyword === t.Loss) return { kind: 'loss', value, span };
      const kind = ([['let', t.Let], ['input', t.Input], ['target', t.Target], ['layer', t.Layer], ['output', t.Output]] as const).find(([, type]) => type === keyword)?.[0];
      return kind === undefined || name === null ? null : { kind, name, value, span };
    },
  }, (piece) => recoverTrain(reader, piece));
}

function recoverClauses<C>(reader: PieceReader, body: Piece, kind: ClauseKind<C>, train?: (piece: Piece) => C | null): Clauses<C> {
  const clauses: C[] = [];
  let complete = true;
  let misplaced = false;
  for (const piece of splitClauses(reader.view, body.from, body.to, kind.keywords)) {
    if (reader.enough()) return { clauses, complete: false };
    if (isMisplaced(reader.view.tokens[piece.from], kind.keywords)) {
      complete = false;
      // An item of the wrong kind is one mistake, not one for each of its clauses.
      if (misplaced) continue;
      misplaced = true;
    }
    const opensTrain = reader.view.is(piece.from, t.Train) && reader.view.is(piece.from + 1, t.LeftBrace);
    const clause = train !== undefined && opensTrain ? train(piece) : recoverClause(reader, piece, kind);
    if (clause === null) complete = false;
    else clauses.push(clause);
  }
  return { clauses, complete };
}

/** Whether a clause belongs into an item of the other kind. */
function isMisplaced(word: IToken | undefined, keywords: readonly TokenType[]): boolean {
  return word !== undefined && [...t.FACTOR_CLAUSES, ...t.MODEL_CLAUSES].includes(word.tokenType) && !keywords.includes(word.tokenType);
}

function recoverClause<C>(reader: PieceReader, piece: Piece, kind: ClauseKind<C>): C | null {
  const first = reader.view.tokens[piece.from];
  if (first === undefined) return null;
  const written = kind.keywords.includes(first.tokenType);
  const repaired = written ? reader.view.tokens.slice(piece.from, piece.to) : repairKeyword(reader, piece, first, kind);
  if (repaired === null) return null;
  const node = reader.read(kind.rule, piece, written ? undefined : repaired);
  if (node !== null) return kind.build(node);
  const [keyword, name, ...rest] = repaired;
  const span = reader.spanOf(piece);
  const valueStart = rest[0]?.startOffset ?? span.end;
  const value: ErrorExpression = { kind: 'error', span: { start: Math.min(valueStart, span.end), end: span.end } };
  return keyword === undefined ? null : kind.broken(keyword.tokenType, t.isToken(name, t.Identifier) && name !== undefined ? nameOf(name) : null, value, span);
}

/** Tokens of a clause that lacks its keyword or misspells it, with the keyword that was meant; null if none comes near. */
function repairKeyword<C>(reader: PieceReader, piece: Piece, first: IToken, kind: ClauseKind<C>): readonly IToken[] | null {
  const { view } = reader;
  const span = spanOf(first);
  const own = view.tokens.slice(piece.from, piece.to);
  const words = kind.keywords.map(t.wordOf);
  const clauses = words.map((word) => `\`${word}\``).join(', ');
  if (t.isToken(first, t.Identifier) && view.is(piece.from + 1, t.Assign)) {
    const fix = { title: 'add let', edits: [{ span: { start: span.start, end: span.start }, text: 'let ' }] };
    reader.explain(piece, { span, message: syntax.missingLet(first.image), fix });
    return [retyped(first, t.Let), ...own];
  }
  const near = t.isToken(first, t.Identifier) ? nearest(first.image, words) : null;
  const keyword = kind.keywords.find((type) => t.wordOf(type) === near);
  if (near === null || keyword === undefined) {
    reader.explain(piece, { span, message: syntax.expectedClause(kind.item, describe(first), clauses), fix: null });
    return null;
  }
  const fix = { title: `write ${near}`, edits: [{ span, text: near }] };
  reader.explain(piece, { span, message: syntax.unknownClause(kind.item, first.image, near, clauses), fix });
  return [retyped(first, keyword), ...own.slice(1)];
}

/** `train { … }`, setting by setting. */
function recoverTrain(reader: PieceReader, piece: Piece): ModelClause {
  const { view } = reader;
  const open = piece.from + 1;
  const closer = closersOf(view.tokens, open, piece.to)[0] ?? -1;
  const end = closer < 0 ? piece.to : closer;
  const settings = splitSettings(view, open + 1, end).flatMap((setting) => (reader.enough() ? [] : (recoverSetting(reader, setting) ?? [])));
  if (closer < 0) {
    const last = view.tokens[piece.to - 1];
    if (last !== undefined) reader.explain(piece, { span: spanOf(last), message: unclosedMessage(view, view.tokens[open], '}', describe(view.tokens[piece.to])), fix: null });
  }
  const left = closer < 0 || closer + 1 >= piece.to ? undefined : view.tokens[closer + 1];
  if (left !== undefined) reader.explain(piece, { span: spanOf(left), message: syntax.afterClause('train', describe(left)), fix: null });
  return { kind: 'train', settings, span: reader.spanOf(piece) };
}

function recoverSetting(reader: PieceReader, piece: Piece): TrainSetting | null {
  const node = reader.read('trainSetting', piece);
  if (node !== null) return reader.builder.clauses.trainSetting(node);
  const name = reader.view.tokens[piece.from];
  if (name === undefined || !t.isToken(name, t.Identifier)) return null;
  const span = reader.spanOf(piece);
  return { name: nameOf(name), value: { kind: 'error', span: { start: spanOf(name).end, end: span.end } }, span };
}
