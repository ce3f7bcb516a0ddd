/** Nodes of the graph as expressions people can read. */
import type { Window } from '../../dsl/session.ts';
import { SESSION } from '../../dsl/session.ts';
import { seriesOf, whereOf, type Node, type ReduceNode, type SelectNode } from '../ir.ts';

const SIGNS: ReadonlySet<string> = new Set(['+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!=', 'and', 'or']);
const LONGEST = 160;

/** The expression of a node; what is deeper than `depth` is its number. */
export function nodeText(node: Node, depth = 12): string {
  const text = withoutOuterParentheses(write(node, depth));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** `(a / b)` as `a / b`; `(a) / (b)` as it is. */
function withoutOuterParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let open = 0;
  for (let i = 0; i < text.length - 1; i++) {
    if (text[i] === '(') open++;
    else if (text[i] === ')') open--;
    if (open === 0) return text;
  }
  return text.slice(1, -1);
}

/** Literal arguments as they are written: shares in percent. */
function parameterText(operator: string, value: number): string {
  return operator === 'top' || operator === 'bottom' || operator === 'quantile' ? `${String(Number((value * 100).toPrecision(12)))}%` : String(value);
}

function write(node: Node, depth: number): string {
  if (depth === 0) return `%${String(node.id)}`;
  const inner = (arg: Node | undefined): string => (arg === undefined ? '' : write(arg, depth - 1));
  switch (node.op) {
    case 'constant':
      return Number.isNaN(node.value) ? 'missing' : node.element === 'boolean' ? String(node.value !== 0) : String(node.value);
    case 'column':
      return node.column === 'lastPrice' ? 'last_price' : node.column;
    case 'shift':
      return `${node.by > 0 ? 'prev' : 'next'}(${inner(node.args[0])}${Math.abs(node.by) === 1 ? '' : `, ${String(Math.abs(node.by))}`})`;
    case 'scan':
      return `${node.operator}(${inner(node.args[0])})`;
    case 'prepared':
      return `prepared[${write(node.source, depth - 1)}]`;
    case 'element':
      return elementText(node.operator, node.args.map(inner));
    case 'select':
    case 'reduce':
      return reductionText(node, inner);
  }
}

function reductionText(node: ReduceNode | SelectNode, inner: (node: Node) => string): string {
  const compound = node.operator === 'compound';
  const series = seriesOf(node).map((arg) => withoutOuterParentheses(inner(arg)));
  const literals = node.parameters.map((value) => parameterText(node.operator, value));
  const named = restrictions(node.window, whereOf(node), inner);
  const args = [...(compound ? series.map((x) => `1 + ${x}`) : series), ...literals, ...named].join(', ');
  return compound ? `(prod(${args}) - 1)` : `${node.operator}(${args})`;
}

function restrictions(window: Window, where: Node | null, inner: (node: Node) => string): readonly string[] {
  return [...(window.text === SESSION.text ? [] : [`window=${window.text}`]), ...(where === null ? [] : [`where=${withoutOuterParentheses(inner(where))}`])];
}

function elementText(operator: string, args: readonly string[]): string {
  const [a = '', b = ''] = args;
  if (SIGNS.has(operator)) return `(${a} ${operator} ${b})`;
  if (operator === 'negate') return `(-${a})`;
  if (operator === 'not') return `(not ${a})`;
  if (operator === 'quotientLess1') return `(${a} - ${b}) / ${b}`;
  if (operator === 'logQuotient') return `log(${a} / ${b})`;
  return `${operator}(${args.join(', ')})`;
}
