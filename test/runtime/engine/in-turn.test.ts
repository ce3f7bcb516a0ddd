import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { inTurn } from '../../../src/runtime/engine/in-turn.ts';

/** Work whose earlier items take longer, with a log of what is begun and done. */
function worker(log: string[], failAt = Infinity): (n: number) => Promise<number> {
  return async (n) => {
    log.push(`begin ${String(n)}`);
    await pause(40 - 8 * n);
    if (n === failAt) throw new Error(`no ${String(n)}`);
    log.push(`done ${String(n)}`);
    return n;
  };
}

describe('several items at once', () => {
  test('come in their order, however long each takes', async () => {
    const log: string[] = [];
    const got: number[] = [];
    for await (const n of inTurn([1, 2, 3, 4], 3, worker(log))) got.push(n);
    expect(got).toEqual([1, 2, 3, 4]);
    expect(log.indexOf('done 3')).toBeLessThan(log.indexOf('done 1'));
  });

  test('are no more than were asked for', async () => {
    const log: string[] = [];
    for await (const n of inTurn([1, 2, 3, 4], 2, worker(log))) expect(log.filter((entry) => entry.startsWith('begin')).length).toBeLessThanOrEqual(n + 1);
  });

  test('are waited for when the consumer stops, and no other begins', async () => {
    const log: string[] = [];
    for await (const n of inTurn([1, 2, 3, 4], 2, worker(log))) if (n === 1) break;
    expect(log).toEqual(['begin 1', 'begin 2', 'done 2', 'done 1']);
  });

  test('that fail end it with their error, after the items before', async () => {
    const got: number[] = [];
    const log: string[] = [];
    const run = async (): Promise<void> => {
      for await (const n of inTurn([1, 2, 3, 4], 4, worker(log, 2))) got.push(n);
    };
    await expect(run()).rejects.toThrow('no 2');
    expect(got).toEqual([1]);
    expect(log).toContain('done 4');
  });

  test('may be none', async () => {
    for await (const n of inTurn<number, number>([], 2, worker([]))) expect(n).toBe(0);
  });
});
