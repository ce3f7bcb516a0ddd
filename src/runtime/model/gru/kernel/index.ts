/**
 * The GRU kernel. Its memory is shared by threads and divided by the caller; addresses come as arguments and stand in the memory while the work is done, where
 * every thread finds them.
 */
import { DERIVED, addSums, addTransposed, addWeightGradients, derive } from './backward';
import { RECORDED, step } from './forward';
import { FLOAT, LANES, ROW } from './layout';
import { finish, idle, offer, settled, take } from './sharing';

const FORWARD: i32 = 1;
const BACKWARD: i32 = 2;

/** What the threads are working at; below the address at which the caller's part of the memory begins. */
const KIND: usize = 192;
const SAMPLES: usize = 196;
const STEPS: usize = 200;
const FEATURES: usize = 204;
const UNITS: usize = 208;
const PARTS: usize = 212;
const X: usize = 216;
const INPUT_WEIGHTS: usize = 220;
const HIDDEN_WEIGHTS: usize = 224;
const BIASES: usize = 228;
const ZEROS: usize = 232;
const RECORD: usize = 236;
const KEEPS: usize = 240;
const RESULT: usize = 244;
const SCRATCH: usize = 248;
const INPUT_GRADIENTS: usize = 252;

/** From here on the memory is the caller's. */
export function firstFree(): usize {
  return 1024;
}

/** Bytes of what one block leaves at one step. */
export function recordSize(units: i32): usize {
  return RECORDED * <usize>units * ROW;
}

/** Bytes that a part needs on the way back. */
export function scratchSize(steps: i32, units: i32): usize {
  return (DERIVED * <usize>(steps * units + units) + wholeThrees(units)) * ROW;
}

/** Numbers of the gradients of a part: of the weights of the input, of the hidden state, and sums of dr, dz, dm, dn. */
export function gradientCount(features: i32, units: i32): i32 {
  return 3 * units * (features + units) + 4 * units;
}

function wholeThrees(rows: i32): usize {
  return <usize>(((rows + 2) / 3) * 3);
}

function describe(samples: i32, steps: i32, features: i32, units: i32, parts: i32, x: usize, inputWeights: usize, hiddenWeights: usize, zeros: usize, record: usize): void {
  store<i32>(SAMPLES, samples);
  store<i32>(STEPS, steps);
  store<i32>(FEATURES, features);
  store<i32>(UNITS, units);
  store<i32>(PARTS, parts);
  store<usize>(X, x);
  store<usize>(INPUT_WEIGHTS, inputWeights);
  store<usize>(HIDDEN_WEIGHTS, hiddenWeights);
  store<usize>(ZEROS, zeros);
  store<usize>(RECORD, record);
}

/**
 * Last state of every sample, [samples][units], in `last`. `zeros` are units rows of 0. With `keeps` every step of every block is recorded for the way back;
 * without, `record` is two steps for each part.
 */
export function forward(
  samples: i32, steps: i32, features: i32, units: i32, parts: i32,
  x: usize, inputWeights: usize, hiddenWeights: usize, biases: usize, zeros: usize, record: usize, keeps: bool, last: usize,
): bool {
  describe(samples, steps, features, units, parts, x, inputWeights, hiddenWeights, zeros, record);
  store<usize>(BIASES, biases);
  store<i32>(KEEPS, keeps ? 1 : 0);
  store<usize>(RESULT, last);
  return run(FORWARD, parts);
}

/**
 * From ∂L/∂last, [samples][units], the gradients of every part, one after another in `gradients`. The weights are those of three inputs or units side by side per gate
 * and unit, in the order r, z, n. `inputGradients` is 0 or where ∂L/∂x goes, per block and step whole threes of rows.
 */
export function backward(
  samples: i32, steps: i32, features: i32, units: i32, parts: i32,
  x: usize, inputWeights: usize, hiddenWeights: usize, zeros: usize, record: usize, errors: usize, scratch: usize, gradients: usize, inputGradients: usize,
): bool {
  describe(samples, steps, features, units, parts, x, inputWeights, hiddenWeights, zeros, record);
  store<usize>(BIASES, errors);
  store<usize>(SCRATCH, scratch);
  store<usize>(RESULT, gradients);
  store<usize>(INPUT_GRADIENTS, inputGradients);
  return run(BACKWARD, parts);
}

function run(kind: i32, parts: i32): bool {
  store<i32>(KIND, kind);
  offer(parts);
  work();
  return settled(parts);
}

/** What a thread does for as long as it lives. */
export function serve(): void {
  while (true) {
    idle();
    work();
  }
}

function work(): void {
  for (let part = take(); part >= 0; part = take()) {
    if (load<i32>(KIND) == FORWARD) forwardPart(part);
    else backwardPart(part);
    finish();
  }
}

function firstBlock(part: i32): i32 {
  const blocks = (load<i32>(SAMPLES) + <i32>LANES - 1) / <i32>LANES;
  return <i32>((<i64>part * blocks) / load<i32>(PARTS));
}

