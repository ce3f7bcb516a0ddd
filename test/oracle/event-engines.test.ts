import { describe, expect, test } from 'vitest';
import { EventEngine, referenceEventValues } from '../../src/runtime/engine/event-engine.ts';
import { eventProgram, stockData } from '../support/event-data.ts';
import { withBackend } from '../support/engines.ts';
import { eventFactorOracle } from './event-formulas.ts';
import type { EventDay } from './event-rows.ts';
import { HURTING_EVENT_KINDS, hurtingEvents } from './hurting-events.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const ROUNDS = FULL ? 20 : 2;
const DAYS: readonly { readonly name: string; readonly day: EventDay }[] = Array.from({ length: HURTING_EVENT_KINDS.length * ROUNDS }, (_, seed) => hurtingEvents(seed));
const program = eventProgram();
const names = program.plan.outputs.map(({ factor }) => factor.name);

/** Pairs that differ by more than a tolerance, as texts. */
function differing(actual: (day: number, factor: number) => number, expected: (day: number, factor: number) => number, tolerance: (value: number) => number): readonly string[] {
  return DAYS.flatMap(({ name }, day) =>
    names.flatMap((factor, i) => {
      const [a, e] = [actual(day, i), expected(day, i)];
      const same = Number.isNaN(e) ? Number.isNaN(a) : Math.abs(a - e) <= tolerance(e);
      return same ? [] : [`${factor} of ${name} (${day}): ${a}, expected ${e}`];
    }),
  );
}

describe('factors of executions and orders', () => {
  const reference = DAYS.map(({ day }) => referenceEventValues(program, stockData(day)));

  test('the reference agrees with formulas written by hand', () => {
    const oracle = (day: number, factor: number): number => eventFactorOracle[names[factor] ?? '']?.(DAYS[day]?.day ?? { executions: [], orders: [], ret: new Float64Array(0) }) ?? NaN;
    expect(names.length).toBe(12);
    expect(differing((day, factor) => reference[day]?.[factor] ?? NaN, oracle, (value) => 1e-12 + 1e-9 * Math.abs(value))).toEqual([]);
  });

  test.each(['webasm', 'cpu'] as const)('%s agrees with the reference', async (backend) => {
    await withBackend(backend, async (opened) => {
      const engine = await EventEngine.build(program, opened);
      for (const { day } of DAYS) await engine.add(stockData(day));
      const { columns } = await engine.finish();
      engine.close();
      expect(differing((day, factor) => columns[factor]?.[day] ?? NaN, (day, factor) => reference[day]?.[factor] ?? NaN, (value) => 1e-5 + 1e-4 * Math.abs(value))).toEqual([]);
    });
  });
});
