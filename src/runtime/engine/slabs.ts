/**
 * Memory for rows of stocks on their way from the store to the engine. New arrays for a market cost more than its arithmetic: pages are cleared, and garbage is collected.
 * So stocks take bytes of slabs one after the other, and a slab is used again when all of them are done with.
 */
import type { TakenBytes } from '../store/event-columns.ts';

const SLAB_BYTES = 8 * 2 ** 20;

interface Slab {
  readonly buffer: ArrayBuffer;
  filled: number;
  /** Pieces that are in use. */
  held: number;
}

/** Slabs of one thread. */
export class Slabs {
  private current: Slab | null = null;
  private readonly free: Slab[] = [];

  /** Bytes from a multiple of 8 on, with whatever was in them. */
  take(bytes: number): TakenBytes {
    const slab = this.slabFor(bytes);
    const offset = slab.filled;
    slab.filled += Math.ceil(bytes / 8) * 8;
    slab.held++;
    let taken = true;
    return {
      buffer: slab.buffer,
      offset,
      release: () => {
        if (!taken) return;
        taken = false;
        slab.held--;
        this.reuse(slab);
      },
    };
  }

  private slabFor(bytes: number): Slab {
    const { current } = this;
    if (current !== null && current.filled + bytes <= current.buffer.byteLength) return current;
    this.current = null;
    if (current !== null) this.reuse(current);
    // A stock larger than a slab gets one of its own, which is not kept.
    const next = bytes > SLAB_BYTES ? undefined : this.free.pop();
    this.current = next ?? { buffer: new ArrayBuffer(Math.max(SLAB_BYTES, bytes)), filled: 0, held: 0 };
    return this.current;
  }

  private reuse(slab: Slab): void {
    if (slab.held > 0 || slab === this.current || slab.buffer.byteLength !== SLAB_BYTES || this.free.includes(slab)) return;
    slab.filled = 0;
    this.free.push(slab);
  }
}
