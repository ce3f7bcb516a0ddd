/**
 * Algebra that f32 needs: the difference before the quotient. With a price of 1,800 and a tick of 0.01, f32 `close / prev - 1` keeps
 * two digits, `(close - prev) / prev` all of them.
 *
 *   ret                        → quotientLess1(close, lastPrice)
 *   a / b − 1                  → quotientLess1(a, b)        a, b prices
 *   1 + quotientLess1(a, b)    → a / b
 *   log(a / b)                 → logQuotient(a, b)          a, b prices
 *   prod(1 + x)                → 1 + compound(x)            compound = Π (1 + x) − 1
 *   (1 + compound) − 1         → compound
 */
import { COMPOUND, LOG_QUOTIENT, QUOTIENT_LESS_1 } from '../../dsl/catalogue/kernel-only.ts';
import type { OperatorCore } from '../../dsl/catalogue/operator.ts';
import { PRICE, sameUnit, UNITLESS } from '../../dsl/units.ts';
import { COLUMNS } from '../columns.ts';
import { inOrder, type ElementNode, type Graph, type Node, type ReduceNode } from '../ir.ts';

export interface Rewritten {
  readonly roots: readonly Node[];
  /** What each rewritten node stands for, in the words of the language: what the host computes in its place. */
  readonly origin: ReadonlyMap<Node, Node>;
}

/** A price of the tile, moved along the rows or not: differences of two such are exact in f32. */
function isPrice(node: Node): boolean {
  if (node.op === 'shift') return node.args.every(isPrice);
  if (node.op === 'event') return node.column === 'price';
  return node.op === 'column' && COLUMNS[node.column].level?.exact === true;
}

function isConstant(node: Node | undefined, value: number): boolean {
  return node?.op === 'constant' && node.element === 'number' && node.value === value;
}

/** The node if it is that element-wise operator, else null. */
function elementOf(node: Node | undefined, operator: string): ElementNode | null {
  return node?.op === 'element' && node.operator === operator ? node : null;
}

/** Rewrites everything below the roots; the result computes the same values in exact arithmetic. */
export function differenceBeforeQuotient(graph: Graph, roots: readonly Node[]): Rewritten {
  const done = new Map<Node, Node>();
  const origin = new Map<Node, Node>();
  for (const node of inOrder(roots)) {
    const args = node.args.map((arg) => done.get(arg) ?? arg);
    const result = rewriteOne(graph, node, args);
    done.set(node, result);
    if (!origin.has(result)) origin.set(result, node);
  }
  return { roots: roots.map((root) => done.get(root) ?? root), origin };
}

function rewriteOne(graph: Graph, node: Node, args: readonly Node[]): Node {
  const same = args.every((arg, i) => arg === node.args[i]);
  if (node.op === 'column') return node.column === 'ret' ? quotientLess1(graph, graph.column('close', PRICE), graph.column('lastPrice', PRICE)) : node;
  if (node.op === 'element') return rewriteElement(graph, node, args);
  if (node.op === 'reduce' && node.operator === 'prod' && !node.pooled) return rewriteProduct(graph, node, args);
  return same ? node : graph.make({ ...node, args });
}

function quotientLess1(graph: Graph, a: Node, b: Node): Node {
  return graph.element(QUOTIENT_LESS_1.name, [a, b], 'number', UNITLESS);
}

function rewriteElement(graph: Graph, node: ElementNode, args: readonly Node[]): Node {
  const [a, b] = args;
  const rebuilt = graph.element(node.operator, args, node.element, node.unit);
  if (a === undefined) return rebuilt;
  const quotient = elementOf(a, '/');
  if (node.operator === 'log' && quotient !== null) return priceQuotient(graph, LOG_QUOTIENT, quotient) ?? rebuilt;
  if (b === undefined) return rebuilt;
  if (node.operator === '-' && isConstant(b, 1)) {
    if (quotient !== null) return priceQuotient(graph, QUOTIENT_LESS_1, quotient) ?? rebuilt;
    const [one, change] = elementOf(a, '+')?.args ?? [];
    return isConstant(one, 1) && change?.op === 'reduce' && change.operator === COMPOUND.name ? change : rebuilt;
  }
  if (node.operator === '+') {
    const change = elementOf(isConstant(a, 1) ? b : isConstant(b, 1) ? a : undefined, QUOTIENT_LESS_1.name);
    if (change !== null) return graph.element('/', change.args, 'number', UNITLESS);
  }
  return rebuilt;
}

function priceQuotient(graph: Graph, operator: OperatorCore, quotient: ElementNode): Node | null {
  const [a, b] = quotient.args;
  if (a === undefined || b === undefined || !isPrice(a) || !isPrice(b)) return null;
  return sameUnit(a.unit, b.unit) ? graph.element(operator.name, [a, b], 'number', UNITLESS) : null;
}

/** prod(1 + x) = 1 + compound(x); 1 + x may already have become a quotient of prices. */
function rewriteProduct(graph: Graph, node: ReduceNode, args: readonly Node[]): Node {
  const rebuilt = graph.make({ ...node, args });
  const [x, ...rest] = args;
  if (x === undefined) return rebuilt;
  const quotient = elementOf(x, '/');
  const [left, right] = elementOf(x, '+')?.args ?? [];
  let change: Node | null = null;
  if (quotient !== null) change = priceQuotient(graph, QUOTIENT_LESS_1, quotient);
  else if (isConstant(left, 1)) change = right ?? null;
  else if (isConstant(right, 1)) change = left ?? null;
  if (change?.shape !== 'series') return rebuilt;
  const compound = graph.make({ ...node, operator: COMPOUND.name, args: [change, ...rest] });
  return graph.element('+', [graph.constant(1), compound], 'number', UNITLESS);
}
