/** Where batches come from, and in which order. */
import { Random } from '../../store/simulate/random.ts';
import { CHANCE } from '../parameters.ts';

/** Two batches exist at a time: one is trained on while the next is gathered into the other's arrays. */
export type Slot = 0 | 1;

/** Samples of a training or of its validation, without their inputs, which are gathered by the batch. */
export interface Samples<B> {
  /** Section (day) of every sample, as a number that rises with time. */
  readonly sections: Int32Array;
  readonly labels: Float32Array;
  /**
   * Gathers the inputs of samples into the arrays of a slot. It is called before the other slot is trained on and awaited afterwards: what it does on another thread
   * costs no time.
   */
  readonly gather: (which: Int32Array, slot: Slot) => B | Promise<B>;
}

/** Samples of a batch, or whole sections. */
export type BatchSize = number | 'date';

/** Below this a batch has no correlation. */
const FEWEST = 2;

/** Samples of each section, sections in the order of time. */
export function bySection(sections: Int32Array): ReadonlyMap<number, Int32Array> {
  const lists = new Map<number, number[]>();
  for (const [sample, section] of sections.entries()) {
    const list = lists.get(section);
    if (list === undefined) lists.set(section, [sample]);
    else list.push(sample);
  }
  return new Map([...lists].sort(([a], [b]) => a - b).map(([section, list]) => [section, Int32Array.from(list)]));
}

/** The most samples that a batch can have: how much room a slot needs. */
export function largestBatch(sections: Int32Array, batch: BatchSize): number {
  if (batch !== 'date') return Math.min(batch, sections.length);
  return [...bySection(sections).values()].reduce((most, { length }) => Math.max(most, length), 0);
}

/** The batches of an epoch, from 1: shuffled by the seed and the epoch alone. A rest of one sample is left out. */
export function batchesOf(sections: Int32Array, batch: BatchSize, seed: number, epoch: number): readonly Int32Array[] {
  const random = new Random(seed, CHANCE.shuffle, epoch);
  if (batch === 'date') {
    const days = [...bySection(sections).values()].filter(({ length }) => length >= FEWEST);
    return [...shuffled(days.length, random)].flatMap((day) => days.slice(day, day + 1));
  }
  return inPieces(shuffled(sections.length, random), batch).filter(({ length }) => length >= FEWEST);
}

/** The samples in their own order, in pieces. */
export function inPieces(which: Int32Array, size: number): readonly Int32Array[] {
  return Array.from({ length: Math.ceil(which.length / size) }, (_, i) => which.subarray(i * size, (i + 1) * size));
}

/** 0 … count − 1 in chance order (Fisher and Yates). */
export function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = random.below(i + 1);
    const kept = order[i] ?? 0;
    order[i] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
