/** Which way a loss pushes what it compares with the target. */
import { argsOf, type ModelNode } from '../../typed-model.ts';

/** A comparison with the target of which the loss rewards the wrong side. */
export interface WrongWay {
  readonly function: 'corr' | 'mse';
  /** What the model calls the other side; null for a part without a name. */
  readonly name: string | null;
}

/**
 * Comparisons with the target that training drives the wrong way: a loss that grows with a correlation, or falls as a distance grows. Signs are followed through sums, differences, negation and products with
 * written numbers; what goes through anything else is left alone.
 */
export function wrongWays(nodes: readonly ModelNode[], loss: number): readonly WrongWay[] {
  const found: WrongWay[] = [];
  const pending: [at: number, sign: number][] = [[loss, 1]];
  // Shared parts are met once a way; a graph of many ways is cut off.
  for (let steps = 0; steps < 10_000; steps++) {
    const next = pending.pop();
    if (next === undefined) break;
    const [at, sign] = next;
    const node = nodes[at];
    if (node?.kind !== 'apply') continue;
    const [a = -1, b = -1] = argsOf(node);
    switch (node.function) {
      case '+':
        pending.push([b, sign], [a, sign]);
        break;
      case '-':
        pending.push([b, -sign], [a, sign]);
        break;
      case 'negate':
        pending.push([a, -sign]);
        break;
      case '*':
      case '/': {
        const [left, right] = [numberAt(nodes, a), numberAt(nodes, b)];
        if (right !== null) pending.push([a, sign * Math.sign(right)]);
        else if (left !== null && node.function === '*') pending.push([b, sign * Math.sign(left)]);
        break;
      }
      case 'corr':
      case 'mse': {
        const other = nodes[a]?.kind === 'target' ? b : nodes[b]?.kind === 'target' ? a : -1;
        if (other >= 0 && (node.function === 'corr' ? sign > 0 : sign < 0)) found.push({ function: node.function, name: nodes[other]?.name ?? null });
        break;
      }
    }
  }
  return found;
}

function numberAt(nodes: readonly ModelNode[], at: number): number | null {
  const node = nodes[at];
  return node?.kind === 'number' ? node.value : null;
}
