import type * as promises from 'node:fs/promises';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../../src/runtime/model/train/checkpoint.ts';

const disk = vi.hoisted(() => ({ full: false }));

// A disk cannot be filled in a test: the file system's answer is given in its place, after half of the bytes were written.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>();
  const open: typeof real.open = async (...args) => {
    const file = await real.open(...args);
    if (!disk.full || args[1] !== 'wx') return file;
    const writeFile: typeof file.writeFile = async (data) => {
      if (Buffer.isBuffer(data)) await file.write(data.subarray(0, data.length / 2));
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    return new Proxy(file, { get: (target, name) => (name === 'writeFile' ? writeFile : bound(target, name)) });
  };
  const bound = (target: object, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, name);
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  };
  return { ...real, open };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fullband-checkpoint-'));
});
afterEach(async () => {
  disk.full = false;
  await rm(folder, { recursive: true });
});

const values = new Map([['w', Float32Array.of(1, -0, 1e-40, 3.5)]]);
const checkpoint: Checkpoint = {
  ...{ identity: 'a', step: 3, history: [{ epoch: 1, loss: -0.5, ic: null }], best: 1, weights: values, bestWeights: values },
  adam: { step: 3, first: values, second: new Map() },
};

test('a checkpoint is read as it was written', async () => {
  const path = join(folder, 'a', 'checkpoint');
  await writeCheckpoint(path, checkpoint);
  expect(await readCheckpoint(path)).toEqual(checkpoint);
  expect(await readCheckpoint(join(folder, 'none'))).toBeNull();
});

test('on a full disk the former checkpoint stays whole, and the error says what to do', async () => {
  const path = join(folder, 'checkpoint');
  await writeCheckpoint(path, checkpoint);
  disk.full = true;
  const next = { ...checkpoint, history: [...checkpoint.history, { epoch: 2, loss: -0.6, ic: 0.1 }] };
  await expect(writeCheckpoint(path, next)).rejects.toThrow(/checkpoint: found no space left for the checkpoint of epoch 2; .+ Free some space and train again: the training continues from its last checkpoint, which is whole\.$/);
  expect(await readdir(folder)).toEqual(['checkpoint']);
  expect(await readCheckpoint(path)).toEqual(checkpoint);
});
