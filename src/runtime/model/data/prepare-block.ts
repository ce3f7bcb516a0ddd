/** Preparing factor values across the stocks of each day, a block of days at a time: on threads, or in the caller's. */
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import type { Exposures } from '../../../dsl/catalogue/sections/neutralize.ts';
import type { Preparation } from '../../../dsl/typed-model.ts';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { knownStocks } from '../../evaluate/universe.ts';
import type { Panel } from '../gru/blocks.ts';

/** What is prepared. Plain data, whose large arrays lie in memory that threads share. */
export interface PreparationJob {
  readonly days: Pick<DailyPanel, 'flags' | 'symbols' | 'industry' | 'cap'>;
  /** Of each feature, in their order. */
  readonly directions: readonly (1 | -1)[];
  readonly steps: readonly Preparation[];
  readonly into: Panel;
}

/** Raw values of a block of days: [feature][day][stock], NaN missing. */
export interface PreparationOrder {
  readonly raw: Float64Array;
  /** First day and days of the block. */
  readonly first: number;
  readonly count: number;
}

/** Prepares every day of a block and writes it into the panel. Of stocks that are ST or have no row that day nothing is written. */
export function prepareBlock({ days, directions, steps, into }: PreparationJob, { raw, first, count }: PreparationOrder): void {
  const width = days.symbols.length;
  for (let day = 0; day < count; day++) {
    const known = knownStocks(days, first + day, ['st']);
    const exposures = exposuresOf(days, first + day, known);
    for (const [feature, direction] of directions.entries()) {
      const from = (feature * count + day) * width;
      const section = Float64Array.from(known, (s) => (raw[from + s] ?? NaN) * direction);
      prepareSection(section, exposures, steps);
      const to = (first + day) * width;
      known.forEach((s, i) => {
        into.values[(to + s) * into.features + feature] = section[i] ?? NaN;
      });
    }
  }
}

/** Industry and size of some stocks on a day. */
export function exposuresOf({ industry, cap, symbols }: Pick<DailyPanel, 'industry' | 'cap' | 'symbols'>, day: number, stocks: Int32Array): Exposures {
  const base = day * symbols.length;
  return { industry: Int16Array.from(stocks, (s) => industry[base + s] ?? -1), cap: Float64Array.from(stocks, (s) => cap[base + s] ?? NaN) };
}

/** Applies preparations across the stocks of a day, in order, in place: the very functions of factors over days. */
export function prepareSection(section: Float64Array, exposures: Exposures, steps: readonly Preparation[]): void {
  for (const step of steps) {
    if (step.kind !== 'across') throw new Error('a series is divided by its last value after it was put together, not before');
    const { meaning } = operatorNamed(step.operator);
    if (meaning.kind === 'section') meaning.of(section, exposures, step.parameters, step.by);
    else if (meaning.kind === 'selection') {
      const into = new Float64Array(section.length);
      meaning.of(section, null, step.parameters, into);
      section.set(into);
    } else if (meaning.kind === 'element') {
      // fill(x, v) goes value by value.
      for (let i = 0; i < section.length; i++) section[i] = meaning.of([section[i] ?? NaN, ...step.parameters], []);
    } else throw new Error(`${step.operator} prepares no section`);
  }
}
