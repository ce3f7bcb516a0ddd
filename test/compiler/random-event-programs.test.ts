import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/dsl/catalogue/index.ts';
import type { Typed } from '../../src/dsl/typed.ts';
import type { BackendName } from '../../src/runtime/engine/backends.ts';
import { HURTING_EVENT_KINDS } from '../oracle/hurting-events.ts';
import { withBackend } from '../support/engines.ts';
import { checkText } from '../support/programs.ts';
import { describeEventFailure, eventFailuresOf, eventSourceOf, randomEventFactors, type EventTableName } from '../support/random-event-programs.ts';
import type { RandomFactor } from '../support/random-programs.ts';
import { prepareWebGpu } from '../support/vulkan.ts';

const noWebGpu = await prepareWebGpu();

const FULL = process.env.FULLBAND_TEST === 'full';
/** Factors that are compiled together. */
const TOGETHER = 6;
/** Kernels live as long as their backend. */
const PROGRAMS_PER_BACKEND = 20;
const TABLES: readonly EventTableName[] = ['trade', 'trade', 'order'];

function tableOf(seed: number): EventTableName {
  return TABLES[seed % TABLES.length] ?? 'trade';
}

/** Shallow and deep factors in turn. */
function factorsOfSeed(seed: number): readonly RandomFactor[] {
  return randomEventFactors(tableOf(seed), seed, TOGETHER, 2 + (seed % 4));
}

/** Each kind of day once, from another seed for every program. */
function daysOfSeed(seed: number): readonly number[] {
  return HURTING_EVENT_KINDS.map((_, kind) => seed * HURTING_EVENT_KINDS.length + kind);
}

/** Failures of the programs of some seeds, each reduced to the smallest factor that still fails; at most five are reduced. */
async function failures(name: BackendName, seeds: readonly number[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = 0; at < seeds.length && found.length < 5; at += PROGRAMS_PER_BACKEND) {
    await withBackend(name, async (backend) => {
      for (const seed of seeds.slice(at, at + PROGRAMS_PER_BACKEND)) {
        const table = tableOf(seed);
        for (const failure of await eventFailuresOf(table, factorsOfSeed(seed), backend, daysOfSeed(seed))) {
          if (found.length < 5) found.push(`seed ${seed}: ${await describeEventFailure(table, failure, backend)}`);
        }
      }
    });
  }
  return found;
}

const seedsFrom = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

describe('random factors over executions and orders', () => {
  test.for([
    ['webasm', FULL ? 300 : 8],
    ['cpu', FULL ? 60 : 2],
    ['webgpu', FULL ? 40 : 1],
  ] as const)('agree with float64 on %s, on every kind of day that hurts: %i programs', { timeout: 900_000 }, async ([name, count], { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    expect(await failures(name, seedsFrom(3000, count))).toEqual([]);
  });
});

describe('the random factors over events', () => {
  const programs = seedsFrom(3000, 200).map((seed) => checkText(eventSourceOf(tableOf(seed), factorsOfSeed(seed))));

  test('pass the checker mostly', () => {
    const accepted = programs.reduce((total, { factors }) => total + factors.length, 0);
    expect(accepted / (programs.length * TOGETHER)).toBeGreaterThan(0.6);
  });

  test('use every operator, grouped reductions among them, and every column but order_id', () => {
    const used = new Set<string>();
    const seen = new Set<Typed>();
    const visit = (typed: Typed): void => {
      if (seen.has(typed)) return;
      seen.add(typed);
      if (typed.kind === 'column') used.add(`${typed.table}.${typed.column}`);
      if (typed.kind !== 'apply') return;
      used.add(typed.operator);
      if (typed.by !== null) used.add(`by ${typed.by}`);
      [...typed.args, ...(typed.where === null ? [] : [typed.where])].forEach(visit);
    };
    programs.forEach(({ factors }) => factors.forEach((factor) => visit(factor.value)));
    const columns = ['price', 'volume', 'amount', 'side', 'time'].map((name) => `trade.${name}`).concat(['price', 'volume', 'side', 'type', 'time'].map((name) => `order.${name}`));
    const wanted = [...OPERATORS.filter(({ group }) => group !== 'across stocks').map(({ name }) => name), ...columns, 'by buy_id', 'by sell_id', 'by order_id', 'by minute', 'minute.ret'];
    expect(wanted.filter((name) => !used.has(name))).toEqual([]);
  });
});
