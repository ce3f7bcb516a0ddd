/** What the host computes of a stock around kernels: the reference, with loops made for the program where they are many times faster. */
import { compileFunction } from 'node:vm';
import { groupLoop, type HostLoop } from '../../compiler/events/host-loops.ts';
import type { LoopInput } from '../../compiler/events/row-code.ts';
import type { GroupNode } from '../../compiler/ir.ts';
import type { Grouping } from '../../compiler/reference/groupings.ts';
import { StockValues } from '../../compiler/reference/evaluate.ts';
import { eventsOf } from '../../compiler/reference/stock-data.ts';

/** A loop as a function of its parameters and inputs. */
export type RunLoop = (...args: readonly unknown[]) => unknown;

/** Functions of loops, each made once. */
export class LoopFunctions {
  private readonly groups = new Map<GroupNode, { readonly loop: HostLoop; readonly run: RunLoop } | null>();

  /** The function of a grouped sum; null if the reference reduces it. */
  ofGroup(node: GroupNode): { readonly loop: HostLoop; readonly run: RunLoop } | null {
    const known = this.groups.get(node);
    if (known !== undefined) return known;
    const loop = groupLoop(node);
    const made = loop === null ? null : { loop, run: functionOf(loop) };
    this.groups.set(node, made);
    return made;
  }
}

/** A loop's text as a function. The text comes from the compiler alone: names and numbers, no word of a factor's author. */
export function functionOf({ parameters, inputs, body }: HostLoop): RunLoop {
  return compileFunction(`'use strict';\n${body}`, [...parameters, ...inputs.map((_, i) => `a${String(i)}`)]) as RunLoop;
}

const NO_ROWS = new Float64Array(0);
const NO_TIMES = new Int32Array(0);

/** Values of one stock and day, for the kernel engine. */
export class HostValues extends StockValues {
  private readonly given = new Map<LoopInput, unknown>();

  constructor(
    data: ConstructorParameters<typeof StockValues>[0],
    pool: ConstructorParameters<typeof StockValues>[1],
    private readonly loops: LoopFunctions,
  ) {
    super(data, pool);
  }

  protected override reduceGroups(node: GroupNode, grouping: Grouping, out: Float64Array): void {
    const made = this.loops.ofGroup(node);
    if (made === null) super.reduceGroups(node, grouping, out);
    else made.run(grouping.index.length, out, ...this.inputs(made.loop));
  }

  /** What a loop is called with. */
  inputs(loop: HostLoop): readonly unknown[] {
    return loop.inputs.map((input) => {
      const known = this.given.get(input);
      if (known !== undefined) return known;
      const made = this.give(input);
      this.given.set(input, made);
      return made;
    });
  }

  private give(input: LoopInput): unknown {
    switch (input.kind) {
      case 'column': {
        const events = eventsOf(this.data, input.table);
        if (events === null) return NO_ROWS;
        return events.columns.get(input.column) ?? this.pool.take(events.count).fill(NaN);
      }
      case 'time':
        return eventsOf(this.data, input.table)?.time ?? NO_TIMES;
      case 'bars':
        return this.barsOf(input.table);
      case 'groups':
        return this.grouping(input.table, input.key).index;
      case 'series':
        return this.series(input.node, input.node.rows === 'one' ? 'minute' : input.node.rows);
      case 'value':
        return this.value(input.node);
    }
  }
}
