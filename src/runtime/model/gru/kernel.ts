/**
 * The GRU kernel for whole sequences: last state and gradients, on arrays. The batch is cut into a number of parts that does not depend on the number of threads, and
 * their gradients are added in one order, so that results are the same bit for bit on any number of threads.
 */
import { LANES, type SequenceShape, blockCount, packSequences, sequenceLength, unpackSequences } from './blocks.ts';
import { KernelInstance } from './instance.ts';
import { type GruArrays, type GruSizes, packBiases, packByThrees, packByUnit, sumParts, threesLength } from './packing.ts';
import type { Region } from './regions.ts';

/** Parts of a batch; also the most threads that find work. */
const PARTS = 16;

/** Sequences in the kernel's memory. */
export interface KernelSequences extends SequenceShape {
  readonly region: Region;
}

/** A forward pass whose way back is still possible. */
export interface GruPass {
  readonly last: Float32Array<ArrayBuffer>;
  /** Gradients from ∂L/∂last, [samples][units]; once. */
  readonly backward: (errors: Float32Array, ofInput: boolean) => GruGradients;
}

export interface GruGradients extends GruArrays {
  /** [samples][steps][features], if asked for. */
  readonly x: Float32Array<ArrayBuffer> | null;
}

export class GruKernel {
  private readonly instance: KernelInstance;
  /** What passes hold that were not gone back. */
  private readonly held = new Set<Region>();

  /** `threads` counts the caller's own; more than there are parts of a batch find no work. */
  constructor(threads: number) {
    this.instance = new KernelInstance(Math.max(1, Math.min(threads, PARTS)));
  }

  get threads(): number {
    return this.instance.threads;
  }

  /** Bytes of memory that the kernel has taken so far. */
  get bytes(): number {
    return this.instance.bytes;
  }

  close(): Promise<void> {
    return this.instance.close();
  }

  /** Room for sequences that stays until it is given back. */
  reserve(shape: SequenceShape): Region {
    return this.instance.take(4 * sequenceLength(shape));
  }

  giveBack(region: Region): void {
    this.instance.giveBack(region);
  }

  /** Numbers of a region, as blocks.ts lays them out. */
  floats(region: Region): Float32Array<SharedArrayBuffer> {
    return this.instance.floats(region);
  }

  /** Copies sequences that lie [sample][step][feature]; they are held until `release`. */
  hold(values: Float32Array, shape: SequenceShape): KernelSequences {
    const region = this.reserve(shape);
    this.held.add(region);
    packSequences(values, shape, this.instance.floats(region));
    return { ...shape, region };
  }

  /** Gives back what passes hold: those that nobody went back, and held sequences. Call it after every step of a training and every prediction. */
  release(): void {
    for (const region of this.held) this.instance.giveBack(region);
    this.held.clear();
  }

  /** Last states, [samples][units], without a way back. */
  predict(x: KernelSequences, weights: GruArrays): Float32Array<ArrayBuffer> {
    const { units } = sizesOf(x, weights);
    const record = this.instance.take(partsOf(x) * 2 * this.instance.exports.recordSize(units));
    try {
      return this.run(x, weights, record, false);
    } finally {
      this.instance.giveBack(record);
    }
  }

  /** Last states, and the way back, which `release` closes. */
  forward(x: KernelSequences, weights: GruArrays): GruPass {
    const { units } = sizesOf(x, weights);
    const record = this.instance.take(blockCount(x.samples) * x.steps * this.instance.exports.recordSize(units));
    this.held.add(record);
    const last = this.run(x, weights, record, true);
    const backward = (errors: Float32Array, ofInput: boolean): GruGradients => {
      if (!this.held.delete(record)) throw new Error('the GRU kernel can go back only once, and within the step that went forward');
      try {
        return this.goBack(x, weights, record, errors, ofInput);
      } finally {
        this.instance.giveBack(record);
      }
    };
    return { last, backward };
  }

  private run(x: KernelSequences, weights: GruArrays, record: Region, keeps: boolean): Float32Array<ArrayBuffer> {
    const { features, units } = sizesOf(x, weights);
    return this.borrow((take) => {
      const inputWeights = take(weights.weightIh.length);
      packByUnit(weights.weightIh, units, features, inputWeights.floats);
      const hiddenWeights = take(weights.weightHh.length);
      packByUnit(weights.weightHh, units, units, hiddenWeights.floats);
      const biases = take(4 * units);
      packBiases(weights, units, biases.floats);
      const last = take(x.samples * units);
      this.instance.finished(
        this.instance.exports.forward(
          ...[x.samples, x.steps, features, units, partsOf(x), x.region.address],
          ...[inputWeights.address, hiddenWeights.address, biases.address, zeros(take, units), record.address, keeps ? 1 : 0, last.address],
        ),
      );
      return new Float32Array(last.floats);
    });
  }

  private goBack(x: KernelSequences, weights: GruArrays, record: Region, errors: Float32Array, ofInput: boolean): GruGradients {
    const { features, units } = sizesOf(x, weights);
    const { exports } = this.instance;
    const parts = partsOf(x);
    return this.borrow((take) => {
      const hiddenWeights = take(threesLength(units, units));
      packByThrees(weights.weightHh, units, units, hiddenWeights.floats);
      const inputWeights = take(ofInput ? threesLength(units, features) : 0);
      if (ofInput) packByThrees(weights.weightIh, units, features, inputWeights.floats);
      const error = take(errors.length);
      error.floats.set(errors);
      const scratch = take((parts * exports.scratchSize(x.steps, units)) / 4);
      const partials = take(parts * exports.gradientCount(features, units));
      const rows = Math.ceil(features / 3) * 3;
      const ofX = take(ofInput ? sequenceLength({ ...x, features: rows }) : 0);
      this.instance.finished(
        exports.backward(
          ...[x.samples, x.steps, features, units, parts, x.region.address],
          ...[inputWeights.address, hiddenWeights.address, zeros(take, units), record.address, error.address, scratch.address, partials.address, ofInput ? ofX.address : 0],
        ),
      );
      return { ...sumParts(partials.floats, parts, { features, units }), x: ofInput ? unpackSequences(ofX.floats, x, rows) : null };
    });
  }

  /** Memory for one call. */
  private borrow<T>(use: (take: Take) => T): T {
    const taken: Region[] = [];
    try {
      return use((count) => {
        const region = this.instance.take(4 * count);
        taken.push(region);
        return { address: region.address, floats: this.instance.floats(region, count) };
      });
    } finally {
      for (const region of taken) this.instance.giveBack(region);
    }
  }
}

type Take = (count: number) => { readonly address: number; readonly floats: Float32Array<SharedArrayBuffer> };

/** The state before the first step, for a block. */
function zeros(take: Take, units: number): number {
  const { address, floats } = take(units * LANES);
  floats.fill(0);
  return address;
}

function partsOf({ samples }: SequenceShape): number {
  return Math.min(PARTS, blockCount(samples));
}

function sizesOf(x: SequenceShape, weights: GruArrays): GruSizes {
  const units = weights.biasIh.length / 3;
  const { features } = x;
  const fits = weights.weightIh.length === 3 * units * features && weights.weightHh.length === 3 * units * units && weights.biasHh.length === 3 * units;
  if (!fits) throw new Error(`the weights of a GRU with ${units} units do not fit sequences of ${features} features`);
  return { features, units };
}
