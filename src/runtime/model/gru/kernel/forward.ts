/**
 * Forward through a sequence for one block of samples:
 *   r = σ(W_ir x + b_ir + W_hr h + b_hr)    z = σ(W_iz x + b_iz + W_hz h + b_hz)
 *   n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))    h' = (1 − z) ∘ n + z ∘ h
 */
import { sigmoid, tanh } from './functions';
import { FLOAT, PAIR, ROW } from './layout';

/** What a step leaves for the way back, each for all units: r, z, n, W_hn h + b_hn, h'. */
export const RECORDED: usize = 5;

/**
 * One step. `inputWeights` and `hiddenWeights` hold the weights of gates r, z, n side by side per unit and input; `biases` four per unit: r, z, n of the input, n of
 * the hidden state. `hidden` is the number of numbers of `h` that count: 0 at the first step, where h is 0.
 */
export function step(x: usize, h: usize, record: usize, inputWeights: usize, hiddenWeights: usize, biases: usize, features: i32, units: i32, hidden: i32): void {
  const gate = <usize>units * ROW;
  for (let unit = 0; unit < units; unit++) {
    const at = <usize>unit * ROW;
    const bias = biases + <usize>unit * (4 * FLOAT);
    const ofInput = inputWeights + <usize>(unit * features) * (3 * FLOAT);
    const ofHidden = hiddenWeights + <usize>(unit * units) * (3 * FLOAT);
    for (let lanes: usize = 0; lanes < ROW; lanes += PAIR) {
      let r0 = v128.load32_splat(bias);
      let r1 = r0;
      let z0 = v128.load32_splat(bias, 4);
      let z1 = z0;
      let n0 = v128.load32_splat(bias, 8);
      let n1 = n0;
      let m0 = v128.load32_splat(bias, 12);
      let m1 = m0;
      let from = x + lanes;
      let weight = ofInput;
      for (let i = features; i > 0; i--) {
        const a0 = v128.load(from);
        const a1 = v128.load(from, 16);
        let w = v128.load32_splat(weight);
        r0 = f32x4.add(r0, f32x4.mul(w, a0));
        r1 = f32x4.add(r1, f32x4.mul(w, a1));
        w = v128.load32_splat(weight, 4);
        z0 = f32x4.add(z0, f32x4.mul(w, a0));
        z1 = f32x4.add(z1, f32x4.mul(w, a1));
        w = v128.load32_splat(weight, 8);
        n0 = f32x4.add(n0, f32x4.mul(w, a0));
        n1 = f32x4.add(n1, f32x4.mul(w, a1));
        from += ROW;
        weight += 3 * FLOAT;
      }
      from = h + lanes;
      weight = ofHidden;
      for (let i = hidden; i > 0; i--) {
        const a0 = v128.load(from);
        const a1 = v128.load(from, 16);
        let w = v128.load32_splat(weight);
        r0 = f32x4.add(r0, f32x4.mul(w, a0));
        r1 = f32x4.add(r1, f32x4.mul(w, a1));
        w = v128.load32_splat(weight, 4);
        z0 = f32x4.add(z0, f32x4.mul(w, a0));
        z1 = f32x4.add(z1, f32x4.mul(w, a1));
        w = v128.load32_splat(weight, 8);
        m0 = f32x4.add(m0, f32x4.mul(w, a0));
        m1 = f32x4.add(m1, f32x4.mul(w, a1));
        from += ROW;
        weight += 3 * FLOAT;
      }
      const to = record + at + lanes;
      const before = h + at + lanes;
      finish(to, gate, r0, z0, n0, m0, v128.load(before));
      finish(to + 16, gate, r1, z1, n1, m1, v128.load(before, 16));
    }
  }
}

/** The gates of one unit for four samples, from their sums; `m` is W_hn h + b_hn. */
function finish(to: usize, gate: usize, rSum: v128, zSum: v128, nSum: v128, m: v128, h: v128): void {
  const r = sigmoid(rSum);
  const z = sigmoid(zSum);
  const n = tanh(f32x4.add(nSum, f32x4.mul(r, m)));
  v128.store(to, r);
  v128.store(to + gate, z);
  v128.store(to + 2 * gate, n);
  v128.store(to + 3 * gate, m);
  v128.store(to + 4 * gate, f32x4.add(f32x4.mul(f32x4.sub(f32x4.splat(1), z), n), f32x4.mul(z, h)));
}
