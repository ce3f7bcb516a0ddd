/** Batches of a model: windows are gathered when they are asked for, into arrays that are used again. */
import { availableParallelism } from 'node:os';
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import type { BarsInput, ModelInput, PanelInput } from '../../../dsl/typed-model.ts';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { knownStocks } from '../../evaluate/universe.ts';
import type { Panel, Windows } from '../gru/blocks.ts';
import type { NetworkBatch } from '../network.ts';
import { Sequences } from '../sequences.ts';
import type { Samples, Slot } from '../train/samples.ts';
import type { Training } from '../training.ts';
import { BAR_FIELDS, isBarField, type PeriodBars } from './bars.ts';
import { GatherThread } from './gather-thread.ts';
import { measure, prepared, seriesFormOf, type ColumnScales, type SeriesForm } from './parametric.ts';

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

/** First day on which every window of days is whole; whether weeks and months are is asked of each sample. */
export function firstDay(inputs: readonly ModelInput[]): number {
  return Math.max(0, ...inputs.map((input) => (input.kind === 'panel' ? input.days - 1 : input.every === '1d' ? input.count - 1 : 0)));
}

/** Room for two batches at a time, and what dates measure across their stocks. */
export class ModelBatches {
  private readonly slots: readonly NetworkBatch[];
  private readonly series: ReadonlyMap<string, BarsSeries>;
  private readonly runs = new Map<string, Uint16Array>();
  private readonly panels: readonly PanelInput[];
  private readonly thread: GatherThread | null;

  /**
   * @param capacity most samples of a batch
   * @param program the thread's, if it is not the built one; where there is none, or one processor, the caller's thread gathers
   */
  constructor(
    training: Training,
    private readonly data: ModelData,
    capacity: number,
    program?: URL,
  ) {
    for (const { name, kind, prepared: steps } of data.inputs) if (kind === 'panel' && steps.length > 0) throw new Error(`input ${name}: ${steps.map((step) => (step.kind === 'across' ? operatorNamed(step.operator).name : step.kind)).join(', ')} around panel(…) is not applied in training; prepare the factors inside panel(…)`);
    this.series = new Map(data.inputs.flatMap((input) => (input.kind === 'bars' ? [[input.name, new BarsSeries(data, input, capacity)] as const] : [])));
    this.slots = [0, 1].map(() => new Map(data.inputs.map((input) => [input.name, new Sequences(training, capacity, stepsOf(input), input.kind === 'panel' ? input.features.length : input.fields.length)])));
    this.panels = data.inputs.filter((input) => input.kind === 'panel');
    this.thread = this.panels.length > 0 && availableParallelism() > 1 ? GatherThread.open(this.panels.map((input) => ({ panel: this.featuresOf(input), steps: input.days })), program) : null;
  }

  /** Whether windows of panels are gathered on a thread of their own. */
  get threaded(): boolean {
    return this.thread !== null;
  }

  /** Whether every input of a stock on a day is there in whole: others are left out, in training and in predictions. */
  isComplete(day: number, stock: number): boolean {
    for (const input of this.data.inputs) {
      if (day < stepsOf(input) - 1 && input.kind === 'panel') return false;
      if (input.kind === 'panel' ? !this.hasFeatures(input, day, stock) : this.series.get(input.name)?.isComplete(day, stock) !== true) return false;
    }
    return true;
  }

  /** Days in a row up to each on which a stock has every feature. */
  private hasFeatures(input: PanelInput, day: number, stock: number): boolean {
    const { stocks } = this.featuresOf(input);
    return (this.runsOf(input)[day * stocks + stock] ?? 0) >= input.days;
  }

  private runsOf(input: PanelInput): Uint16Array {
    const known = this.runs.get(input.name);
    if (known !== undefined) return known;
    const { days, stocks, features, values } = this.featuresOf(input);
    const runs = new Uint16Array(days * stocks);
    for (let place = 0; place < runs.length; place++) {
      let isWhole = true;
      for (let i = place * features; isWhole && i < (place + 1) * features; i++) isWhole = !Number.isNaN(values[i]);
      const before = place < stocks ? 0 : (runs[place - stocks] ?? 0);
      runs[place] = isWhole ? Math.min(before + 1, input.days) : 0;
    }
    this.runs.set(input.name, runs);
    return runs;
  }

  /** The samples of a table as `fit` takes them; sections are days. */
  samples(table: SampleTable): Samples<NetworkBatch> {
    return { sections: table.days, labels: table.labels, gather: (which, slot) => this.gather(table, which, slot) };
  }

  private async gather({ days, stocks }: SampleTable, which: Int32Array, slot: Slot): Promise<NetworkBatch> {
    const batch = this.slots[slot];
    if (batch === undefined) throw new RangeError(`there is no slot ${String(slot)}`);
    const windows: Windows = { endDays: which.map((sample) => days[sample] ?? -1), stocks: which.map((sample) => stocks[sample] ?? -1) };
    const fromPanels = this.gatherPanels(windows, this.panels.map(({ name }) => sequencesOf(batch, name)));
    try {
      for (const [name, series] of this.series) series.gather(windows, sequencesOf(batch, name));
    } finally {
      // Whatever happens, nobody writes into the slot any more when it is given back.
      await fromPanels;
    }
    return batch;
  }

