/** Data for models that come with the project, of chance: a training's time does not depend on what they say. */
import { compileModel } from '../src/compiler/model/compile.ts';
import type { ModelPlan } from '../src/compiler/model/plan.ts';
import { checkProject } from '../src/dsl/check.ts';
import { loadProject } from '../src/dsl/load-project.ts';
import { FLAG, type DailyPanel } from '../src/runtime/evaluate/daily-panel.ts';
import { fieldsFor, periodBars } from '../src/runtime/model/data/bars.ts';
import { featureCount, type ModelData, type SampleTable } from '../src/runtime/model/data/model-batches.ts';
import { sharedPanel } from '../src/runtime/model/gru/blocks.ts';
import { openProjectReader } from '../src/runtime/project-reader.ts';
import { Random } from '../src/runtime/store/simulate/random.ts';
import { inRepository } from './repository.ts';

/** The plan of `models/NAME.model`. */
export function planOf(name: string): ModelPlan {
  const { models, findings } = checkProject(loadProject([`models/${name}.model`], openProjectReader(inRepository())));
  const [model] = models;
  if (model === undefined) throw new Error(`models/${name}.model: ${findings.map(({ message }) => message).join('; ')}`);
  return compileModel(model);
}

/** Numbers of mean 0 and deviation 1, the same for every seed and cheap: a table of chance, read from places of chance. */
function chance(seed: number): () => number {
  const random = new Random(seed);
  const table = Float32Array.from({ length: 1 << 16 }, () => random.normal());
  let at = 0;
  return () => table[(at = (at + 40_503) & 0xffff)] ?? 0;
}

/** Inputs of a plan on days of stocks; prices walk, volumes are positive. */
export function dataOf({ inputs }: ModelPlan, days: number, stocks: number): ModelData {
  const cells = days * stocks;
  const next = chance(1);
  const dates = weekdays(days);
  const panel: DailyPanel = {
    dates,
    symbols: Array.from({ length: stocks }, (_, i) => `${String(600_000 + i)}.SH`),
    flags: new Uint8Array(new SharedArrayBuffer(cells)).fill(FLAG.row | FLAG.priced),
    price: new Float64Array(0), close: new Float64Array(0), cap: new Float64Array(0), industry: new Int16Array(0), industries: ['all'], amount: new Float32Array(0), turnover: new Float32Array(0),
    absent: new Set(),
  };
  const features = new Map(
    inputs.flatMap((input) => {
      if (input.kind !== 'panel') return [];
      const made = sharedPanel(days, stocks, featureCount(input));
      for (let i = 0; i < made.values.length; i++) made.values[i] = next();
      return [[input.name, made] as const];
    }),
  );
  const bars: ModelData['bars'] = new Map(inputs.some(({ kind }) => kind === 'bars') ? barsOf(inputs, panel, next) : []);
  return { panel, inputs, features, bars };
}

function barsOf(inputs: ModelPlan['inputs'], panel: DailyPanel, next: () => number): ModelData['bars'] {
  const asked = inputs.flatMap((input) => (input.kind === 'bars' ? [input] : []));
  const fields = fieldsFor(asked.flatMap((input) => input.fields));
  const [days, stocks] = [panel.dates.length, panel.symbols.length];
  const values = new Float32Array(new SharedArrayBuffer(4 * days * stocks * fields.length));
  const price = new Float64Array(stocks).fill(10);
  for (let day = 0; day < days; day++) {
    for (let stock = 0; stock < stocks; stock++) {
      const close = (price[stock] ?? 10) * Math.exp(0.02 * next());
      price[stock] = close;
      fields.forEach((field, i) => (values[(day * stocks + stock) * fields.length + i] = field === 'volume' ? 1e6 * Math.exp(next()) : close * (1 + 0.01 * next())));
    }
  }
  return new Map(asked.map(({ every }) => [every, periodBars({ fields, values }, panel, every)]));
}

function weekdays(count: number): readonly string[] {
  const dates: string[] = [];
  for (let time = Date.UTC(2015, 0, 5); dates.length < count; time += 86_400_000) {
    const date = new Date(time);
    if (date.getUTCDay() % 6 !== 0) dates.push(date.toISOString().slice(0, 10));
  }
  return dates;
}

/** Samples of stocks on days from a first one on, every so many days, all or a number of chance. */
export function samplesOf({ panel }: ModelData, first: number, every: number, count: number | null = null): SampleTable {
  const sections = Array.from({ length: Math.ceil((panel.dates.length - first) / every) }, (_, i) => first + i * every);
  const random = new Random(2);
  const next = chance(3);
  const stocks = panel.symbols.length;
  const length = count ?? sections.length * stocks;
  const section = (i: number): number => sections[count === null ? Math.floor(i / stocks) : random.below(sections.length)] ?? first;
  return { days: Int32Array.from({ length }, (_, i) => section(i)), stocks: Int32Array.from({ length }, (_, i) => (count === null ? i % stocks : random.below(stocks))), labels: Float32Array.from({ length }, next) };
}
