import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BackendUnavailable } from '../../../src/runtime/engine/backends.ts';
import { factorsOf, factorText } from '../../support/programs.ts';
import { freshFolder } from '../store/support.ts';
import { compute, sampleStore } from './stores.ts';

const FACTORS = factorsOf(factorText('mean(ret)'));

describe('computing on a machine without a GPU', { skip: process.platform !== 'linux' }, () => {
  process.env.VK_DRIVER_FILES = '/absent/driver.json';

  test('an engine asked for by name that cannot run is an error with the remedy, and nothing is written', async () => {
    const store = await sampleStore();
    const out = join(await freshFolder(), 'values.csv');
    const run = compute({ store, factors: FACTORS, out, engine: 'webgpu' });
    await expect(run).rejects.toBeInstanceOf(BackendUnavailable);
    await expect(run).rejects.toThrow(/webgpu cannot run here: .+ To fix it: install/);
    expect(existsSync(out)).toBe(false);
    expect(existsSync(join(store, 'values'))).toBe(false);
  });

  test('it is an error also if every value is in the store', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS });
    await expect(compute({ store, factors: FACTORS, engine: 'webgpu' })).rejects.toBeInstanceOf(BackendUnavailable);
  });

  test('auto takes the next engine and says why', async () => {
    const report = await compute({ store: await sampleStore(), factors: FACTORS, engine: 'auto' });
    expect(report.engine).toBe('webasm');
    expect(report.engineReason).toMatch(/^not webgpu: VK_DRIVER_FILES names no driver file that exists; WebAssembly/);
  });
});
