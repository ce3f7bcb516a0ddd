/** Batches of a model: windows are gathered when they are asked for, into arrays that are used again. */
import { availableParallelism } from 'node:os';
import type { BarsInput, ModelInput, PanelInput } from '../../../dsl/typed-model.ts';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import type { Panel, Windows } from '../gru/blocks.ts';
import type { NetworkBatch } from '../network.ts';
import { Sequences } from '../sequences.ts';
import type { Samples, Slot } from '../train/samples.ts';
import type { Training } from '../training.ts';
import { type BarField, type PeriodBars } from './bars.ts';
import { openGatherThread, type GatherOrder } from './gather-thread.ts';
import type { Thread } from './thread.ts';
import { seriesFormOf } from './parametric.ts';
import { PreparedSeries, type SeriesSource } from './series.ts';
import { gathererOf, type Gatherer, type WindowSource } from './window-source.ts';

/** What a model's inputs are gathered from. */
export interface ModelData {
  readonly panel: DailyPanel;
  readonly inputs: readonly ModelInput[];
  /** Of panel inputs, by name. */
  readonly features: ReadonlyMap<string, Panel>;
  /** Of bars inputs, by how often they come. */
  readonly bars: ReadonlyMap<BarsInput['every'], PeriodBars>;
}

/** Days and stocks of samples; labels only of those that train. */
export interface SampleTable {
  /** Day T of each sample, as a row of the panel. */
  readonly days: Int32Array;
  readonly stocks: Int32Array;
  readonly labels: Float32Array;
}

/** Steps of an input's windows. */
export function stepsOf(input: ModelInput): number {
  return input.kind === 'panel' ? input.days : input.count;
}

/** Features of an input. */
export function featureCount(input: ModelInput): number {
  return input.kind === 'panel' ? input.features.length : input.fields.length;
}

/** First day on which every window of days is whole; whether weeks and months are is asked of each sample. */
export function firstDay(inputs: readonly ModelInput[]): number {
  return Math.max(0, ...inputs.map((input) => (input.kind === 'panel' ? input.days - 1 : input.every === '1d' ? input.count - 1 : 0)));
}

/** An input: where its windows come from, and which samples lack nothing of it. */
interface Source {
  readonly input: ModelInput;
  readonly windows: WindowSource;
  isComplete(day: number, stock: number): boolean;
}

/** Room for two batches at a time, and what dates measure across their stocks. */
export class ModelBatches {
  private readonly slots: readonly NetworkBatch[];
  private readonly sources: readonly Source[];
  private readonly thread: Thread<GatherOrder> | null;
  /** Of the caller's thread, where there is no other. */
  private readonly gatherers: readonly Gatherer[];

  /**
   * @param capacity most samples of a batch
   * @param program the thread's, if it is not the built one; where there is none, or one processor, the caller's thread gathers
   */
  constructor(training: Training, data: ModelData, capacity: number, program?: URL) {
    this.sources = data.inputs.map((input) => sourceOf(input, data));
    this.slots = [0, 1].map(() => new Map(data.inputs.map((input) => [input.name, new Sequences(training, capacity, stepsOf(input), featureCount(input))])));
    const windows = this.sources.map((source) => source.windows);
    this.thread = availableParallelism() > 1 ? openGatherThread(windows, program) : null;
    this.gatherers = this.thread === null ? windows.map(gathererOf) : [];
  }

  /** Whether windows are gathered on a thread of their own. */
  get threaded(): boolean {
    return this.thread !== null;
  }

  /** Whether every input of a stock on a day is there in whole: others are left out, in training and in predictions. */
  isComplete(day: number, stock: number): boolean {
    return this.sources.every((source) => source.isComplete(day, stock));
  }

  /** The samples of a table as `fit` takes them; sections are days. */
  samples(table: SampleTable): Samples<NetworkBatch> {
    return { sections: table.days, labels: table.labels, gather: (which, slot) => this.gather(table, which, slot) };
  }

