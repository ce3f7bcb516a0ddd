/**
 * Where each step runs. A series runs in a kernel if each of its elements keeps f32's relative accuracy. What does not (differences that
 * cancel, comparisons of rounded values, logs near 1) and what needs an order of the rows (selections, ranks, quantiles, running sums) runs on
 * the host in float64 and reaches the kernel as a prepared column or value.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import type { UnitRule } from '../../dsl/catalogue/operator.ts';
import { LARGEST_EXPONENT } from '../../dsl/catalogue/traits.ts';
import { sameUnit } from '../../dsl/units.ts';
import { inOrder, type ElementNode, type Graph, type Node } from '../ir.ts';
import { traitsOf } from '../traits.ts';

/**
 * Replaces every step that kernels cannot do exactly by a prepared node; `origin` is what the host computes instead.
 * @param values where single values meet: in the kernel that reduced them, or on the host in float64, which then keeps their reductions in kernels
 */
export function placeOnHost(graph: Graph, roots: readonly Node[], origin: ReadonlyMap<Node, Node>, values: 'kernel' | 'host' = 'kernel'): readonly Node[] {
  const placed = new Map<Node, Node>();
  for (const node of inOrder(roots)) {
    const args = node.args.map((arg) => placed.get(arg) ?? arg);
    const same = args.every((arg, i) => arg === node.args[i]);
    const candidate = same ? node : graph.make({ ...node, args });
    const reason = values === 'host' && candidate.op === 'element' && candidate.shape === 'value' ? null : hostReason(candidate);
    const source = origin.get(node) ?? node;
    placed.set(node, reason === null ? candidate : prepared(graph, source, reason));
  }
  return roots.map((root) => placed.get(root) ?? root);
}

function prepared(graph: Graph, source: Node, reason: string): Node {
  return graph.make({ op: 'prepared', source, reason, args: [], shape: source.shape, rows: source.rows, element: source.element, unit: source.unit });
}

/** Why a step runs on the host, or null if a kernel does it. */
export function hostReason(node: Node): string | null {
  switch (node.op) {
    case 'constant':
    case 'prepared':
    case 'shift':
      return null;
    case 'column':
      return node.column === 'time' ? 'clock times are the same for every stock' : null;
    case 'event':
    case 'within':
      return null;
    case 'group':
    case 'spread':
      return 'rows of one key are found by an index';
    case 'element':
      return elementReason(node);
    case 'daily':
    case 'rolling':
    case 'across':
      throw new Error('compiler error: days are placed by their own lowering');
    default: {
      if (node.op === 'reduce' && node.pooled) return 'rows of several series are pooled';
      const { lowering } = coreOf(node.operator);
      return lowering.kind === 'host' ? lowering.reason : null;
    }
  }
}

function elementReason(node: ElementNode): string | null {
  const { unit, numerics } = coreOf(node.operator);
  const args = node.args.map(traitsOf);
  if (LIKE_UNITS.has(unit) && mixesBareNumber(node)) return 'a written number beside values that are scaled for f32';
  const unsupported = numerics.unsupported(args);
  if (unsupported !== null) return unsupported;
  const { smallest, largest } = traitsOf(node);
  if (smallest > LARGEST_EXPONENT) return 'the product may be smaller than f32 holds';
  if (largest > LARGEST_EXPONENT && numerics.overflow === 'avoided') return 'the product may be larger than f32 holds';
  if (node.shape === 'value') return null;
  if (args.some((arg) => arg.shape === 'value' && arg.error === Infinity)) return 'uses a value whose relative accuracy in f32 is not known beforehand';
  return numerics.imprecise(args);
}

/** Unit rules whose operators take numbers side by side. */
const LIKE_UNITS: ReadonlySet<UnitRule> = new Set<UnitRule>(['sum', 'alike', 'compare']);

/** Kernels scale values by units, so a written number other than 0 may not meet a value with a unit there. */
function mixesBareNumber(node: ElementNode): boolean {
  const harmless = (arg: Node): boolean => arg.op === 'constant' && (arg.value === 0 || Number.isNaN(arg.value));
  const units = node.args.filter((arg) => arg.element === 'number' && !harmless(arg)).map((arg) => arg.unit);
  const first = units[0];
  return first !== undefined && units.some((unit) => !sameUnit(unit, first));
}
