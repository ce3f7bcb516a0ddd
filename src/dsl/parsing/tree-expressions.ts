/** Builds expressions of the syntax tree: applies the precedence table and reports what the grammar let pass. */
import type { CstNode, IToken, TokenType } from 'chevrotain';
import { nodeOf, nodesOf, sure, tokenOf, tokensOf } from './cst.ts';
import type { Fix, Message } from '../finding.ts';
import { brokenLimit, LIMITS } from '../limits.ts';
import { lexical } from '../messages/lexical.ts';
import { syntax } from '../messages/syntax.ts';
import { readDuration, readNumber, readTime } from '../numbers.ts';
import { OperatorStack, type Placed } from './operator-stack.ts';
import { checkCommas } from './commas.ts';
import { joinSpans, type Span } from '../source.ts';
import type { Argument, BinaryOperator, Expression, Name, TimeLiteral } from '../syntax.ts';
import { spanBetween, spanOf } from './token-place.ts';
import * as t from './tokens.ts';

export type Report = (span: Span, message: Message, fix?: Fix | null) => void;

const OPERATORS: ReadonlyMap<TokenType, BinaryOperator> = new Map([
  [t.Or, 'or'], [t.And, 'and'], [t.Equal, '=='], [t.NotEqual, '!='], [t.Less, '<'], [t.LessEqual, '<='], [t.Greater, '>'], [t.GreaterEqual, '>='],
  [t.Assign, '=='], [t.Plus, '+'], [t.Minus, '-'], [t.Star, '*'], [t.Slash, '/'], [t.Caret, '^'],
]);

/** Letters that are written in two ways, such as é, make one name. */
export function nameOf(token: IToken): Name {
  return { text: token.image.normalize('NFC'), span: spanOf(token) };
}

export class ExpressionBuilder {
  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {}

  /** A whole expression; one that is larger than the limits allow is reported and becomes an `ErrorExpression`. */
  expression(node: CstNode): Placed {
    const built = this.build(node);
    const broken = brokenLimit(built.expression);
    if (broken === null) return built;
    this.report(built.span, broken === 'nodes' ? lexical.expressionTooLarge(LIMITS.expressionNodes) : lexical.chainTooLong(LIMITS.expressionDepth));
    return { expression: { kind: 'error', span: built.span }, span: built.span };
  }

  private build(node: CstNode): Placed {
    const operators = tokensOf(node, 'BinaryOperator');
    const stack = new OperatorStack((span) => this.text.slice(span.start, span.end), this.report);
    for (const [i, operand] of nodesOf(node, 'operand').entries()) {
      const before = operators[i - 1];
      if (before !== undefined) {
        if (before.tokenType === t.Assign) {
          this.report(spanOf(before), syntax.assignInExpression(), { title: 'write ==', edits: [{ span: spanOf(before), text: '==' }] });
        }
        stack.binary(sure(OPERATORS.get(before.tokenType), 'an operator'), spanOf(before));
      }
      for (const prefix of tokensOf(operand, 'PrefixOperator')) {
        const span = spanOf(prefix);
        if (prefix.tokenType === t.Plus) this.report(span, syntax.needlessPlus(), { title: 'remove +', edits: [{ span, text: '' }] });
        else stack.prefix(prefix.tokenType === t.Not ? 'not' : '-', span);
      }
      stack.operand(this.operand(operand));
    }
    return stack.finish();
  }

  private operand(node: CstNode): Placed {
    const group = nodeOf(node, 'group');
    if (group !== undefined) return this.group(group);
    const expression = this.primary(node);
    return { expression, span: expression.span };
  }

  private primary(node: CstNode): Expression {
    const reference = nodeOf(node, 'reference');
    if (reference !== undefined) return this.reference(reference);
    const time = nodeOf(node, 'time');
    if (time !== undefined) return this.time(time);
    const list = nodeOf(node, 'list');
    if (list !== undefined) return this.list(list);
    return this.literal(node);
  }

  private literal(node: CstNode): Expression {
    const number = tokenOf(node, 'NumberLiteral');
    if (number !== undefined) {
      const value = number.tokenType === t.PlainNumber ? readNumber(number.image) : null;
      return value === null ? { kind: 'error', span: spanOf(number) } : { kind: 'number', value, text: number.image, span: spanOf(number) };
    }
    const duration = tokenOf(node, 'Duration');
    if (duration !== undefined) {
      const read = readDuration(duration.image);
      return read === null ? { kind: 'error', span: spanOf(duration) } : { kind: 'duration', ...read, span: spanOf(duration) };
    }
    const missing = tokenOf(node, 'Missing');
    if (missing !== undefined) return { kind: 'missing', span: spanOf(missing) };
    const yes = tokenOf(node, 'True');
    const boolean = sure(yes ?? tokenOf(node, 'False'), 'an operand');
    return { kind: 'boolean', value: yes !== undefined, span: spanOf(boolean) };
  }

  /** The parentheses leave no node, but they belong to the place: the span of what is around them takes them in whole. */
  private group(node: CstNode): Placed {
    const { expression } = this.build(sure(nodeOf(node, 'expression'), 'an expression in parentheses'));
    return { expression, span: spanBetween(sure(tokenOf(node, 'LeftParenthesis'), '('), sure(tokenOf(node, 'RightParenthesis'), ')')) };
  }

  private time(node: CstNode): Expression {
    const [first, second] = tokensOf(node, 'Time');
    const from = timeLiteral(sure(first, 'a time'));
    if (second === undefined) return from ?? { kind: 'error', span: spanOf(sure(first, 'a time')) };
    const to = timeLiteral(second);
    const span = spanBetween(sure(first, 'a time'), second);
    return from === null || to === null ? { kind: 'error', span } : { kind: 'time-range', from, to, span };
  }

  private reference(node: CstNode): Expression {
    const [first, second] = tokensOf(node, 'Identifier');
    const name = nameOf(sure(first, 'a name'));
    if (second !== undefined) {
      const column = nameOf(second);
      return { kind: 'qualified', table: name, column, span: joinSpans(name.span, column.span) };
    }
    const close = tokenOf(node, 'RightParenthesis');
    if (close === undefined) return { kind: 'name', name, span: name.span };
    const args = nodesOf(node, 'argument').map((argument) => this.argument(argument));
    const span = joinSpans(name.span, spanOf(close));
    // Two arguments that run into one another may be one: what the call means is open.
    if (!checkCommas(this.text, args, tokensOf(node, 'Comma'), 'an argument', this.report)) return { kind: 'error', span };
    return { kind: 'call', callee: name, args, span };
  }

  private argument(node: CstNode): Argument {
    const named = tokenOf(node, 'Identifier');
    const name = named === undefined ? null : nameOf(named);
    const { expression, span } = this.build(sure(nodeOf(node, 'expression'), 'an argument'));
    return { name, value: expression, span: name === null ? span : joinSpans(name.span, span) };
  }

  private list(node: CstNode): Expression {
    const items = nodesOf(node, 'expression').map((item) => this.build(item));
    const span = spanBetween(sure(tokenOf(node, 'LeftBracket'), '['), sure(tokenOf(node, 'RightBracket'), ']'));
    if (!checkCommas(this.text, items, tokensOf(node, 'Comma'), 'an element', this.report)) return { kind: 'error', span };
    return { kind: 'list', items: items.map((item) => item.expression), span };
  }
}

/** Null for something like 25:00, which was reported when it was scanned. */
export function timeLiteral(token: IToken): TimeLiteral | null {
  const minutes = readTime(token.image);
  return minutes === null ? null : { kind: 'time', minutes, span: spanOf(token) };
}
