import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/dsl/catalogue/index.ts';
import type { Typed } from '../../src/dsl/typed.ts';
import type { BackendName } from '../../src/runtime/engine/backends.ts';
import { HURTING_KINDS } from '../oracle/hurting-days.ts';
import { withBackend } from '../support/engines.ts';
import { checkText } from '../support/programs.ts';
import { describeFailure, failuresOf } from '../support/random-agreement.ts';
import { factorSource, randomFactors, shrink, textOf, type RandomFactor, type WriterOptions } from '../support/random-programs.ts';
import { prepareWebGpu } from '../support/vulkan.ts';

const noWebGpu = await prepareWebGpu();

/** Operators that are legal inside a day. */
const INSIDE_A_DAY = OPERATORS.filter(({ group }) => group !== 'across stocks');

const FULL = process.env.FULLBAND_TEST === 'full';
/** Factors that are compiled together. */
const TOGETHER = 6;
/** Kernels live as long as their backend. */
const PROGRAMS_PER_BACKEND = 25;

/** Shallow and deep factors in turn. */
function factorsOfSeed(seed: number, options: WriterOptions = {}): readonly RandomFactor[] {
  return randomFactors(seed, TOGETHER, 3 + (seed % 3), options);
}

function sourceOf(factors: readonly RandomFactor[]): string {
  return factors.map((factor, i) => factorSource(`f${i}`, factor)).join('\n');
}

/** Failures of the programs of some seeds, each reduced to the smallest factor that still fails; at most five are reduced. */
async function failures(name: BackendName, seeds: readonly number[], options: WriterOptions = {}): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = 0; at < seeds.length && found.length < 5; at += PROGRAMS_PER_BACKEND) {
    await withBackend(name, async (backend) => {
      for (const seed of seeds.slice(at, at + PROGRAMS_PER_BACKEND)) {
        const factors = factorsOfSeed(seed, options);
        // Each kind of day once, from another seed for every program.
        for (const failure of await failuresOf(factors, backend, seed * HURTING_KINDS.length, HURTING_KINDS.length)) found.push(`seed ${seed}: ${await describeFailure(failure, backend)}`);
      }
    });
  }
  return found;
}

function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

describe('random factors of any operator', () => {
  test.for([
    ['webasm', FULL ? 500 : 20],
    ['cpu', FULL ? 60 : 2],
    ['webgpu', FULL ? 60 : 2],
  ] as const)('agree with float64 on %s, on every kind of day that hurts: %i programs', { timeout: 900_000 }, async ([name, count], { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    expect(await failures(name, seedsFrom(1000, count))).toEqual([]);
  });

  test('agree also where most parts do not fit together and end in findings', { timeout: 300_000 }, async () => {
    const seeds = seedsFrom(50_000, FULL ? 200 : 8);
    const checked = seeds.map((seed) => checkText(sourceOf(factorsOfSeed(seed, { wild: 0.08 }))));
    const accepted = checked.reduce((total, { factors }) => total + factors.length, 0) / (seeds.length * TOGETHER);
    expect(accepted).toBeGreaterThan(0.1);
    expect(accepted).toBeLessThan(0.7);
    expect(await failures('webasm', seeds, { wild: 0.08 })).toEqual([]);
  });
});

describe('the random factors', () => {
  const programs = seedsFrom(1000, 200).map((seed) => checkText(sourceOf(factorsOfSeed(seed))));

  test('pass the checker nine times of ten', () => {
    const accepted = programs.reduce((total, { factors }) => total + factors.length, 0);
    expect(accepted / (programs.length * TOGETHER)).toBeGreaterThan(0.9);
  });

  test('use every operator of the catalogue with every named argument it takes, and every column', () => {
    const used = new Set<string>();
    const seen = new Set<Typed>();
    const visit = (typed: Typed): void => {
      if (seen.has(typed)) return;
      seen.add(typed);
      if (typed.kind === 'column') used.add(typed.column);
      if (typed.kind !== 'apply') return;
      used.add(typed.operator);
      if (typed.window.text !== 'session') used.add(`${typed.operator} window`);
      if (typed.where !== null) used.add(`${typed.operator} where`);
      [...typed.args, ...(typed.where === null ? [] : [typed.where])].forEach(visit);
    };
    programs.forEach(({ factors }) => factors.forEach((factor) => visit(factor.value)));
    // by= groups events; the rows of minute are minutes already.
    const named = INSIDE_A_DAY.flatMap((entry) => entry.named.filter((name) => name !== 'by').map((name) => `${entry.name} ${name}`));
    const columns = ['open', 'high', 'low', 'close', 'vwap', 'volume', 'amount', 'items', 'ret', 'time'];
    const wanted = [...INSIDE_A_DAY.map(({ name }) => name), ...named, ...columns];
    expect(wanted.filter((name) => !used.has(name))).toEqual([]);
  });

  test('are the same for the same seed', () => {
    expect(sourceOf(randomFactors(7, 5))).toBe(sourceOf(randomFactors(7, 5)));
    expect(sourceOf(randomFactors(7, 5))).not.toBe(sourceOf(randomFactors(8, 5)));
  });

  test('shrink to what makes them fail', async () => {
    const fails = (factor: RandomFactor): Promise<boolean> => Promise.resolve(/kurt\(/.test(textOf(factor.value)));
    const failing = randomFactors(3, 300, 5).find((factor) => textOf(factor.value).length > 150 && /kurt\(/.test(textOf(factor.value)));
    if (failing === undefined) throw new Error('no long factor with kurt among 200');
    const smallest = await shrink(failing, fails, 2000);
    expect(textOf(smallest.value).length).toBeLessThan(20);
  });
});
