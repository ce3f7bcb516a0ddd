/** Factor values as a panel of features: prepared across the stocks of each day, day by day. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import type { Exposures } from '../../../dsl/catalogue/sections/neutralize.ts';
import type { PanelInput, Preparation } from '../../../dsl/typed-model.ts';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { knownStocks } from '../../evaluate/universe.ts';
import { readFactor, type ValuesFile } from '../../evaluate/values-file.ts';
import { sharedPanel, type Panel } from '../gru/blocks.ts';

/** Reads the features of an input, one after the other, and prepares each day. NaN is missing: what `fill` did not fill, and stocks that are ST or have no row that day. */
export async function readFeatures(connection: DuckDBConnection, values: ValuesFile, panel: DailyPanel, input: PanelInput, tell: (note: string) => void): Promise<Panel> {
  const width = panel.symbols.length;
  const features = sharedPanel(panel.dates.length, width, input.features.length);
  const raw = new Float64Array(panel.dates.length * width);
  for (const [place, { name, direction }] of input.features.entries()) {
    tell(`reading ${name}`);
    await readFactor(connection, values, name, panel, raw);
    for (let day = 0; day < panel.dates.length; day++) {
      const known = knownStocks(panel, day, ['st']);
      const section = Float64Array.from(known, (s) => (raw[day * width + s] ?? NaN) * direction);
      prepareSection(section, exposuresOf(panel, day, known), input.daily);
      known.forEach((s, i) => {
        features.values[(day * width + s) * features.features + place] = section[i] ?? NaN;
      });
    }
  }
  return features;
}

/** Industry and size of some stocks on a day. */
export function exposuresOf({ industry, cap, symbols }: DailyPanel, day: number, stocks: Int32Array): Exposures {
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
