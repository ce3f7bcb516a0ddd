/**
 * How small a value other than 0 can get, as a power of ten: 7 means 1e-7. f32 holds nothing below 1e-38, so products that may fall under that run on the host.
 */
import type { Node } from './ir.ts';

/** Beyond this, f32 loses digits, or overflows. */
export const SMALLEST_EXPONENT = 36;

const memo = new WeakMap<Node, number>();

export function smallness(node: Node): number {
  const known = memo.get(node);
  if (known !== undefined) return known;
  const found = compute(node);
  memo.set(node, found);
  return found;
}

function largest(nodes: readonly Node[]): number {
  return nodes.reduce((most, node) => Math.max(most, smallness(node)), 0);
}

function compute(node: Node): number {
  switch (node.op) {
    case 'constant':
      return node.value === 0 || Number.isNaN(node.value) ? 0 : Math.max(0, -Math.log10(Math.abs(node.value)));
    case 'column':
      // 100 shares of a billion; a tick of a price scaled to 1.
      return node.column === 'items' || node.column === 'time' ? 0 : 9;
    case 'prepared':
      // What is left of a float64 difference; smaller ones make the stock irregular.
      return node.element === 'boolean' ? 0 : 17;
    case 'reduce':
      return ofReduction(node.operator, node.args);
    case 'element':
      return ofElement(node.operator, node.args);
    default:
      return largest(node.args);
  }
}

function ofReduction(operator: string, args: readonly Node[]): number {
  switch (operator) {
    case 'count':
      return 0;
    case 'var':
      return 2 * largest(args);
    case 'cov':
    case 'weighted_mean':
      return args.reduce((total, arg) => total + smallness(arg), 0);
    case 'prod':
      return 30;
    case 'slope':
      return largest(args) + 10;
    case 'corr':
    case 'skew':
    case 'kurt':
      return 8;
    default:
      return largest(args);
  }
}

function ofElement(operator: string, args: readonly Node[]): number {
  const [a, b] = args;
  const first = a === undefined ? 0 : smallness(a);
  switch (operator) {
    case '*':
      return first + (b === undefined ? 0 : smallness(b));
    case '/':
      return first + (b === undefined ? 0 : Math.max(5, largeness(b)));
    case '^': {
      const p = b?.op === 'constant' ? b.value : 1;
      return p >= 0 ? first * p : -p * (a === undefined ? 10 : Math.max(10, largeness(a)));
    }
    case 'sqrt':
      return first / 2;
    case 'quotientLess1':
    case 'logQuotient':
      return 7;
    case 'sign':
      return 0;
    case 'exp':
      return 30;
    case 'log':
      return 8;
    default:
      return largest(args);
  }
}

const largeMemo = new WeakMap<Node, number>();

/** How large a value can get, as a power of ten: 9 means 1e9. */
export function largeness(node: Node): number {
  const known = largeMemo.get(node);
  if (known !== undefined) return known;
  const found = computeLargeness(node);
  largeMemo.set(node, found);
  return found;
}

function largestOf(nodes: readonly Node[]): number {
  return nodes.reduce((most, node) => Math.max(most, largeness(node)), 0);
}

function computeLargeness(node: Node): number {
  const [a, b] = node.args;
  const first = a === undefined ? 0 : largeness(a);
  switch (node.op) {
    case 'constant':
      return node.value === 0 || Number.isNaN(node.value) ? 0 : Math.max(0, Math.log10(Math.abs(node.value)));
    case 'column':
      // Executions of a minute; prices and volumes are scaled to about 1, a block trade to a thousand.
      return node.column === 'items' ? 7 : 3;
    case 'prepared':
      return 10;
    case 'reduce':
      return node.operator === 'var' || node.operator === 'cov' ? 2 * largestOf(node.args) : largestOf(node.args) + 3;
    case 'element':
      break;
    default:
      return largestOf(node.args);
  }
  if (node.operator === '*') return first + (b === undefined ? 0 : largeness(b));
  if (node.operator === '/') return first + (b === undefined ? 0 : smallness(b));
  if (node.operator === '^') {
    const p = b?.op === 'constant' ? b.value : 1;
    return p >= 0 ? first * p : -p * (a === undefined ? 0 : smallness(a));
  }
  return node.operator === 'exp' ? 30 : largestOf(node.args);
}