function forwardPart(part: i32): void {
  const samples = load<i32>(SAMPLES);
  const steps = load<i32>(STEPS);
  const features = load<i32>(FEATURES);
  const units = load<i32>(UNITS);
  const size = recordSize(units);
  const state = (RECORDED - 1) * <usize>units * ROW;
  const keeps = load<i32>(KEEPS) != 0;
  const xSize = <usize>features * ROW;
  const end = firstBlock(part + 1);
  for (let block = firstBlock(part); block < end; block++) {
    const x = load<usize>(X) + <usize>block * <usize>steps * xSize;
    const record = load<usize>(RECORD) + (keeps ? <usize>block * <usize>steps : <usize>part * 2) * size;
    let h = load<usize>(ZEROS);
    for (let t = 0; t < steps; t++) {
      const now = record + <usize>(keeps ? t : t & 1) * size;
      step(x + <usize>t * xSize, h, now, load<usize>(INPUT_WEIGHTS), load<usize>(HIDDEN_WEIGHTS), load<usize>(BIASES), features, units, t == 0 ? 0 : units);
      h = now + state;
    }
    const first = block * <i32>LANES;
    const count = min(<i32>LANES, samples - first);
    const to = load<usize>(RESULT) + <usize>first * <usize>units * FLOAT;
    for (let lane = 0; lane < count; lane++) {
      for (let unit = 0; unit < units; unit++) {
        store<f32>(to + <usize>(lane * units + unit) * FLOAT, load<f32>(h + <usize>unit * ROW + <usize>lane * FLOAT));
      }
    }
  }
}

function backwardPart(part: i32): void {
  const samples = load<i32>(SAMPLES);
  const steps = load<i32>(STEPS);
  const features = load<i32>(FEATURES);
  const units = load<i32>(UNITS);
  const gate = <usize>units * ROW;
  const size = recordSize(units);
  const xSize = <usize>features * ROW;
  const later = load<usize>(SCRATCH) + <usize>part * scratchSize(steps, units);
  const ofUnit = DERIVED * ROW * <usize>steps;
  const now = later + ofUnit * <usize>units;
  const e = now + DERIVED * gate;
  const gradients = load<usize>(RESULT) + <usize>part * <usize>gradientCount(features, units) * FLOAT;
  memory.fill(gradients, 0, <usize>gradientCount(features, units) * FLOAT);
  const end = firstBlock(part + 1);
  for (let block = firstBlock(part); block < end; block++) {
    const x = load<usize>(X) + <usize>block * <usize>steps * xSize;
    const states = load<usize>(RECORD) + <usize>block * <usize>steps * size + (RECORDED - 1) * gate;
    const first = block * <i32>LANES;
    readErrors(load<usize>(BIASES) + <usize>first * <usize>units * FLOAT, min(<i32>LANES, samples - first), units, e);
    for (let t = steps - 1; t >= 0; t--) {
      const state = states + <usize>t * size;
      derive(state - (RECORDED - 1) * gate, t == 0 ? load<usize>(ZEROS) : state - size, e, now, later + <usize>t * DERIVED * ROW, ofUnit, units);
      if (t > 0) addTransposed(load<usize>(HIDDEN_WEIGHTS), <usize>(9 * units) * FLOAT, now, 3 * units, e, units);
      if (load<usize>(INPUT_GRADIENTS) != 0) inputGradients(block * steps + t, now, features, units);
    }
    addGradients(later, x, states, gradients, steps, features, units);
  }
}

/** Adds the gradients of a block to those of its part. */
function addGradients(derived: usize, x: usize, states: usize, gradients: usize, steps: i32, features: i32, units: i32): void {
  const ofInput = <usize>features * FLOAT;
  const ofHidden = <usize>units * FLOAT;
  const inputGate = ofInput * <usize>units;
  const hiddenGate = ofHidden * <usize>units;
  const hidden = gradients + 3 * inputGate;
  for (let unit = 0; unit < units; unit++) {
    const d = derived + <usize>(unit * steps) * DERIVED * ROW;
    // The input's gates are n, r, z in the derivatives and r, z, n in the gradients.
    const r = gradients + <usize>unit * ofInput;
    addWeightGradients(d, x, <usize>features * ROW, steps, features, r + 2 * inputGate, r, r + inputGate);
    // The state before the first step is 0.
    const to = hidden + <usize>unit * ofHidden;
    addWeightGradients(d + DERIVED * ROW + ROW, states, recordSize(units), steps - 1, units, to, to + hiddenGate, to + 2 * hiddenGate);
    addSums(d, steps, hidden + 3 * hiddenGate + <usize>unit * FLOAT, ofHidden);
  }
}

/** ∂L/∂x of a block at a step. */
function inputGradients(place: i32, derived: usize, features: i32, units: i32): void {
  const rows = wholeThrees(features) * ROW;
  const skip = <usize>(9 * units) * FLOAT;
  const weights = load<usize>(INPUT_WEIGHTS);
  const to = load<usize>(INPUT_GRADIENTS) + <usize>place * rows;
  memory.fill(to, 0, rows);
  addTransposed(weights, skip, derived, 2 * units, to, features);
  addTransposed(weights + <usize>(6 * units) * FLOAT, skip, derived + <usize>(3 * units) * ROW, units, to, features);
}

/** ∂L/∂last of a block's samples, one row per unit; 0 for lanes without a sample and for the rows that make whole threes. */
function readErrors(errors: usize, count: i32, units: i32, e: usize): void {
  memory.fill(e, 0, wholeThrees(units) * ROW);
  for (let lane = 0; lane < count; lane++) {
    for (let unit = 0; unit < units; unit++) {
      store<f32>(e + <usize>unit * ROW + <usize>lane * FLOAT, load<f32>(errors + <usize>(lane * units + unit) * FLOAT));
    }
  }
}