  private async gatherPanels(windows: Windows, into: readonly Sequences[]): Promise<void> {
    if (this.thread === null) {
      for (const [i, input] of this.panels.entries()) into[i]?.gather(this.featuresOf(input), windows);
      return;
    }
    for (const sequences of into) sequences.makeRoom(windows.endDays.length);
    await this.thread.gather({ windows, into: into.map(({ values }) => values) });
  }

  private featuresOf({ name }: PanelInput): Panel {
    const found = this.data.features.get(name);
    if (found === undefined) throw new Error(`the features of ${name} were not read`);
    return found;
  }

  /** Ends the thread and gives back the memory. */
  async close(): Promise<void> {
    await this.thread?.close();
    for (const batch of this.slots) for (const sequences of batch.values()) sequences.dispose();
  }
}

function sequencesOf(batch: NetworkBatch, name: string): Sequences {
  const found = batch.get(name);
  if (found === undefined) throw new Error(`a batch has no input ${name}`);
  return found;
}

/** A date's windows: the days on which its steps end, and what it measured. */
interface DateOfBars {
  readonly ends: Int32Array;
  readonly scales: ColumnScales;
}

/** Series of bars, prepared as they are gathered. */
class BarsSeries {
  private readonly form: SeriesForm;
  private readonly fields: readonly number[];
  private readonly bars: PeriodBars;
  private readonly dates = new Map<number, DateOfBars>();
  private readonly room: Float32Array;

  constructor(
    private readonly data: ModelData,
    private readonly input: BarsInput,
    capacity: number,
  ) {
    this.form = seriesFormOf(input.name, input.prepared);
    this.fields = input.fields.map((field) => {
      if (!isBarField(field)) throw new Error(`bars have no field ${field}`);
      return BAR_FIELDS.indexOf(field);
    });
    const bars = data.bars.get(input.every);
    if (bars === undefined) throw new Error(`the bars of ${input.name} were not read`);
    this.bars = bars;
    this.room = new Float32Array(capacity * input.count * input.fields.length);
  }

  gather({ endDays, stocks }: Windows, into: Sequences): void {
    const size = this.input.count * this.fields.length;
    for (const [i, day] of endDays.entries()) {
      const date = this.dateOf(day);
      const stock = stocks[i] ?? -1;
      for (let field = 0; field < this.fields.length; field++) {
        const last = this.form.overLast ? this.value(date.ends[this.input.count - 1] ?? -1, stock, field) : 1;
        for (let step = 0; step < this.input.count; step++) {
          const column = step * this.fields.length + field;
          this.room[i * size + column] = prepared(quotient(this.value(date.ends[step] ?? -1, stock, field), last), column, date.scales, this.form.fill);
        }
      }
    }
    into.fill(this.room, endDays.length);
  }

  /** Whether every number of a window is there, or stood for. */
  isComplete(day: number, stock: number): boolean {
    if (!Number.isNaN(this.form.fill)) return true;
    const { ends } = this.dateOf(day);
    const { count } = this.input;
    for (let field = 0; field < this.fields.length; field++) {
      const last = this.form.overLast ? this.value(ends[count - 1] ?? -1, stock, field) : 1;
      for (let step = 0; step < count; step++) if (Number.isNaN(quotient(this.value(ends[step] ?? -1, stock, field), last))) return false;
    }
    return true;
  }

  private value(day: number, stock: number, field: number): number {
    if (day < 0) return NaN;
    return this.bars.values[(day * this.data.panel.symbols.length + stock) * BAR_FIELDS.length + (this.fields[field] ?? 0)] ?? NaN;
  }

  /** Across the stocks known on the day: with a row, and not ST. */
  private dateOf(day: number): DateOfBars {
    const known = this.dates.get(day);
    if (known !== undefined) return known;
    const stocks = knownStocks(this.data.panel, day, ['st']);
    const ends = this.bars.ends(day, this.input.count);
    const scales = measure(this.input.count * this.fields.length, stocks.length, this.form, (column, into) => {
      const [step, field] = [Math.floor(column / this.fields.length), column % this.fields.length];
      stocks.forEach((stock, i) => {
        const last = this.form.overLast ? this.value(ends[this.input.count - 1] ?? -1, stock, field) : 1;
        into[i] = quotient(this.value(ends[step] ?? -1, stock, field), last);
      });
    });
    const made = { ends, scales };
    this.dates.set(day, made);
    return made;
  }
}

/** Missing where it is divided by 0, as by the volume of a suspended day. */
function quotient(a: number, b: number): number {
  const value = a / b;
  return Number.isFinite(value) ? value : NaN;
}
