/** Kernel source of factors over days: the loops of bars, run over the days that a frame holds. */
import type { Node } from '../ir.ts';
import type { TileLayout } from '../plan.ts';
import { GroupWriter } from './group.ts';

/** A result of a kernel. */
interface Result {
  readonly factor: { readonly name: string };
  readonly node: Node;
}

/**
 * Source of the kernel of up to four factors. Thread (x, y, z) computes day y of the tile for stock x of block z. Arguments as those of bars: the tile, how many blocks hold
 * stocks, and the part, which is always all. Returns four numbers per thread.
 */
export function dailyKernelSource(results: readonly Result[], layout: TileLayout): string {
  const writer = new GroupWriter(layout);
  const statements = results.flatMap(({ factor, node }, slot) => [`// ${factor.name}`, writer.result(`o${String(slot)}`, node)]);
  const body = [...writer.body(), ...statements];
  return `function (tile, blocks, part) {
  let o0 = 0; let o1 = 0; let o2 = 0; let o3 = 0;
  if (this.thread.z < blocks && part < 1) {
    const day = this.thread.y;
${body.map((line) => `    ${line}`).join('\n')}
  }
  return [o0, o1, o2, o3];
}`;
}
