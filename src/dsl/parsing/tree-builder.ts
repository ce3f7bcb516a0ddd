/** Builds the items of the syntax tree from the parser's concrete tree, and reports what the grammar let pass. */
import type { CstNode } from 'chevrotain';
import { checkCommas } from './commas.ts';
import { nodeOf, nodesOf, sure, tokenOf, tokensOf } from './cst.ts';
import { syntax } from '../messages/syntax.ts';
import { joinSpans, type Span } from '../source.ts';
import type { DefItem, Expression, Item, Name, NameExpression, Parameter, SetItem, StringLiteral, UseItem } from '../syntax.ts';
import { spanBetween, spanOf } from './token-place.ts';
import * as t from './tokens.ts';
import { ClauseBuilder, closingBrace } from './tree-clauses.ts';
import { ExpressionBuilder, nameOf, type Report } from './tree-expressions.ts';

export class TreeBuilder {
  readonly clauses: ClauseBuilder;
  private readonly expressions: ExpressionBuilder;

  /** @param report takes the findings about what the grammar lets pass but the language does not */
  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {
    this.expressions = new ExpressionBuilder(text, report);
    this.clauses = new ClauseBuilder(this.expressions, report);
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
    const body = this.expressions.expression(sure(nodeOf(node, 'expression'), 'the body of a def'));
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
    const clauses = nodesOf(node, 'factorClause').flatMap((clause) => this.clauses.factorClause(clause) ?? []);
    return { kind: 'factor', name, clauses, documentation: null, span: joinSpans(start, closingBrace(node)) };
  }

  private modelItem(node: CstNode): Item {
    const { name, start } = this.header(sure(nodeOf(node, 'modelHeader'), 'the header of a model'), 'Model');
    const clauses = nodesOf(node, 'modelClause').map((clause) => this.clauses.modelClause(clause));
    return { kind: 'model', name, clauses, documentation: null, span: joinSpans(start, closingBrace(node)) };
  }

  /** An expression that was read on its own. */
  whole(node: CstNode): Expression {
    return this.expressions.expression(node).expression;
  }

  private header(node: CstNode, keyword: string): { readonly name: Name; readonly start: Span } {
    return { name: nameOf(sure(tokenOf(node, 'Identifier'), 'the name of an item')), start: spanOf(sure(tokenOf(node, keyword), 'an item keyword')) };
  }

  private stringLiteral(node: CstNode): StringLiteral {
    const token = sure(tokenOf(node, 'Text'), 'a text in quotes');
    const value = token.tokenType === t.UnterminatedText ? token.image.slice(1).trimEnd() : token.image.slice(1, -1);
    return { kind: 'string', value, span: spanOf(token) };
  }
}
