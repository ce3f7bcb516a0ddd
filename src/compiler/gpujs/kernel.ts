/** Kernel source for gpu.js: one text that webgpu, webasm and cpu all run. */
import { GROUPS_PER_KERNEL, TURNS, type Group, type KernelPlan, type TileLayout } from '../plan.ts';
import { GroupWriter } from './group.ts';
import { ROUND_STATEMENTS } from './loops.ts';

/**
 * Source of one kernel. Thread (x, y, z) computes group y for stock x of block z. Arguments: `tile`, see TileLayout, as an input of
 * [lanes, rows, blocks]; `blocks`, how many blocks hold stocks; `part`, see EVERYTHING. Returns four numbers per thread.
 */
export function kernelSource(kernel: KernelPlan, layout: TileLayout): string {
  const source = sourceWith(kernel, layout, ROUND_STATEMENTS);
  return source.length <= LONGEST ? source : sourceWith(kernel, layout, 1);
}

/**
 * V8 leaves functions of more than 60 KB of bytecode to its interpreter, thirty times as slow, and a letter of the source is about a byte of it. A longer kernel is
 * written with one bar a round.
 */
const LONGEST = 56_000;

function sourceWith(kernel: KernelPlan, layout: TileLayout, statements: number): string {
  const groups = kernel.groups.map((group) => groupSource(group, layout, statements));
  const branches = groups.map((body, y) => {
    const wanted = kernel.groups[y]?.part === 'stored' ? `(part > ${TURN} || (part < 1 && part + ${TURN} >= 0))` : 'part < 1';
    const head = `${y === 0 ? '' : 'else '}if (this.thread.y == ${String(y)} && ${wanted}) {`;
    return [`    ${head}`, ...body.map((line) => `      ${line}`), '    }'].join('\n');
  });
  return `function (tile, blocks, part) {
  let o0 = 0; let o1 = 0; let o2 = 0; let o3 = 0;
  if (this.thread.z < blocks) {
${branches.join('\n')}
  }
  return [o0, o1, o2, o3];
}`;
}

/** Turn of a thread's block. */
const TURN = `(this.thread.z % ${String(TURNS)})`;

function groupSource(group: Group, layout: TileLayout, statements: number): readonly string[] {
  const writer = new GroupWriter(layout, statements);
  const results = group.outputs.map((output, slot) => [`// ${output.factor.name}`, writer.result(`o${String(slot)}`, output.node)]);
  const body = [...writer.body(), ...results.flat()];
  const text = body.join('\n');
  const values = [...layout.values].filter(([name]) => new RegExp(`\\b${name}\\b`).test(text));
  return [...values.map(([name, row]) => `const ${name} = tile[this.thread.z][${String(row)}][this.thread.x];`), ...body];
}

/** Groups split over kernels: one kernel's source stays of a size that devices build quickly. */
export function splitKernels<T>(groups: readonly T[]): readonly (readonly T[])[] {
  const kernels: T[][] = [];
  for (let i = 0; i < groups.length; i += GROUPS_PER_KERNEL) kernels.push(groups.slice(i, i + GROUPS_PER_KERNEL));
  return kernels;
}
