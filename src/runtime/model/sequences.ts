/** A batch of sequences, gathered straight into the memory that the GRU kernel reads. */
import * as tf from '@tensorflow/tfjs-core';
import { LANES, type Panel, type SequenceShape, type Windows, blockCount, gatherWindows, packSequences, sequenceLength } from './gru/blocks.ts';
import type { KernelSequences } from './gru/kernel.ts';
import type { Region } from './gru/regions.ts';
import type { Training } from './training.ts';

/** Room for a batch of up to `capacity` sequences. It is taken once and filled for every batch. */
export class Sequences implements SequenceShape {
  /** Sequences that are in it. */
  samples = 0;
  /** As gru/blocks.ts lays them out, in memory that threads share. */
  readonly values: Float32Array<SharedArrayBuffer>;
  private readonly region: Region | null;

  constructor(
    private readonly training: Training,
    readonly capacity: number,
    readonly steps: number,
    readonly features: number,
  ) {
    const shape = { samples: capacity, steps, features };
    this.region = training.kernel?.reserve(shape) ?? null;
    this.values = training.kernel !== null && this.region !== null ? training.kernel.floats(this.region) : new Float32Array(new SharedArrayBuffer(4 * sequenceLength(shape)));
  }

  /** Says how many sequences will be in `values`. */
  makeRoom(samples: number): void {
    if (samples > this.capacity) throw new RangeError(`${samples} sequences do not fit into a batch of ${this.capacity}`);
    this.samples = samples;
  }

  /** Takes windows from a panel, in their order. */
  gather(panel: Panel, windows: Windows): void {
    this.makeRoom(windows.endDays.length);
    if (panel.features !== this.features) throw new Error(`a panel of ${panel.features} features does not fit sequences of ${this.features}`);
    gatherWindows(panel, windows, this.steps, this.values);
  }

  /** Takes sequences that lie [sample][step][feature]. */
  fill(values: Float32Array, samples: number): void {
    this.makeRoom(samples);
    packSequences(values, this, this.values);
  }

  /** Where the kernel finds them. */
  inKernel(): KernelSequences {
    if (this.region === null) throw new Error('these sequences do not lie in the memory of a GRU kernel');
    const { samples, steps, features, region } = this;
    return { samples, steps, features, region };
  }

  /** As a tensor [samples, steps, features], for operations of TensorFlow.js. */
  toTensor(): tf.Tensor3D {
    const { samples, steps, features } = this;
    const blocks = blockCount(samples);
    return tf.tidy(() => {
      const inBlocks = tf.tensor(new Float32Array(this.values.subarray(0, sequenceLength(this))), [blocks, steps, features, LANES]);
      return tf.slice(tf.reshape<tf.Rank.R3>(tf.transpose(inBlocks, [0, 3, 1, 2]), [blocks * LANES, steps, features]), [0, 0, 0], [samples, steps, features]);
    });
  }

  dispose(): void {
    if (this.region !== null) this.training.kernel?.giveBack(this.region);
  }
}
