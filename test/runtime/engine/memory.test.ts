import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { valuesFolder } from '../../../src/runtime/store/layout.ts';
import { runNode } from '../../support/cli.ts';
import { softwareVulkan } from '../../support/vulkan.ts';
import { freshFolder } from '../store/support.ts';
import { childArguments, storeOfCounts } from './stores.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const DAYS = FULL ? 200 : 40;
/** Stocks of the days in turn: fewer and more than the first day's, which the tiles are made for. */
const STOCKS = [80, 200, 40, 160, 120, 20, 180, 100];
/** What a run may grow by. Of 40 days most is what the collector and the allocator have not given back: a leak that matters is a multiple of it. */
const LARGEST_GROWTH = FULL ? 50e6 : 30e6;

interface Outcome {
  readonly dates: number;
  readonly computed: number;
  readonly ran: string;
  readonly marks: readonly number[];
}

describe('the memory of a run', () => {
  let store: string;
  beforeAll(async () => {
    store = await storeOfCounts(STOCKS, DAYS);
  });
  // Each engine starts from an empty store, as the others did.
  afterEach(() => rm(valuesFolder(store), { recursive: true, force: true }));

  test.for(['webasm', 'webgpu'])(`stays flat over ${DAYS} days of changing stock counts on %s, and the process ends cleanly`, { timeout: 300_000 }, async (engine, { skip }) => {
    const vulkan = process.env.VK_DRIVER_FILES === undefined ? softwareVulkan() : {};
    if (engine === 'webgpu' && vulkan === null && FULL) throw new Error('webgpu cannot run here: apt-get install chromium libvulkan1');
    if (engine === 'webgpu' && vulkan === null) return skip('SwiftShader is not installed (Debian: apt-get install chromium libvulkan1)');
    const out = join(await freshFolder(), 'values.parquet');
    const { code, stdout, stderr } = await runNode(['--expose-gc', ...childArguments('memory.ts', store, out, engine, String(DAYS / 8))], { env: { ...vulkan } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { marks, ...report } = JSON.parse(stdout) as Outcome;
    expect(report).toEqual({ dates: DAYS, computed: 15 * DAYS, ran: engine });
    expect(marks).toHaveLength(8);
    // Up to the second mark code is still being compiled and heaps find their size.
    const [, start = NaN, ...later] = marks;
    expect(Math.max(...later) - start).toBeLessThan(LARGEST_GROWTH);
  });
});
