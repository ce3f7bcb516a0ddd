/** Bounds on the size of what is read, so that no input can exhaust the stack or the patience of a user. */
import type { IToken } from 'chevrotain';
import type { Expression } from './syntax.ts';
import { beginsOperand, endsOperand } from './parsing/token-view.ts';
import * as t from './parsing/tokens.ts';

export const LIMITS = {
  /** Characters (UTF-16 units) of one file: 1 MiB. */
  fileLength: 1_048_576,
  /** Brackets inside brackets. The parser recurses for each of them and has room for about twice as many. */
  nesting: 100,
  /** Nodes of one expression. */
  expressionNodes: 10_000,
  /** Tokens of one clause; an expression within the limit above has fewer. */
  clauseTokens: 40_000,
  /** Operations applied one onto the other's result, as in a + b + c + …; every later stage recurses over them. */
  expressionDepth: 1_000,
  /** Findings reported for one file. */
  findings: 100,
} as const;

/** Index of the first token that opens a bracket too many; -1 if there is none. */
export function tooDeepAt(tokens: readonly IToken[]): number {
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    const type = token.tokenType;
    if (type === t.LeftParenthesis || type === t.LeftBracket || type === t.LeftBrace) {
      depth++;
      if (depth > LIMITS.nesting) return i;
    } else if (type === t.RightParenthesis || type === t.RightBracket || type === t.RightBrace) {
      depth = Math.max(0, depth - 1);
    }
  }
  return -1;
}

/** Whether some clause is beyond the limit, found without reading it: between clauses two operands stand side by side, outside of parentheses. */
export function hasEndlessClause(tokens: readonly IToken[]): boolean {
  let start = 0;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    const type = token.tokenType;
    if (type === t.LeftParenthesis || type === t.LeftBracket) depth++;
    else if (type === t.RightParenthesis || type === t.RightBracket) depth = Math.max(0, depth - 1);
    else if (type === t.LeftBrace || type === t.RightBrace) {
      depth = 0;
      start = i;
    } else if (depth === 0 && beginsOperand(token) && endsOperand(tokens[i - 1])) start = i;
    if (i - start > LIMITS.clauseTokens) return true;
  }
  return false;
}

/** Parts of an expression that are expressions themselves. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args.map((argument) => argument.value);
    case 'list':
      return expression.items;
    default:
      return [];
  }
}

/** Which bound an expression breaks, if any. Works without recursion, whatever the size. */
export function brokenLimit(expression: Expression): 'nodes' | 'depth' | null {
  let nodes = 0;
  let level: Expression[] = [expression];
  for (let depth = 1; level.length > 0; depth++) {
    nodes += level.length;
    if (nodes > LIMITS.expressionNodes) return 'nodes';
    if (depth > LIMITS.expressionDepth) return 'depth';
    level = level.flatMap(partsOf);
  }
  return null;
}
