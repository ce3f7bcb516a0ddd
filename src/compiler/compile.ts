/**
 * The compiler, read from top to bottom: checked factors → one graph → f32-safe algebra → placement on host or kernel →
 * tile layout → groups of results → kernel sources. Factors over executions and orders go their own way, and so do those over days: events/compile.ts, daily/compile.ts.
 */
import type { CheckedFactor } from '../dsl/typed.ts';
import { buildRoot, readsDays, readsEvents } from './build.ts';
import { compileDaily, type DailyProgram } from './daily/compile.ts';
import { compileEvents, type EventProgram } from './events/compile.ts';
import { kernelSource, splitKernels } from './gpujs/kernel.ts';
import { canonicalText, Graph, inOrder, type Node, type PreparedNode } from './ir.ts';
import { groupResults, restsOnPrepared } from './passes/group.ts';
import { layoutOf } from './passes/layout.ts';
import { placeOnHost } from './passes/place.ts';
import { differenceBeforeQuotient } from './passes/rewrite.ts';
import type { Group, Output, Plan } from './plan.ts';
import { verifyKernelNodes, verifySource } from './verify.ts';

/** A compiled set of factors over minute bars. */
export interface Program {
  /** The graph as the language means it, before any rewriting: one node per factor, in the order asked for. */
  readonly sources: readonly Node[];
  /** After the rewriting for f32. */
  readonly rewritten: readonly Node[];
  readonly plan: Plan;
  /** One source per kernel of the plan. */
  readonly kernels: readonly string[];
  /** What each factor computes, as a text that is equal for equal computations: the key under which its values are kept. */
  readonly identities: readonly string[];
}

export interface CompileResult {
  /** The factors that read minute bars alone, in the order asked for; null without one. */
  readonly program: Program | null;
  /** The factors that read executions or orders, in the order asked for; null without one. */
  readonly events: EventProgram | null;
  /** The factors over days, in the order asked for; null without one. */
  readonly daily: DailyProgram | null;
}

/** Compiles factors: those over minute bars alone into one program, those that read executions or orders into another, those over days into a third. */
export function compile(factors: readonly CheckedFactor[]): CompileResult {
  const ofBars = factors.filter((factor) => !readsEvents(factor) && !readsDays(factor));
  const ofEvents = factors.filter(readsEvents);
  const ofDays = factors.filter(readsDays);
  return {
    program: ofBars.length === 0 ? null : compileBars(ofBars),
    events: ofEvents.length === 0 ? null : compileEvents(ofEvents),
    daily: ofDays.length === 0 ? null : compileDaily(ofDays),
  };
}

function compileBars(factors: readonly CheckedFactor[]): Program {
  // One graph for all factors: equal parts are one node.
  const graph = new Graph();
  const roots = factors.map((factor) => buildRoot(factor, graph));
  const sources = roots.map((root) => root.node);
  verifySource(sources);

  // f32 keeps its digits only if differences come before quotients.
  const { roots: rewritten, origin } = differenceBeforeQuotient(graph, sources);

  // What f32 cannot do exactly, and what needs an order of the rows, is prepared on the host.
  const placed = placeOnHost(graph, rewritten, origin);
  verifyKernelNodes(placed);

  // One tile holds every column and prepared column that any kernel reads.
  const layout = layoutOf(placed);

  // Results that share loads and sums share a thread, four at a time.
  const outputs: Output[] = [];
  const groups = groupResults(placed, layout);
  const kernels = splitKernels(groups).map((part, kernel) => ({
    groups: part.map((members, group): Group => ({
      part: members.some((index) => restsOnPrepared(placed[index] as Node)) ? 'prepared' : 'stored',
      outputs: members.map((index, slot) => {
        const factor = factors[index] as CheckedFactor;
        const output: Output = { factor, source: sources[index] as Node, node: placed[index] as Node, unit: factor.unit, kernel, group, slot };
        outputs[index] = output;
        return output;
      }),
    })),
  }));
  const prepared = inOrder(placed).filter((node): node is PreparedNode => node.op === 'prepared');
  const plan: Plan = { layout, outputs, kernels, prepared };

  // One source per kernel, the same for webgpu, webasm and cpu.
  const texts = kernels.map((kernel) => kernelSource(kernel, layout));
  return { sources, rewritten, plan, kernels: texts, identities: sources.map(canonicalText) };
}
