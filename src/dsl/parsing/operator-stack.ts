/** Turns operands and operators, read from left to right, into a tree by the precedence table. Needs no recursion, however long the chain. */
import { syntax } from '../messages/syntax.ts';
import { binaryPrecedence, groupsToTheRight, isComparison, unaryPrecedence } from '../precedence.ts';
import { joinSpans, type Span } from '../source.ts';
import type { BinaryOperator, Expression, UnaryOperator } from '../syntax.ts';
import type { Report } from './tree-expressions.ts';

/** An expression, and the place it takes with the parentheses around it. */
export interface Placed {
  readonly expression: Expression;
  readonly span: Span;
}

type Waiting =
  | { readonly kind: 'prefix'; readonly operator: UnaryOperator; readonly span: Span; readonly precedence: number }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly span: Span; readonly precedence: number; readonly chained: boolean };

export class OperatorStack {
  private readonly operands: Placed[] = [];
  private readonly waiting: Waiting[] = [];

  /** @param written gives the source text of a span, for hints */
  constructor(
    private readonly written: (span: Span) => string,
    private readonly report: Report,
  ) {}

  operand(operand: Placed): void {
    this.operands.push(operand);
  }

  prefix(operator: UnaryOperator, span: Span): void {
    const before = this.waiting.at(-1);
    const precedence = unaryPrecedence(operator);
    // `a + not b` and `-not b`: only what binds as loosely as `not` may stand before it.
    if (before !== undefined && before.precedence > precedence && operator === 'not') this.report(span, syntax.notNeedsParentheses(before.operator));
    this.waiting.push({ kind: 'prefix', operator, span, precedence });
  }

  binary(operator: BinaryOperator, span: Span): void {
    const precedence = binaryPrecedence(operator);
    let chained = false;
    for (let top = this.waiting.at(-1); top !== undefined; top = this.waiting.at(-1)) {
      const reduces = top.precedence > precedence || (top.precedence === precedence && !groupsToTheRight(operator));
      if (!reduces) break;
      if (top.kind === 'binary' && isComparison(top.operator) && isComparison(operator)) {
        chained = true;
        if (!top.chained) this.reportChain(top.span, span);
      }
      this.reduce();
    }
    this.waiting.push({ kind: 'binary', operator, span, precedence, chained });
  }

  finish(): Placed {
    while (this.waiting.length > 0) this.reduce();
    const [whole] = this.operands;
    if (whole === undefined || this.operands.length > 1) throw new Error('operands and operators do not alternate');
    return whole;
  }

  private reduce(): void {
    const top = this.waiting.pop();
    const right = this.operands.pop();
    if (top === undefined || right === undefined) throw new Error('an operator has no operand');
    if (top.kind === 'prefix') {
      const span = joinSpans(top.span, right.span);
      this.operands.push({ span, expression: { kind: 'unary', operator: top.operator, operand: right.expression, span } });
      return;
    }
    const left = this.operands.pop();
    if (left === undefined) throw new Error('an operator has no left operand');
    const span = joinSpans(left.span, right.span);
    const expression: Expression = top.chained
      ? { kind: 'error', span }
      : { kind: 'binary', operator: top.operator, operatorSpan: top.span, left: left.expression, right: right.expression, span };
    this.operands.push({ span, expression });
  }

  private reportChain(first: Span, second: Span): void {
    const middle = this.operands.at(-1);
    if (middle === undefined) throw new Error('a comparison has no operand');
    const repeated = this.written(middle.span);
    this.report(joinSpans(first, second), syntax.comparisonChain(repeated), {
      title: 'join them with and',
      edits: [{ span: { start: middle.span.end, end: middle.span.end }, text: ` and ${repeated}` }],
    });
  }
}
