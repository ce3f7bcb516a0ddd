import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Slabs } from '../../../src/runtime/engine/slabs.ts';

const MIB = 2 ** 20;

describe('slabs', () => {
  test('give bytes from multiples of 8 that overlap nothing in use, whatever is given back in between', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ bytes: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 5 * MIB })), giveBack: fc.boolean(), which: fc.nat() }), { maxLength: 60 }), (steps) => {
        const slabs = new Slabs();
        const held: { readonly bytes: number; readonly piece: ReturnType<Slabs['take']> }[] = [];
        for (const { bytes, giveBack, which } of steps) {
          const piece = slabs.take(bytes);
          expect(piece.offset % 8).toBe(0);
          expect(piece.offset + bytes).toBeLessThanOrEqual(piece.buffer.byteLength);
          for (const other of held) {
            const apart = other.piece.buffer !== piece.buffer || other.piece.offset + other.bytes <= piece.offset || piece.offset + bytes <= other.piece.offset;
            expect(apart).toBe(true);
          }
          held.push({ bytes, piece });
          if (giveBack) held.splice(which % held.length, 1)[0]?.piece.release();
        }
      }),
    );
  });

  test('use memory again: a hundred days of stocks take no more than one', () => {
    const slabs = new Slabs();
    const buffers = new Set<ArrayBufferLike>();
    for (let i = 0; i < 1000; i++) {
      const piece = slabs.take(MIB);
      buffers.add(piece.buffer);
      piece.release();
    }
    expect(buffers.size).toBeLessThanOrEqual(2);
  });

  test('hold a stock larger than a slab, and take a second giving back for none', () => {
    const slabs = new Slabs();
    const large = slabs.take(30 * MIB);
    expect(large.buffer.byteLength).toBeGreaterThanOrEqual(30 * MIB);
    const small = slabs.take(8);
    large.release();
    large.release();
    expect(slabs.take(8).buffer).toBe(small.buffer);
  });
});
