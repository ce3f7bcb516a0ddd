/** Kernel source for sums over chunks of rows: the loops of bars, run over 240 rows of anything. */
import { SESSION } from '../../dsl/session.ts';
import type { ChunkSum } from '../events/sums.ts';
import type { TileLayout } from '../plan.ts';
import { termOf } from './accumulator.ts';
import { GroupWriter } from './group.ts';

/**
 * Source of the kernel of some sums, in groups of at most four. Thread (x, y, z) computes group y for chunk x of block z. Arguments as those of bars: the tile,
 * how many blocks hold chunks, and the part, which is always all. Returns totals of one chunk: 0 of no rows, ±3e38 for extremes.
 */
export function chunkKernelSource(groups: readonly (readonly ChunkSum[])[], layout: TileLayout): string {
  const branches = groups.map((sums, y) => {
    const head = `${y === 0 ? '' : 'else '}if (this.thread.y == ${String(y)}) {`;
    return [`    ${head}`, ...groupBody(sums, layout).map((line) => `      ${line}`), '    }'].join('\n');
  });
  return `function (tile, blocks, part) {
  let o0 = 0; let o1 = 0; let o2 = 0; let o3 = 0;
  if (this.thread.z < blocks && part < 1) {
${branches.join('\n')}
  }
  return [o0, o1, o2, o3];
}`;
}

function groupBody(sums: readonly ChunkSum[], layout: TileLayout): readonly string[] {
  const writer = new GroupWriter(layout);
  const results = sums.map(({ kind, rows: { present, where }, terms, absolute }, slot) => {
    const rows = { window: SESSION, where, present, delivered: new Set<never>() };
    const made = writer.accumulate(kind, rows, terms.map((node) => ({ ...termOf(node), absolute })), 0);
    return `o${String(slot)} = ${made.name};`;
  });
  return [...writer.body(), ...results];
}