  private async gather({ days, stocks }: SampleTable, which: Int32Array, slot: Slot): Promise<NetworkBatch> {
    const batch = this.slots[slot];
    if (batch === undefined) throw new RangeError(`there is no slot ${String(slot)}`);
    const windows: Windows = { endDays: which.map((sample) => days[sample] ?? -1), stocks: which.map((sample) => stocks[sample] ?? -1) };
    const all = this.sources.map(({ input }) => sequencesOf(batch, input.name));
    for (const sequences of all) sequences.makeRoom(which.length);
    if (this.thread === null) for (const [i, { values }] of all.entries()) this.gatherers[i]?.(windows, values);
    else await this.thread.ask({ windows, into: all.map(({ values }) => values) });
    return batch;
  }

  /** Ends the thread and gives back the memory. */
  async close(): Promise<void> {
    await this.thread?.close();
    for (const batch of this.slots) for (const sequences of batch.values()) sequences.dispose();
  }
}

/** An input of a batch. */
export function sequencesOf(batch: NetworkBatch, name: string): Sequences {
  const found = batch.get(name);
  if (found === undefined) throw new Error(`a batch has no input ${name}`);
  return found;
}

function sourceOf(input: ModelInput, data: ModelData): Source {
  if (input.kind === 'bars') return preparedSource(input, barsSeries(input, data));
  const panel = data.features.get(input.name);
  if (panel === undefined) throw new Error(`the features of ${input.name} were not read`);
  if (input.prepared.length > 0) return preparedSource(input, panelSeries(input, panel, data));
  const runs = runsOf(panel, input.days);
  return { input, windows: { kind: 'panel', panel, steps: input.days }, isComplete: (day, stock) => (runs[day * panel.stocks + stock] ?? 0) >= input.days };
}

function preparedSource(input: ModelInput, series: SeriesSource): Source {
  const whole = new PreparedSeries(series);
  const first = input.kind === 'panel' ? input.days - 1 : 0;
  return { input, windows: { kind: 'series', series }, isComplete: (day, stock) => day >= first && whole.isComplete(day, stock) };
}

function barsSeries(input: BarsInput, { bars, panel }: ModelData): SeriesSource {
  const found = bars.get(input.every);
  if (found === undefined) throw new Error(`the bars of ${input.name} were not read`);
  const features = input.fields.map((field) => found.fields.indexOf(field as BarField));
  if (features.includes(-1)) throw new Error(`the bars of ${input.name} lack one of ${input.fields.join(', ')}`);
  return { values: found.values, fields: found.fields.length, features, steps: input.count, ends: found, form: seriesFormOf(input), ...comparedBy(panel) };
}

function panelSeries(input: PanelInput, { values, features, days }: Panel, { panel }: ModelData): SeriesSource {
  const each = Int32Array.from({ length: days }, (_, day) => day);
  return { values, fields: features, features: input.features.map((_, i) => i), steps: input.days, ends: { periods: each, lastDays: each }, form: seriesFormOf(input), ...comparedBy(panel) };
}

function comparedBy({ flags, symbols, industry, cap, industries }: DailyPanel): Pick<SeriesSource, 'days' | 'groups'> {
  return { days: { flags, symbols, industry, cap }, groups: Math.max(1, industries.length) };
}

/** Days in a row up to each on which a stock has every feature, up to `most`. */
function runsOf({ days, stocks, features, values }: Panel, most: number): Uint16Array {
  const runs = new Uint16Array(days * stocks);
  for (let place = 0; place < runs.length; place++) {
    let isWhole = true;
    for (let i = place * features; isWhole && i < (place + 1) * features; i++) isWhole = !Number.isNaN(values[i]);
    const before = place < stocks ? 0 : (runs[place - stocks] ?? 0);
    runs[place] = isWhole ? Math.min(before + 1, most) : 0;
  }
  return runs;
}
