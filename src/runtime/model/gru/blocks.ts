/**
 * Sequences as the kernel reads them: samples in blocks of 16, and in a block [step][feature][sample], so that the same feature of 16 samples is one line of
 * memory. Lanes of the last block that have no sample are 0.
 */

/** Samples of a block; `LANES` of kernel/layout.ts. */
export const LANES = 16;

export interface SequenceShape {
  readonly samples: number;
  readonly steps: number;
  readonly features: number;
}

export function blockCount(samples: number): number {
  return Math.ceil(samples / LANES);
}

/** Numbers that sequences take. */
export function sequenceLength({ samples, steps, features }: SequenceShape): number {
  return blockCount(samples) * steps * features * LANES;
}

/** Values by day, stock and feature: one array, however many windows of days are taken from it. */
export interface Panel {
  readonly days: number;
  readonly stocks: number;
  readonly features: number;
  /** [days][stocks][features]. */
  readonly values: Float32Array;
}

/** An empty panel, in memory that threads share. */
export function sharedPanel(days: number, stocks: number, features: number): Panel {
  return { days, stocks, features, values: new Float32Array(new SharedArrayBuffer(4 * days * stocks * features)).fill(NaN) };
}

/** The last day and the stock of every window, as rows of the panel. */
export interface Windows {
  readonly endDays: Int32Array;
  readonly stocks: Int32Array;
}

/** Writes windows in their order. One that begins before the first day is an error. */
export function gatherWindows(panel: Panel, windows: Windows, steps: number, into: Float32Array): void {
  const { values, features } = panel;
  const samples = windows.endDays.length;
  const day = panel.stocks * features;
  const starts = new Int32Array(LANES);
  let to = 0;
  // A block at a time: its lines are written once, in order.
  for (let first = 0; first < samples; first += LANES) {
    const used = Math.min(LANES, samples - first);
    for (let lane = 0; lane < used; lane++) starts[lane] = startOf(panel, windows, first + lane, steps);
    for (let step = 0; step < steps; step++) {
      for (let offset = step * day; offset < step * day + features; offset++) {
        for (let lane = 0; lane < used; lane++) into[to + lane] = values[(starts[lane] ?? NaN) + offset] ?? NaN;
        to += LANES;
      }
    }
  }
  clearRest({ samples, steps, features }, into);
}

/** Where the first day of a window lies in the panel. */
function startOf({ days, stocks, features }: Panel, windows: Windows, place: number, steps: number): number {
  const end = windows.endDays[place] ?? -1;
  const stock = windows.stocks[place] ?? -1;
  if (end - steps + 1 < 0 || end >= days || stock < 0 || stock >= stocks) {
    throw new RangeError(`sample ${place} of a batch: a window of ${steps} days up to day ${end} of stock ${stock} lies outside the panel of ${days} days and ${stocks} stocks`);
  }
  return ((end - steps + 1) * stocks + stock) * features;
}

/** Writes sequences that lie [sample][step][feature]. */
export function packSequences(values: Float32Array, shape: SequenceShape, into: Float32Array): void {
  const { samples, steps, features } = shape;
  const size = steps * features;
  for (let sample = 0; sample < samples; sample++) {
    const from = sample * size;
    let to = Math.floor(sample / LANES) * size * LANES + (sample % LANES);
    for (let i = 0; i < size; i++) {
      into[to] = values[from + i] ?? NaN;
      to += LANES;
    }
  }
  clearRest(shape, into);
}

/** Reads sequences back as [sample][step][feature]; `rows` is how many features a block holds, if that is more. */
export function unpackSequences(from: Float32Array, { samples, steps, features }: SequenceShape, rows = features): Float32Array<ArrayBuffer> {
  const values = new Float32Array(samples * steps * features);
  let to = 0;
  for (let sample = 0; sample < samples; sample++) {
    const block = Math.floor(sample / LANES) * steps * rows * LANES + (sample % LANES);
    for (let step = 0; step < steps; step++) {
      for (let feature = 0; feature < features; feature++) values[to++] = from[block + (step * rows + feature) * LANES] ?? NaN;
    }
  }
  return values;
}

/** Writes one feature of packed sequences from others of the same shape: sample i gets that of sample `order[i]`, at every step. */
export function exchangeFeature(from: Float32Array, { samples, steps, features }: SequenceShape, feature: number, order: Int32Array, into: Float32Array): void {
  const size = steps * features * LANES;
  const start = (sample: number): number => Math.floor(sample / LANES) * size + feature * LANES + (sample % LANES);
  for (let sample = 0; sample < samples; sample++) {
    const [to, at] = [start(sample), start(order[sample] ?? NaN)];
    for (let step = 0; step < size; step += features * LANES) into[to + step] = from[at + step] ?? NaN;
  }
}

/** Lanes without a sample keep what was there before; NaN there would reach the gradients. */
export function clearRest({ samples, steps, features }: SequenceShape, into: Float32Array): void {
  const used = samples % LANES;
  if (used === 0) return;
  const start = Math.floor(samples / LANES) * steps * features * LANES;
  for (let row = 0; row < steps * features; row++) into.fill(0, start + row * LANES + used, start + (row + 1) * LANES);
}
