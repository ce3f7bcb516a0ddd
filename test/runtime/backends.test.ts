import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { describeAdapter, isSoftwareAdapter } from '../../src/runtime/engine/webgpu.ts';
import { BACKEND_NAMES, type Backend, openBackend, probeBackends } from '../../src/runtime/engine/backends.ts';
import { prepareWebGpu } from '../support/vulkan.ts';

const noWebGpu = await prepareWebGpu();

/** Sum of the squares of 0…n−1 per thread, long enough to need `loopMaxIterations`. */
async function runSums(backend: Backend): Promise<readonly number[]> {
  const source = 'function sums(x, n) { let s = 0; for (let k = 0; k < n; k++) { s += x[k] * x[k]; } return s + this.thread.x; }';
  const kernel = backend.gpu.createKernel(source, { output: [3] }).setLoopMaxIterations(5000);
  const x = [...Array(2000).keys()].map((k) => k % 4);
  const result = await Promise.resolve<unknown>(kernel(x, 2000));
  return result instanceof Float32Array ? [...result] : [];
}

describe('backends', () => {
  test.for(BACKEND_NAMES)('%s runs a kernel and may be closed twice', async (name, { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const backend = await openBackend(name);
    expect(backend.name).toBe(name);
    expect(backend.reason).toBe('asked for by name');
    expect(backend.gpu.mode).toBe(name);
    expect(await runSums(backend)).toEqual([7000, 7001, 7002]);
    await backend.close();
    await backend.close();
  });

  test('webgpu opens again after its last user closed, and two users share the device', async ({ skip }) => {
    skip(noWebGpu !== null, noWebGpu ?? '');
    const first = await openBackend('webgpu');
    const second = await openBackend('webgpu');
    await first.close();
    expect(await runSums(second)).toEqual([7000, 7001, 7002]);
    await second.close();
    const third = await openBackend('webgpu');
    expect(await runSums(third)).toEqual([7000, 7001, 7002]);
    await third.close();
  });

  test('auto leaves a software adapter alone and says so', async ({ skip }) => {
    skip(noWebGpu !== null, noWebGpu ?? '');
    const named = await openBackend('webgpu');
    await named.close();
    skip(!/swiftshader/i.test(named.device), `this machine has a real GPU: ${named.device}`);
    const chosen = await openBackend('auto');
    expect(chosen.name).toBe('webasm');
    expect(chosen.reason).toMatch(/^not webgpu: .*software adapter/);
    expect(chosen.device).toContain(`threads on ${availableParallelism()} cores`);
    await chosen.close();
  });

  test('probes run a kernel on each backend and know the software adapter', async () => {
    const probes = await probeBackends();
    expect(probes.map(({ name }) => name)).toEqual([...BACKEND_NAMES, 'reference']);
    for (const probe of probes.filter(({ name }) => name !== 'webgpu' || noWebGpu === null)) {
      expect(probe).toMatchObject({ runs: true, fix: null });
      expect(probe.device).not.toBe('');
    }
  });
});

describe('adapters', () => {
  const adapter = (device: string, description: string, vendor = '', architecture = ''): Parameters<typeof describeAdapter>[0] => ({
    vendor, architecture, device, description,
  });

  test('programs that play a GPU are told from GPUs', () => {
    expect(isSoftwareAdapter(adapter('llvmpipe-llvm-15', 'Mesa 22.3.6', 'mesa'))).toBe(true);
    expect(isSoftwareAdapter(adapter('', 'Microsoft Basic Render Driver'))).toBe(true);
    expect(isSoftwareAdapter({ ...adapter('x', ''), isFallbackAdapter: true })).toBe(true);
    expect(isSoftwareAdapter(adapter('nvidia-h100', 'NVIDIA: 550.54', 'nvidia', 'hopper'))).toBe(false);
  });

  test('an adapter is described by its device, or by vendor and architecture if it has no name', () => {
    expect(describeAdapter(adapter('swiftshader-device-subzero-', 'SwiftShader driver 5.0.0'))).toBe('swiftshader-device-subzero (SwiftShader driver 5.0.0)');
    expect(describeAdapter(adapter('', '', 'apple', 'metal-3'))).toBe('apple metal-3');
  });
});
