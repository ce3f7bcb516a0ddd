import { GPU } from 'gpu.js';
import { describe, expect, test } from 'vitest';
import { openFirst, openOn, type Attempt, type BackendCandidate, type BackendName } from '../../src/runtime/engine/backends.ts';

/** A GPU whose driver computes wrong: kernels add 2 where they should add 1. */
function wrongGpu(mode: 'webasm' | 'cpu'): GPU {
  const gpu = new GPU({ mode });
  const right = gpu.createKernel.bind(gpu);
  Reflect.set(gpu, 'createKernel', (source: string, settings: object) => right(source.replace('+ 1', '+ 2'), settings));
  return gpu;
}

const closed: string[] = [];

function candidate(name: BackendName, gpu: () => GPU): BackendCandidate {
  return {
    name,
    open: () => {
      const made = gpu();
      const attempt: Attempt = { backend: { name, device: `a ${name}`, gpu: made, threads: 1, close: () => made.destroy().then(() => void closed.push(name)) }, software: false };
      return Promise.resolve(attempt);
    },
  };
}

describe('the choice of a backend', () => {
  test('passes over one that computes wrong numbers, closes it and says so', async () => {
    closed.length = 0;
    const backend = await openFirst([candidate('webasm', () => wrongGpu('webasm')), candidate('cpu', () => new GPU({ mode: 'cpu' }))]);
    expect(backend).toMatchObject({ name: 'cpu', reason: 'not webasm: a kernel on webasm answered 2, 4, 6, 8 instead of 1, 3, 5, 7' });
    expect(closed).toEqual(['webasm']);
    await backend.close();
  });

  test('passes over one that runs somewhere else than it says', async () => {
    const backend = await openFirst([candidate('webasm', () => new GPU({ mode: 'cpu' })), candidate('cpu', () => new GPU({ mode: 'cpu' }))]);
    expect(backend).toMatchObject({ name: 'cpu', reason: 'not webasm: a kernel built for webasm ran on cpu' });
    await backend.close();
  });

  test('is an error with every reason if none is left', async () => {
    const none = openFirst([{ name: 'webgpu', open: () => Promise.resolve({ backend: null, why: 'no driver is installed', fix: 'install one' }) }, candidate('cpu', () => wrongGpu('cpu'))]);
    await expect(none).rejects.toThrow('No backend runs here: not webgpu: no driver is installed; not cpu: a kernel on cpu answered 2, 4, 6, 8');
  });
});

describe('a device that was acquired', () => {
  test('is given back if kernels cannot be made on it', async () => {
    let held = 0;
    const acquire = (): Promise<() => Promise<void>> => {
      held++;
      return Promise.resolve(() => {
        held--;
        return Promise.resolve();
      });
    };
    const failed = openOn(acquire, () => {
      expect(held).toBe(1);
      throw new Error('no kernels here');
    });
    await expect(failed).rejects.toThrow('no kernels here');
    expect(held).toBe(0);
    const { close } = await openOn(acquire, () => new GPU({ mode: 'cpu' }));
    expect(held).toBe(1);
    await close();
    await close();
    expect(held).toBe(0);
  });
});
