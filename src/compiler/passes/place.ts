/**
 * Where each step runs. A series runs in a kernel if each of its elements keeps f32's relative accuracy. What does not (differences that
 * cancel, comparisons of rounded values, logs near 1) and what needs an order of the rows (selections, ranks, quantiles, running sums) runs on
 * the host in float64 and reaches the kernel as a prepared column or value.
 */
import { operatorNamed } from '../../dsl/catalogue/index.ts';
import { sameUnit } from '../../dsl/units.ts';
import { inOrder, type ElementNode, type Graph, type Node } from '../ir.ts';
import { largeness, smallness, SMALLEST_EXPONENT } from '../smallness.ts';
import { traitsOf } from '../traits.ts';

/** Replaces every step that kernels cannot do exactly by a prepared node; `origin` is what the host computes instead. */
export function placeOnHost(graph: Graph, roots: readonly Node[], origin: ReadonlyMap<Node, Node>): readonly Node[] {
  const placed = new Map<Node, Node>();
  for (const node of inOrder(roots)) {
    const args = node.args.map((arg) => placed.get(arg) ?? arg);
    const same = args.every((arg, i) => arg === node.args[i]);
    const candidate = same ? node : graph.make({ ...node, args });
    const reason = hostReason(candidate);
    const source = origin.get(node) ?? node;
    placed.set(node, reason === null ? candidate : prepared(graph, source, reason));
  }
  return roots.map((root) => placed.get(root) ?? root);
}

function prepared(graph: Graph, source: Node, reason: string): Node {
  return graph.make({ op: 'prepared', source, reason, args: [], shape: source.shape, element: source.element, unit: source.unit });
}

/** Why a step runs on the host, or null if a kernel does it. */
function hostReason(node: Node): string | null {
  switch (node.op) {
    case 'constant':
    case 'prepared':
    case 'shift':
      return null;
    case 'column':
      return node.column === 'time' ? 'clock times are the same for every stock' : null;
    case 'scan':
      return 'a running sum follows the order of the rows';
    case 'select':
      return 'exact order of float64 keys';
    case 'reduce':
      if (node.pooled) return 'rows of several series are pooled';
      if (node.operator !== 'compound' && operatorNamed(node.operator).lowering.kind === 'host') return node.operator === 'prod' ? 'a product may leave the range of f32 on its way' : 'exact order of float64 keys';
      return null;
    case 'element':
      return elementReason(node);
  }
}

function elementReason(node: ElementNode): string | null {
  if (mixesBareNumber(node)) return 'a written number beside values that are scaled for f32';
  const exponent = node.args[1];
  const plain = exponent?.op === 'constant' && PLAIN_POWERS.has(exponent.value);
  if (node.operator === '^' && !plain) return 'powers other than small whole ones differ between devices';
  if (smallness(node) > SMALLEST_EXPONENT) return 'the product may be smaller than f32 holds';
  if (largeness(node) > SMALLEST_EXPONENT && node.operator !== '/') return 'the product may be larger than f32 holds';
  if (node.shape === 'value') return null;
  const uncertain = node.args.some((arg) => arg.shape === 'value' && traitsOf(arg).error === Infinity);
  if (uncertain) return 'uses a value whose relative accuracy in f32 is not known beforehand';
  return accuracyReason(node);
}

/** Kernels scale values by units, so a written number other than 0 may not meet a value with a unit there. */
function mixesBareNumber(node: ElementNode): boolean {
  const alike = ['+', '-', 'lesser', 'greater', 'fill', 'if', '<', '<=', '>', '>=', '==', '!='].includes(node.operator);
  if (!alike) return false;
  const numbers = node.args.filter((arg) => arg.element === 'number');
  const harmless = (arg: Node): boolean => arg.op === 'constant' && (arg.value === 0 || Number.isNaN(arg.value));
  const units = numbers.filter((arg) => !harmless(arg)).map((arg) => arg.unit);
  const first = units[0];
  return first !== undefined && units.some((unit) => !sameUnit(unit, first));
}

/** Powers that are products, quotients or roots: the rest lose digits differently on every device. */
const PLAIN_POWERS: ReadonlySet<number> = new Set([1, 2, 3, 4, -1, 0.5]);

function accuracyReason(node: ElementNode): string | null {
  const traits = node.args.map(traitsOf);
  const signs = traits.every((input) => input.exactSign);
  switch (node.operator) {
    case '+':
    case '-':
      return traitsOf(node).error === Infinity ? 'the difference may cancel the digits f32 has' : null;
    case '^':
    case '/':
    case 'sqrt':
    case 'sign':
      return signs ? null : 'the sign of the argument is not certain in f32';
    case 'log':
      return 'a logarithm near 1 loses the digits f32 has';
    case 'exp':
      return 'an exponential multiplies the error of its argument';
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return exactComparison(node) ? null : 'a comparison of rounded values may fall on the wrong side';
    case 'concat':
      return 'rows of several series are pooled';
    default:
      return null;
  }
}

/** True if f32 decides the comparison as float64 does: two stored prices, or a value of certain sign against 0. */
function exactComparison(node: ElementNode): boolean {
  const [a, b] = node.args;
  if (a === undefined || b === undefined) return false;
  if (a.element === 'boolean' && b.element === 'boolean') return true;
  const left = traitsOf(a);
  const right = traitsOf(b);
  if (b.op === 'constant' && b.value === 0) return left.exactSign;
  if (a.op === 'constant' && a.value === 0) return right.exactSign;
  return left.level !== null && right.level !== null && left.level.exact && right.level.exact && left.level.beta === right.level.beta && a.shape === 'series' && b.shape === 'series';
}
