/**
 * Which results share a thread. A thread returns four numbers; results that read the same columns over the same rows, or accumulate the same
 * sums, go together, so that each load and each product is done once.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import type { Lowering } from '../../dsl/catalogue/lowering.ts';
import { GroupWriter } from '../gpujs/group.ts';
import type { Accumulator } from '../gpujs/accumulator.ts';
import { inOrder, type Node } from '../ir.ts';
import { SLOTS, type TileLayout } from '../plan.ts';

/** Costs are counted per stretch of rows, so that windows overlap where their rows do. */
const STRETCH = 30;

/** Kinds of kernel code that divide. */
const QUOTIENTS: ReadonlySet<Lowering['kind']> = new Set<Lowering['kind']>(['quotient', 'priceQuotient']);

/** Work by what it is: two results that need the same work do it once. */
type Work = ReadonlyMap<string, number>;

function stretches(one: Accumulator): readonly number[] {
  const first = Math.floor(one.rows.window.firstRow / STRETCH);
  const last = Math.ceil(one.rows.window.endRow / STRETCH);
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
}

/** Loads and operations that a result needs, by stretch. Quotients cost more than products. */
function workOf(node: Node, layout: TileLayout): Work {
  const writer = new GroupWriter(layout);
  writer.result('o0', node);
  const work = new Map<string, number>();
  for (const one of writer.loops) {
    const nodes = new Set<Node>();
    const visit = (at: Node): void => {
      if (nodes.has(at)) return;
      nodes.add(at);
      at.args.forEach(visit);
    };
    [...one.terms.map((term) => term.node), ...one.rows.present, ...(one.rows.where === null ? [] : [one.rows.where])].forEach(visit);
    for (const stretch of stretches(one)) {
      const place = `${String(one.stage)}/${String(stretch)}`;
      work.set(`accumulate ${one.kind} ${one.terms.map((term) => term.node.id).join('*')} ${String(one.rows.where?.id ?? '')} ${place}`, STRETCH * (1 + one.terms.length));
      for (const at of nodes) {
        const divides = at.op === 'element' && QUOTIENTS.has(coreOf(at.operator).lowering.kind);
        if (at.shape === 'series') work.set(`node ${String(at.id)} ${place}`, STRETCH * (divides ? 4 : 1));
      }
    }
  }
  return work;
}

function total(work: Work): number {
  return [...work.values()].reduce((a, b) => a + b, 0);
}

function added(work: Work, to: ReadonlyMap<string, number>): number {
  let cost = 0;
  for (const [what, of] of work) if (!to.has(what)) cost += of;
  return cost;
}

/** Whether a result needs a prepared column or value. */
export function restsOnPrepared(root: Node): boolean {
  return inOrder([root]).some((node) => node.op === 'prepared');
}

/** Splits results into groups of at most four that save most work, heaviest first; returns indices into `roots`. */
export function groupResults(roots: readonly Node[], layout: TileLayout): readonly (readonly number[])[] {
  const works = roots.map((root) => workOf(root, layout));
  const left = new Set(roots.keys());
  const groups: number[][] = [];
  while (left.size > 0) {
    const start = [...left].reduce((best, i) => (total(works[i] as Work) > total(works[best] as Work) ? i : best));
    const group = [start];
    const shared = new Map(works[start] as Work);
    left.delete(start);
    while (group.length < SLOTS && left.size > 0) {
      // What saves most when computed here instead of elsewhere.
      const saved = (i: number): number => total(works[i] as Work) - added(works[i] as Work, shared);
      const next = [...left].reduce((best, i) => (saved(i) > saved(best) ? i : best));
      (works[next] as Work).forEach((cost, what) => shared.set(what, cost));
      group.push(next);
      left.delete(next);
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}
