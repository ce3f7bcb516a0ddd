import { describe, expect, test } from 'vitest';
import { TURNS } from '../../../src/compiler/plan.ts';
import { Ahead } from '../../../src/runtime/engine/ahead.ts';

/** Turns after some tiles of which the host prepares for `preparing` ms and whose kernels take a thread `kernels` ms, three quarters of it without anything prepared. */
function turnsAfter(tiles: number, threads: number, preparing: number, kernels: number): number {
  const ahead = new Ahead(0.75, threads);
  for (let tile = 0; tile < tiles; tile++) ahead.learn(preparing, (kernels * (1 - (0.75 * ahead.turns) / TURNS)) / threads);
  return ahead.turns;
}

describe('what is computed ahead', () => {
  test('takes other threads as long as this one prepares', () => {
    // A turn of 12 ms is 0.75 ms of one thread.
    expect([0, 0.3, 1, 3, 4, 100].map((preparing) => turnsAfter(1, 2, preparing, 16))).toEqual([0, 0, 1, 4, 5, TURNS]);
    expect(turnsAfter(1, 4, 2, 16)).toBe(8);
  });

  test('stays what it is while tiles are alike', () => {
    for (const preparing of [0, 1, 3, 5, 9, 40]) expect(turnsAfter(5, 2, preparing, 16)).toBe(turnsAfter(1, 2, preparing, 16));
  });
});
