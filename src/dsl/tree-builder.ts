/** Builds items and clauses of the syntax tree from the parser's concrete tree, and reports what the grammar let pass. */
import type { CstNode } from 'chevrotain';
import { checkCommas } from './commas.ts';
import { nodeOf, nodesOf, sure, tokenOf, tokensOf } from './cst.ts';
import type { Placed } from './operator-stack.ts';
import { syntax } from './messages/syntax.ts';
import { readNumber } from './numbers.ts';
import { joinSpans, type Span } from './source.ts';
import type { DefItem, Expression, FactorClause, Item, ModelClause, Name, NameExpression, Parameter, SetItem, StringLiteral, TrainSetting, UseItem } from './syntax.ts';
import { spanBetween, spanOf } from './token-place.ts';
import * as t from './tokens.ts';
import { ExpressionBuilder, nameOf, timeLiteral, type Report } from './tree-expressions.ts';

export class TreeBuilder {
  private readonly expressions: ExpressionBuilder;

  /** @param report takes the findings about what the grammar lets pass but the language does not */
  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {
    this.expressions = new ExpressionBuilder(text, report);
  }

  /** Items of a `sourceFile`, in source order; documentation is attached later. */
  sourceFile(node: CstNode): readonly Item[] {
    const items: Item[] = [
      ...nodesOf(node, 'useItem').map((item) => this.useItem(item)),
      ...nodesOf(node, 'defItem').map((item) => this.defItem(item)),
      ...nodesOf(node, 'setItem').map((item) => this.setItem(item)),
      ...nodesOf(node, 'factorItem').map((item) => this.factorItem(item)),
      ...nodesOf(node, 'modelItem').map((item) => this.modelItem(item)),
    ];
    return items.sort((a, b) => a.span.start - b.span.start);
  }

  useItem(node: CstNode): UseItem {
    const path = this.stringLiteral(node);
    return { kind: 'use', path, span: joinSpans(spanOf(sure(tokenOf(node, 'Use'), 'use')), path.span) };
  }

  private defItem(node: CstNode): DefItem {
    const header = this.defHeader(sure(nodeOf(node, 'defHeader'), 'the header of a def'));
    const body = this.expression(node);
    return { kind: 'def', name: header.name, parameters: header.parameters, body: body.expression, documentation: null, span: joinSpans(header.span, body.span) };
  }

  defHeader(node: CstNode): { readonly name: Name; readonly parameters: readonly Parameter[]; readonly span: Span } {
    const name = nameOf(sure(tokenOf(node, 'Identifier'), 'the name of a def'));
    const span = spanBetween(sure(tokenOf(node, 'Def'), 'def'), sure(tokenOf(node, 'Assign'), '='));
    const list = nodeOf(node, 'parameterList');
    if (list === undefined) {
      const place = { start: name.span.end, end: name.span.end };
      this.report(name.span, syntax.defWithoutParentheses(name.text), { title: 'add parentheses', edits: [{ span: place, text: '()' }] });
      return { name, parameters: [], span };
    }
    const parameters = nodesOf(list, 'parameter').map((parameter) => this.parameter(parameter));
    checkCommas(this.text, parameters, tokensOf(list, 'Comma'), 'a parameter', this.report);
    return { name, parameters, span };
  }

  private parameter(node: CstNode): Parameter {
    const name = nameOf(sure(tokenOf(node, 'Identifier'), 'the name of a parameter'));
    const expression = nodeOf(node, 'expression');
    const defaultValue = expression === undefined ? null : this.expressions.expression(expression);
    if (defaultValue === null) return { name, defaultValue, span: name.span };
    return { name, defaultValue: defaultValue.expression, span: joinSpans(name.span, defaultValue.span) };
  }

  private setItem(node: CstNode): SetItem {
    const { name, start } = this.header(sure(nodeOf(node, 'setHeader'), 'the header of a set'), 'SetWord');
    const members = this.setMembers(sure(nodeOf(node, 'setMembers'), 'the members of a set'));
    return { kind: 'set', name, members, documentation: null, span: joinSpans(start, closingBrace(node)) };
  }

  setMembers(node: CstNode): SetItem['members'] {
    const members = nodesOf(node, 'setMember').map((member): NameExpression | StringLiteral => {
      const name = tokenOf(member, 'Identifier');
      return name === undefined ? this.stringLiteral(member) : { kind: 'name', name: nameOf(name), span: spanOf(name) };
    });
    checkCommas(this.text, members, tokensOf(node, 'Comma'), 'a member', this.report);
    return members;
  }

  private factorItem(node: CstNode): Item {
    const { name, start } = this.header(sure(nodeOf(node, 'factorHeader'), 'the header of a factor'), 'Factor');
    const clauses = nodesOf(node, 'factorClause').flatMap((clause) => this.factorClause(clause) ?? []);
    return { kind: 'factor', name, clauses, documentation: null, span: joinSpans(start, closingBrace(node)) };
  }

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

  private modelItem(node: CstNode): Item {
    const { name, start } = this.header(sure(nodeOf(node, 'modelHeader'), 'the header of a model'), 'Model');
    const clauses = nodesOf(node, 'modelClause').map((clause) => this.modelClause(clause));
    return { kind: 'model', name, clauses, documentation: null, span: joinSpans(start, closingBrace(node)) };
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

  private expression(node: CstNode): Placed {
    return this.expressions.expression(sure(nodeOf(node, 'expression'), 'an expression'));
  }

  /** An expression that was read on its own. */
  whole(node: CstNode): Expression {
    return this.expressions.expression(node).expression;
  }

  private header(node: CstNode, keyword: string): { readonly name: Name; readonly start: Span } {
    return { name: nameOf(sure(tokenOf(node, 'Identifier'), 'the name of an item')), start: spanOf(sure(tokenOf(node, keyword), 'an item keyword')) };
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

  private stringLiteral(node: CstNode): StringLiteral {
    const token = sure(tokenOf(node, 'Text'), 'a text in quotes');
    const value = token.tokenType === t.UnterminatedText ? token.image.slice(1).trimEnd() : token.image.slice(1, -1);
    return { kind: 'string', value, span: spanOf(token) };
  }
}

function closingBrace(node: CstNode): Span {
  return spanOf(sure(tokenOf(node, 'RightBrace'), '}'));
}
