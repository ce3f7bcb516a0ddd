/** Prints expressions with the fewest parentheses, broken where they do not fit on a line, and with their comments. */
import type { CommentCursor } from './comment-cursor.ts';
import { all, group, indent, lineEnd, newline, nothing, space, type Layout } from './layout.ts';
import { writeTime } from '../numbers.ts';
import { binaryPrecedence, operandPrecedence, precedenceOf, unaryPrecedence } from '../precedence.ts';
import type { Argument, BinaryExpression, BinaryOperator, Comment, Expression, UnaryExpression } from '../syntax.ts';

/** One element of a list in brackets. */
interface Element {
  readonly print: () => Layout;
  /** Where it begins, and before which offset its comments stand before it. */
  readonly start: number;
  readonly leadLimit: number;
  readonly end: number;
}

/** One link of `a + b - c`: an operand and the operator before it. */
interface Link {
  readonly operator: BinaryOperator | null;
  readonly operand: Expression;
  readonly parenthesised: boolean;
  /** Offset before which the operand's closing parenthesis stands, if it has one. */
  readonly limit: number;
}

/** `spaced` is how expressions are written; `tight` leaves no space around `*` and `/`, as units are written: `CNY/share`. */
export type Spacing = 'spaced' | 'tight';

export class ExpressionPrinter {
  constructor(
    private readonly comments: CommentCursor,
    private readonly spacing: Spacing = 'spaced',
  ) {}

  print(expression: Expression): Layout {
    switch (expression.kind) {
      case 'number':
        return expression.text;
      case 'time':
        return writeTime(expression.minutes);
      case 'time-range':
        return `${writeTime(expression.from.minutes)}..${writeTime(expression.to.minutes)}`;
      case 'duration':
        return `${String(expression.count)}${expression.unit}`;
      case 'boolean':
        return String(expression.value);
      case 'missing':
        return 'missing';
      case 'name':
        return expression.name.text;
      case 'qualified':
        return `${expression.table.text}.${expression.column.text}`;
      case 'unary':
        return this.unary(expression);
      case 'binary':
        return this.chain(expression);
      case 'call':
        return all(expression.callee.text, this.brackets('(', expression.args.map((argument) => this.argument(argument)), ')', expression.span.end));
      case 'list':
        return this.brackets('[', expression.items.map((item) => this.element(item)), ']', expression.span.end);
      case 'error':
        throw new Error('a part of the text that could not be read cannot be printed');
    }
  }

  private argument(argument: Argument): Element {
    const { name, value } = argument;
    const element = this.element(value);
    return name === null ? element : { ...element, start: name.span.start, print: () => all(`${name.text}=`, this.print(value)) };
  }

  private element(expression: Expression): Element {
    return { print: () => this.print(expression), start: expression.span.start, leadLimit: leadLimit(expression), end: this.endOf(expression) };
  }

  private unary(expression: UnaryExpression): Layout {
    const sign = expression.operator === 'not' ? 'not ' : '-';
    const needed = precedenceOf(expression.operand) < unaryPrecedence(expression.operator);
    return all(sign, needed ? this.parenthesised(expression.operand, expression.span.end) : this.print(expression.operand));
  }

  private chain(expression: BinaryExpression): Layout {
    const links = linksOf(expression);
    const { operator } = expression;
    const tight = operator === '^' || (this.spacing === 'tight' && (operator === '*' || operator === '/'));
    const parts: Layout[] = [];
    for (const [i, link] of links.entries()) {
      if (link.operator !== null) parts.push(tight ? nothing : space, this.leading(leadLimit(link.operand)), link.operator, tight ? '' : ' ');
      parts.push(link.parenthesised ? this.parenthesised(link.operand, link.limit) : this.print(link.operand));
      const next = links[i + 1];
      if (next !== undefined) parts.push(this.trailing(this.endOfLink(link, next.operand.span.start), next.operand.span.start));
    }
    return group(indent(all(...parts)));
  }

