/** Typed access to the parser's concrete syntax tree. */
import type { CstElement, CstNode, IToken } from 'chevrotain';

function isTokenElement(element: CstElement): element is IToken {
  return 'image' in element;
}

/** Tokens of a node under the type or category its rule consumes, in source order. */
export function tokensOf(node: CstNode, name: string): readonly IToken[] {
  return (node.children[name] ?? []).filter(isTokenElement);
}

/** The first token under a name; undefined if the rule left it out. */
export function tokenOf(node: CstNode, name: string): IToken | undefined {
  return tokensOf(node, name)[0];
}

/** Child nodes of a rule, in source order. */
export function nodesOf(node: CstNode, rule: string): readonly CstNode[] {
  return (node.children[rule] ?? []).filter((element): element is CstNode => !isTokenElement(element));
}

export function nodeOf(node: CstNode, rule: string): CstNode | undefined {
  return nodesOf(node, rule)[0];
}

/** For what a rule always has once it was parsed without an error. */
export function sure<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the syntax tree lacks ${what}, which its rule always reads`);
  return value;
}
