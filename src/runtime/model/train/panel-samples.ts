/** Samples whose inputs are windows of panels: one array of values per input, however many windows are taken from it. */
import { availableParallelism } from 'node:os';
import { Sequences } from '../sequences.ts';
import type { Training } from '../training.ts';
import { GatherThread, type PanelInput } from './gather-thread.ts';
import { type Samples, type Slot } from './samples.ts';

/** The inputs of a batch by name. */
export type PanelBatch = ReadonlyMap<string, Sequences>;

export interface PanelData {
  readonly inputs: ReadonlyMap<string, PanelInput>;
  /** Of every sample. */
  readonly sections: Int32Array;
  readonly labels: Float32Array;
}

/** A panel's values in memory that threads share. */
export function sharedPanel(days: number, stocks: number, features: number): { readonly days: number; readonly stocks: number; readonly features: number; readonly values: Float32Array<SharedArrayBuffer> } {
  return { days, stocks, features, values: new Float32Array(new SharedArrayBuffer(4 * days * stocks * features)) };
}

/** Room for batches of a data set: two at a time, shared by its training and its validation. */
export class PanelBatches {
  private readonly slots: readonly (readonly [PanelBatch, readonly Float32Array[]])[];
  private readonly thread: GatherThread | null;

  /** `capacity` is the most samples of a batch. With one processor, or where panels are not shared, batches are gathered by the caller's thread. */
  constructor(
    training: Training,
    private readonly data: PanelData,
    capacity: number,
    program?: URL,
  ) {
    this.slots = [0, 1].map(() => {
      const batch = new Map([...data.inputs].map(([name, { panel, steps }]) => [name, new Sequences(training, capacity, steps, panel.features)]));
      return [batch, [...batch.values()].map(({ values }) => values)];
    });
    this.thread = availableParallelism() > 1 ? GatherThread.open([...data.inputs.values()], program) : null;
  }

  /** Whether batches are gathered on a thread of their own. */
  get threaded(): boolean {
    return this.thread !== null;
  }

  /** The samples `which` of the data set, numbered from 0. */
  samples(which: Int32Array): Samples<PanelBatch> {
    const { sections, labels } = this.data;
    return {
      sections: Int32Array.from(which, (sample) => sections[sample] ?? -1),
      labels: Float32Array.from(which, (sample) => labels[sample] ?? NaN),
      gather: (some, slot) => this.gather(Int32Array.from(some, (sample) => which[sample] ?? -1), slot),
    };
  }

  /** Ends the thread and gives back the memory. */
  async close(): Promise<void> {
    await this.thread?.close();
    for (const [batch] of this.slots) for (const sequences of batch.values()) sequences.dispose();
  }

  private async gather(which: Int32Array, slot: Slot): Promise<PanelBatch> {
    const [batch, into] = this.slots[slot] ?? [new Map<string, Sequences>(), []];
    for (const sequences of batch.values()) sequences.makeRoom(which.length);
    if (this.thread !== null) await this.thread.gather({ which, into });
    else {
      for (const [name, { panel, windows }] of this.data.inputs) batch.get(name)?.gather(panel, windows, which);
    }
    return batch;
  }
}
