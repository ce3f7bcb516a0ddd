/** Builds the clauses of factors and models from the parser's concrete tree. */
import type { CstNode } from 'chevrotain';
import { nodeOf, nodesOf, sure, tokenOf } from './cst.ts';
import { syntax } from '../messages/syntax.ts';
import { readNumber } from '../numbers.ts';
import type { Placed } from './operator-stack.ts';
import { joinSpans, type Span } from '../source.ts';
import type { Expression, FactorClause, ModelClause, Name, TrainSetting } from '../syntax.ts';
import { spanBetween, spanOf } from './token-place.ts';
import * as t from './tokens.ts';
import { nameOf, timeLiteral, type ExpressionBuilder, type Report } from './tree-expressions.ts';

export class ClauseBuilder {
  constructor(
    private readonly expressions: ExpressionBuilder,
    private readonly report: Report,
  ) {}

  /** Null if the clause holds a literal that means nothing, which was reported when it was scanned. */
  factorClause(node: CstNode): FactorClause | null {
    const binding = nodeOf(node, 'letClause');
    if (binding !== undefined) return { kind: 'let', ...this.binding(binding, 'Let') };
    const value = nodeOf(node, 'valueClause');
    if (value !== undefined) return { kind: 'value', ...this.keywordAndExpression(value, 'Value') };
    const unit = nodeOf(node, 'unitClause');
    if (unit !== undefined) {
      const { value: written, span } = this.keywordAndExpression(unit, 'Unit');
      return { kind: 'unit', unit: written, span };
    }
    const from = nodeOf(node, 'fromClause');
    if (from !== undefined) return this.fromClause(from);
    const direction = nodeOf(node, 'directionClause');
    if (direction !== undefined) return this.directionClause(direction);
    return this.knownClause(sure(nodeOf(node, 'knownClause'), 'a clause'));
  }

  private fromClause(node: CstNode): FactorClause {
    const keyword = sure(tokenOf(node, 'From'), 'from');
    const table = sure(tokenOf(node, 'Identifier'), 'a table');
    this.checkAssign(node, keyword.image);
    return { kind: 'from', table: nameOf(table), span: spanBetween(keyword, table) };
  }

  private directionClause(node: CstNode): FactorClause | null {
    const keyword = sure(tokenOf(node, 'Direction'), 'direction');
    const number = sure(tokenOf(node, 'NumberLiteral'), 'a direction');
    this.checkAssign(node, keyword.image);
    const size = number.tokenType === t.PlainNumber ? readNumber(number.image) : null;
    if (size === null) return null;
    const negative = tokenOf(node, 'Sign')?.tokenType === t.Minus;
    return { kind: 'direction', value: negative ? -size : size, span: spanBetween(keyword, number) };
  }

  private knownClause(node: CstNode): FactorClause | null {
    const keyword = sure(tokenOf(node, 'Known'), 'known');
    const token = sure(tokenOf(node, 'Time'), 'a time');
    this.checkAssign(node, keyword.image);
    const time = timeLiteral(token);
    return time === null ? null : { kind: 'known', time, span: spanBetween(keyword, token) };
  }

  modelClause(node: CstNode): ModelClause {
    for (const [kind, keyword] of [['let', 'Let'], ['input', 'Input'], ['target', 'Target'], ['layer', 'Layer'], ['output', 'Output']] as const) {
      const clause = nodeOf(node, `${kind}Clause`);
      if (clause !== undefined) return { kind, ...this.binding(clause, keyword) };
    }
    const loss = nodeOf(node, 'lossClause');
    if (loss !== undefined) return { kind: 'loss', ...this.keywordAndExpression(loss, 'Loss') };
    const train = sure(nodeOf(node, 'trainClause'), 'a clause');
    const settings = nodesOf(train, 'trainSetting').map((setting) => this.trainSetting(setting));
    return { kind: 'train', settings, span: joinSpans(spanOf(sure(tokenOf(train, 'Train'), 'train')), closingBrace(train)) };
  }

  trainSetting(node: CstNode): TrainSetting {
    const name = nameOf(sure(tokenOf(node, 'Identifier'), 'the name of a setting'));
    const { value, span } = this.keywordAndExpression(node, 'Identifier');
    return { name, value, span };
  }

  private binding(node: CstNode, keyword: string): { readonly name: Name; readonly value: Expression; readonly span: Span } {
    const name = nameOf(sure(tokenOf(node, 'Identifier'), 'the name that a clause gives'));
    const { expression, span } = this.expression(node);
    return { name, value: expression, span: joinSpans(spanOf(sure(tokenOf(node, keyword), keyword)), span) };
  }

  private keywordAndExpression(node: CstNode, keyword: string): { readonly value: Expression; readonly span: Span } {
    const token = sure(tokenOf(node, keyword), keyword);
    this.checkAssign(node, token.image);
    const { expression, span } = this.expression(node);
    return { value: expression, span: joinSpans(spanOf(token), span) };
  }

  private checkAssign(node: CstNode, word: string): void {
    const assign = tokenOf(node, 'Assign');
    if (assign !== undefined) this.report(spanOf(assign), syntax.needlessAssign(word), { title: 'remove =', edits: [{ span: spanOf(assign), text: '' }] });
  }

  private expression(node: CstNode): Placed {
    return this.expressions.expression(sure(nodeOf(node, 'expression'), 'an expression'));
  }
}

/** The brace that ends an item or a train block. */
export function closingBrace(node: CstNode): Span {
  return spanOf(sure(tokenOf(node, 'RightBrace'), '}'));
}
