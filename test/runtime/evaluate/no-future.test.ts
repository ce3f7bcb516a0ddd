import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { DEFAULT_SETTINGS } from '../../../src/runtime/evaluate/settings.ts';
import { evaluateFactors } from '../../../src/runtime/evaluate/evaluate.ts';
import { evaluated, randomMarket, storeOf, valuesOf, weekdays } from './support.ts';

const DATES = weekdays('2021-11-01', 110);
const SETTINGS = { icirWindow: 12 };

/** Everything of an evaluation that carries a date up to the last one, and of sections only those whose return is complete by then. */
function past({ sections, universe, signals, benchmark }: Evaluation, dates: readonly string[]): unknown {
  const last = dates.length - 1;
  const days = (all: readonly string[], values: readonly number[]): readonly unknown[] => all.flatMap((date, i) => (date <= (dates[last] ?? '') ? [[date, values[i]]] : []));
  const complete = sections.filter((date) => dates.indexOf(date) >= 0 && dates.indexOf(date) + 1 + DEFAULT_SETTINGS.horizon <= last).length;
  const traded = sections.filter((date) => dates.indexOf(date) >= 0 && dates.indexOf(date) + 1 <= last).length;
  return {
    universe: universe.slice(0, traded),
    benchmark: days(benchmark.dates, benchmark.values),
    signals: signals.map((signal) => ({
      name: signal.name,
      ics: signal.sections.slice(0, complete),
      coverage: signal.sections.slice(0, traded).map(({ stocks, autocorrelation }) => [stocks, autocorrelation]),
      weights: signal.weights?.sections.slice(0, traded),
      excess: days(signal.dates, signal.excess),
      longShort: days(signal.dates, signal.longShort),
      // Layers that are first bought later have no day here.
      layers: signal.layers.flatMap(({ layer, returns, turnovers }) => [...days(signal.dates, returns), ...days(turnovers.dates, turnovers.values)].map((day) => [layer, day])),
    })),
  };
}

describe('no future', () => {
  test.each(process.env.FULLBAND_TEST === 'full' ? [1, 2, 3, 4] : [1, 2])('market %i: without its last days, no number of the days before changes', async (seed) => {
    const { days, rows } = randomMarket(seed, DATES, 22);
    const whole = await evaluated(days, rows, { settings: SETTINGS });
    for (const count of [61, 70 + seed, 97]) {
      const kept = DATES.slice(0, count);
      const end = kept.at(-1) ?? '';
      const cut = await evaluated(days.filter(({ date }) => date <= end), rows.filter(({ date }) => date <= end), { settings: SETTINGS });
      expect(past(cut, kept)).toEqual(past(whole, kept));
    }
  });

  test('--to means the same as files that end there', async () => {
    const { days, rows } = randomMarket(5, DATES, 22);
    const to = DATES[79] ?? '';
    const [store, values] = [await storeOf(days), await valuesOf(rows)];
    const byRange = await evaluateFactors({ store, values, directions: 1, to, settings: SETTINGS });
    const byFiles = await evaluated(days.filter(({ date }) => date <= to), rows.filter(({ date }) => date <= to), { settings: SETTINGS });
    expect(byRange.period.prices).toBe(to);
    expect(byRange.signals).toEqual(byFiles.signals);
  });

  test('--from moves the first section, and means over days still begin before it', async () => {
    const { days, rows } = randomMarket(6, DATES, 22);
    const from = DATES[50] ?? '';
    const { sections, signals } = await evaluated(days, rows, { from, settings: { steps: [{ kind: 'mean', days: 20 }] } });
    const whole = await evaluated(days, rows, { settings: { steps: [{ kind: 'mean', days: 20 }], every: 1 } });
    expect(sections[0]).toBe(from);
    const there = whole.sections.indexOf(from);
    expect(signals[0]?.sections[0]?.rankIc).toBe(whole.signals[0]?.sections[there]?.rankIc);
    expect(signals[0]?.sections[0]?.rankIc).not.toBeNull();
  });
});
