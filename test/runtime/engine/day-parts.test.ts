import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ahead } from '../../../src/runtime/engine/day-parts.ts';

/** Numbers from 1 on, each after some milliseconds, with a log of what was begun, done and ended. */
async function* numbers(log: string[], failAt = Infinity): AsyncGenerator<number, void> {
  try {
    for (let n = 1; n <= 5; n++) {
      log.push(`begin ${String(n)}`);
      await pause(10);
      if (n === failAt) throw new Error(`no ${String(n)}`);
      log.push(`done ${String(n)}`);
      yield n;
    }
  } finally {
    log.push('end');
  }
}

describe('reading ahead', () => {
  test('gives every item in order and begins the next one while one is in use', async () => {
    const log: string[] = [];
    for await (const n of ahead(numbers(log))) {
      await pause(30);
      log.push(`used ${String(n)}`);
    }
    expect(log.filter((entry) => entry.startsWith('used'))).toEqual([1, 2, 3, 4, 5].map((n) => `used ${String(n)}`));
    expect(log.indexOf('done 2')).toBeLessThan(log.indexOf('used 1'));
    expect(log.at(-1)).toBe('used 5');
    expect(log).toContain('end');
  });

  test('is over when the consumer stops: the item under way is waited for and the source ended', async () => {
    const log: string[] = [];
    for await (const n of ahead(numbers(log))) if (n === 2) break;
    expect(log).toEqual(['begin 1', 'done 1', 'begin 2', 'done 2', 'begin 3', 'done 3', 'end']);
  });

  test('is over when the consumer fails, with the consumer\'s error', async () => {
    const log: string[] = [];
    const run = async (): Promise<void> => {
      for await (const n of ahead(numbers(log, 2))) throw new Error(`stopped at ${String(n)}`);
    };
    await expect(run()).rejects.toThrow('stopped at 1');
    expect(log).toEqual(['begin 1', 'done 1', 'begin 2', 'end']);
  });

  test('ends in the error of the source, after the items before it', async () => {
    const used: number[] = [];
    const run = async (): Promise<void> => {
      for await (const n of ahead(numbers([], 3))) used.push(n);
    };
    await expect(run()).rejects.toThrow('no 3');
    expect(used).toEqual([1, 2]);
  });
});
