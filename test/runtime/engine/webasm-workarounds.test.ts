import { availableParallelism } from 'node:os';
import { GPU, type IGPUKernelSettings } from 'gpu.js';
import { describe, expect, test } from 'vitest';
import type { Program } from '../../../src/compiler/compile.ts';
import { EVERYTHING, isOfPart, SLOTS, TURNS, type KernelPlan } from '../../../src/compiler/plan.ts';
import { tileInput, type TileSize } from '../../../src/runtime/engine/gpu-input.ts';
import { KernelRunner } from '../../../src/runtime/engine/kernel-runner.ts';
import { TileWriter } from '../../../src/runtime/engine/tile.ts';
import { useThreads } from '../../../src/runtime/engine/webasm-threads.ts';
import { installContiguousLoads } from '../../../src/runtime/engine/webasm-contiguous.ts';
import { hurtingMinuteData } from '../../oracle/hurting-days.ts';
import { withBackend } from '../../support/engines.ts';
import { checkText, factorsOf, minuteFactors, programOf } from '../../support/programs.ts';
import { factorSource, randomFactors } from '../../support/random-programs.ts';

const STOCKS = 60;
const DATA = hurtingMinuteData(STOCKS, 700);
const CAPACITY = 80;
const BLOCKS = Math.ceil(STOCKS / 16);

const random = randomFactors(31, 24, 4).map((factor, i) => factorSource(`f${i}`, factor)).filter((text) => checkText(text).factors.length === 1);
const PROGRAMS: readonly (readonly [string, Program])[] = [
  ['the minute factors', programOf(minuteFactors())],
  ['random factors', programOf(random.flatMap((text) => factorsOf(text)))],
];

/** Numbers of a result of gpu.js, however it nests them. */
function numbersOf(result: unknown): readonly number[] {
  if (typeof result === 'number') return [result];
  if (result instanceof Float32Array) return [...result];
  return Array.isArray(result) ? result.flatMap(numbersOf) : [];
}

/** Results of every kernel as gpu.js by itself gives them: the tile copied at each call, on one thread. */
async function plainResults(gpu: GPU, program: Program, tile: Float32Array, size: TileSize): Promise<readonly (readonly number[])[]> {
  const results: (readonly number[])[] = [];
  for (const [i, source] of program.kernels.entries()) {
    const settings: IGPUKernelSettings & { returnType: string; loopMaxIterations: number } = { output: [size[0], program.plan.kernels[i]?.groups.length ?? 1, size[2]], returnType: 'Array(4)', loopMaxIterations: 1_000_000 };
    const run = gpu.createKernel(source, settings);
    results.push(numbersOf(await Promise.resolve<unknown>(run(tileInput(tile, size), BLOCKS, EVERYTHING))));
  }
  return results;
}

/** Results of the blocks that hold stocks; every NaN as one. */
function usedOf(results: readonly ArrayLike<number>[], program: Program): readonly (readonly number[])[] {
  return results.map((result, i) => Array.from(result).slice(0, BLOCKS * (program.plan.kernels[i]?.groups.length ?? 1) * 16 * SLOTS));
}

/** Whether a call with `part` computes what is at place `at` of the results. */
function isComputed(part: number, kernel: KernelPlan, at: number): boolean {
  const thread = Math.floor(at / (16 * SLOTS));
  const group = kernel.groups[thread % kernel.groups.length];
  return group !== undefined && isOfPart(part, group, Math.floor(thread / kernel.groups.length));
}

describe('kernels on webasm', () => {
  test('give the same results, bit for bit, with the tile in their memory, vector loads and threads as without', async () => {
    // Once vector loads are in place they stay for the process: plain results come first, from a backend that was not opened.
    const plain: (readonly (readonly number[])[])[] = [];
    const untouched = new GPU({ mode: 'webasm' });
    for (const [, program] of PROGRAMS) {
      const writer = new TileWriter(program.plan, CAPACITY);
      const tile = new Float32Array(writer.length);
      writer.fill(tile, DATA, 0, STOCKS);
      plain.push(usedOf(await plainResults(untouched, program, tile, writer.size), program));
    }
    await untouched.destroy();
    expect(installContiguousLoads()).toBe(true);
    await withBackend('webasm', async ({ gpu }) => {
      for (const [i, [name, program]] of PROGRAMS.entries()) {
        const writer = new TileWriter(program.plan, CAPACITY);
        const runner = await KernelRunner.build(gpu, program.kernels, program.plan.kernels.map((kernel) => kernel.groups.length), writer.size, availableParallelism());
        expect(runner.tile.buffer.byteLength, 'the tile lies in the kernel’s memory').toBeGreaterThan(writer.length * 4);
        writer.fill(runner.tile, DATA, 0, STOCKS);
        for (const round of [1, 2]) {
          const results = usedOf(await runner.run(BLOCKS), program);
          const differing = results.flatMap((numbers, kernel) => numbers.filter((number, at) => !Object.is(number, plain[i]?.[kernel]?.[at])));
          expect(differing, `${name}, run ${round}`).toEqual([]);
        }
        for (const turns of [1, 3, TURNS]) {
          for (const part of [turns, -turns]) {
            const results = usedOf(await runner.run(BLOCKS, part), program);
            const expected = program.plan.kernels.map((kernel, at) => (plain[i]?.[at] ?? []).map((number, k) => (isComputed(part, kernel, k) ? number : 0)));
            expect(results, `${name}, part ${part}`).toEqual(expected);
          }
        }
        expect(plain[i]?.flat().filter((number) => Number.isFinite(number) && number !== 0).length, 'plain results are numbers').toBeGreaterThan(500);
      }
    });
  });

  test('run on as many threads as asked for', async () => {
    await withBackend('webasm', async ({ gpu }) => {
      const settings: IGPUKernelSettings & { asyncMode: boolean } = { output: [16, 3, 512], asyncMode: true };
      const run = gpu.createKernel('function (x) { return x[this.thread.x] + this.thread.y; }', settings);
      const x = new Float32Array(16).fill(1);
      expect(useThreads(run, 1), 'before its first call a kernel has no threads').toBe(false);
      await Promise.resolve<unknown>(run(x));
      for (const threads of [1, 2]) {
        expect(useThreads(run, threads)).toBe(true);
        const results = numbersOf(await Promise.resolve<unknown>(run(x)));
        expect(new Set(results)).toEqual(new Set([1, 2, 3]));
        expect(lastDispatch(run)).toBe(threads);
      }
      run.destroy();
    });
  });
});

/** How many threads the last call of a kernel was split over. */
function lastDispatch(run: object): unknown {
  const inside = (of: unknown, name: string): unknown => ((typeof of === 'object' && of !== null) || typeof of === 'function' ? Reflect.get(of, name) : undefined);
  return inside(inside(inside(inside(run, 'kernel'), '_pool'), 'lastDispatch'), 'workerCount');
}
