import { expect, test } from 'vitest';
import { AtOnce } from '../../../src/runtime/engine/at-once.ts';

interface Piece {
  readonly work: () => Promise<void>;
  finish(): void;
  fail(error: Error): void;
}

function piece(): Piece {
  let finish = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return { work: () => ended, finish: () => { finish(); }, fail: (error) => { fail(error); } };
}

/** Whether a promise settles without anything else happening. */
async function settles(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true, () => true), new Promise<boolean>((resolve) => setTimeout(resolve, 10, false))]);
}

test('with none left running, each piece is waited for', async () => {
  const one = piece();
  const added = new AtOnce(0).add(one.work);
  expect(await settles(added)).toBe(false);
  one.finish();
  await added;
});

test('as many pieces as may be left run while the next is asked for; one more waits for any of them', async () => {
  const atOnce = new AtOnce(2);
  const pieces = [piece(), piece(), piece()] as const;
  await atOnce.add(pieces[0].work);
  await atOnce.add(pieces[1].work);
  const third = atOnce.add(pieces[2].work);
  expect(await settles(third)).toBe(false);
  pieces[1].finish();
  await third;
  const all = atOnce.finish();
  pieces[0].finish();
  expect(await settles(all)).toBe(false);
  pieces[2].finish();
  await all;
});

test('what a piece fails with is thrown by the next, and by the end', async () => {
  const atOnce = new AtOnce(1);
  const one = piece();
  await atOnce.add(one.work);
  one.fail(new Error('the disk is full'));
  await expect(atOnce.add(() => Promise.resolve())).rejects.toThrow('the disk is full');
  await expect(atOnce.finish()).rejects.toThrow('the disk is full');
});