  /** Offset after an operand and its parentheses; `next` is where the next one begins. */
  private endOfLink(link: Link, next: number): number {
    if (!link.parenthesised) return this.endOf(link.operand);
    return this.comments.isPendingBefore(next) ? this.comments.closingParenthesis(link.limit) + 1 : link.limit;
  }

  /** @param limit an offset after the closing parenthesis, before the next token */
  private parenthesised(expression: Expression, limit: number): Layout {
    const content = this.print(expression);
    const after = this.comments.isPendingBefore(limit) ? this.remaining(this.endOf(expression), this.comments.closingParenthesis(limit)) : '';
    return group(all('(', indent(all(nothing, content, after)), nothing, ')'));
  }

  /** Elements between brackets, separated by commas. @param end offset just after the closing bracket */
  brackets(open: string, elements: readonly Element[], close: string, end: number): Layout {
    const parts: Layout[] = [];
    for (const [i, element] of elements.entries()) {
      const next = elements[i + 1];
      parts.push(i === 0 ? nothing : space, this.leading(element.leadLimit), element.print(), next === undefined ? '' : ',');
      if (next !== undefined) parts.push(this.trailing(element.end, next.start));
    }
    const last = elements.at(-1);
    const after = last === undefined ? this.dangling(end) : this.remaining(last.end, end);
    if (last === undefined && after === '') return open + close;
    return group(all(open, indent(all(...parts, after)), nothing, close));
  }

  /** Comments before an offset, each on a line of its own before what follows. */
  private leading(offset: number): Layout {
    return all(...this.comments.before(offset).flatMap((comment): readonly Layout[] => [comment.text, newline]));
  }

  /** A comment on the line on which something ends. */
  private trailing(end: number, limit: number): Layout {
    const comment = this.comments.onLineOf(end, limit);
    return comment === null ? '' : atLineEnd(comment);
  }

  /** What is left before a closing bracket: the first one on the line of the last element, if it stood there. */
  private remaining(end: number, limit: number): Layout {
    return all(this.trailing(end, limit), this.dangling(limit));
  }

  private dangling(limit: number): Layout {
    const comments = this.comments.before(limit);
    return comments.length === 0 ? '' : all(...comments.flatMap((comment): readonly Layout[] => [newline, comment.text]));
  }

  /** Offset after the last token that is printed for an expression. */
  endOf(expression: Expression): number {
    let last = expression;
    for (;;) {
      if (last.kind === 'binary') {
        if (needsParentheses(last.right, operandPrecedence(last.operator).right)) return last.span.end;
        last = last.right;
      } else if (last.kind === 'unary') {
        if (needsParentheses(last.operand, unaryPrecedence(last.operator))) return last.span.end;
        last = last.operand;
      } else return last.span.end;
    }
  }
}

export function atLineEnd(comment: Comment): Layout {
  return lineEnd(`  ${comment.text}`);
}

function needsParentheses(expression: Expression, least: number): boolean {
  return precedenceOf(expression) < least;
}

/** Comments that begin before this offset stand before the expression: up to the first place inside it that can take comments itself. */
export function leadLimit(expression: Expression): number {
  let first = expression;
  for (;;) {
    if (first.kind === 'binary') first = first.left;
    else if (first.kind === 'unary') first = first.operand;
    else if (first.kind === 'call') return first.callee.span.end;
    else if (first.kind === 'list') return first.span.start;
    else return first.span.end;
  }
}

/** The links of a chain of operators of one precedence that group to the left; of `^`, its two sides. */
function linksOf(expression: BinaryExpression): readonly Link[] {
  const links: Link[] = [];
  let rest: BinaryExpression = expression;
  for (;;) {
    const { operator, operatorSpan, left, right, span } = rest;
    const least = operandPrecedence(operator);
    links.push({ operator, operand: right, parenthesised: needsParentheses(right, least.right), limit: span.end });
    const parenthesised = needsParentheses(left, least.left);
    if (left.kind !== 'binary' || parenthesised || binaryPrecedence(left.operator) !== binaryPrecedence(operator)) {
      links.push({ operator: null, operand: left, parenthesised, limit: operatorSpan.start });
      return links.reverse();
    }
    rest = left;
  }
}
