/**
 * Backward through a sequence for one block of samples. With e = ∂L/∂h' the derivatives of the sums inside the gates are
 *   dz = e ∘ (h − n) ∘ z(1 − z)    dn = e ∘ (1 − z) ∘ (1 − n²)    dm = dn ∘ r    dr = dn ∘ m ∘ r(1 − r)
 * where m = W_hn h + b_hn, and e of the step before is e ∘ z + W_hr' dr + W_hz' dz + W_hn' dm.
 */
import { FLOAT, LANES, PAIR, ROW, VECTOR } from './layout';

/** Derivatives of a unit at a step, in the order dn, dr, dz, dm: those of the input's gates come first, those of the hidden state's last. */
export const DERIVED: usize = 4;

/** Rows of a product with transposed weights that are computed together. */
export const TOGETHER: i32 = 3;

/**
 * The derivatives of one step, and e ∘ z in place of `e`. They are written twice: for all units dr, dz, dm, dn to `now`, which the step itself reads, and per unit to
 * `later`, at this step's place of a unit's sequence of `size` bytes, which the gradients of the weights read.
 */
export function derive(record: usize, h: usize, e: usize, now: usize, later: usize, size: usize, units: i32): void {
  const gate = <usize>units * ROW;
  const one = f32x4.splat(1);
  for (let unit: usize = 0; unit < gate; unit += ROW) {
    for (let at = unit; at < unit + ROW; at += VECTOR) {
      const r = v128.load(record + at);
      const z = v128.load(record + gate + at);
      const n = v128.load(record + 2 * gate + at);
      const m = v128.load(record + 3 * gate + at);
      const error = v128.load(e + at);
      const rest = f32x4.sub(one, z);
      const dn = f32x4.mul(f32x4.mul(error, rest), f32x4.sub(one, f32x4.mul(n, n)));
      const dr = f32x4.mul(f32x4.mul(dn, m), f32x4.mul(r, f32x4.sub(one, r)));
      const dz = f32x4.mul(f32x4.mul(error, f32x4.sub(v128.load(h + at), n)), f32x4.mul(z, rest));
      const dm = f32x4.mul(dn, r);
      v128.store(now + at, dr);
      v128.store(now + gate + at, dz);
      v128.store(now + 2 * gate + at, dm);
      v128.store(now + 3 * gate + at, dn);
      const to = later + at - unit;
      v128.store(to, dn);
      v128.store(to, dr, ROW);
      v128.store(to, dz, 2 * ROW);
      v128.store(to, dm, 3 * ROW);
      v128.store(e + at, f32x4.mul(error, z));
    }
    later += size;
  }
}

/**
 * Adds W'd to `to`, whose number of rows is rounded up to whole threes. `weights` holds three columns of W side by side per row of d, for `count` rows of d;
 * `skip` is the size of the weights of three columns in all.
 */
export function addTransposed(weights: usize, skip: usize, d: usize, count: i32, to: usize, rows: i32): void {
  for (let row = 0; row < rows; row += TOGETHER) {
    for (let lanes: usize = 0; lanes < ROW; lanes += PAIR) {
      const at = to + <usize>row * ROW + lanes;
      let a0 = v128.load(at);
      let a1 = v128.load(at, 16);
      let b0 = v128.load(at + ROW);
      let b1 = v128.load(at + ROW, 16);
      let c0 = v128.load(at + 2 * ROW);
      let c1 = v128.load(at + 2 * ROW, 16);
      let from = d + lanes;
      let weight = weights;
      for (let i = count; i > 0; i--) {
        const d0 = v128.load(from);
        const d1 = v128.load(from, 16);
        let w = v128.load32_splat(weight);
        a0 = f32x4.add(a0, f32x4.mul(w, d0));
        a1 = f32x4.add(a1, f32x4.mul(w, d1));
        w = v128.load32_splat(weight, 4);
        b0 = f32x4.add(b0, f32x4.mul(w, d0));
        b1 = f32x4.add(b1, f32x4.mul(w, d1));
        w = v128.load32_splat(weight, 8);
        c0 = f32x4.add(c0, f32x4.mul(w, d0));
        c1 = f32x4.add(c1, f32x4.mul(w, d1));
        from += ROW;
        weight += 3 * FLOAT;
      }
      v128.store(at, a0);
      v128.store(at, a1, 16);
      v128.store(at + ROW, b0);
      v128.store(at + ROW, b1, 16);
      v128.store(at + 2 * ROW, c0);
      v128.store(at + 2 * ROW, c1, 16);
    }
    weights += skip;
  }
}

/** The sum of four numbers, always in the same order. */
function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

function add(to: usize, v: v128): void {
  store<f32>(to, load<f32>(to) + total(v));
}

/**
 * Adds to the gradients of the weights of three gates of one unit Σ over steps and samples of derivative · input. `d` are the gates' three rows at the first step;
 * `inputs` is the first of `columns` rows there, and lies `stride` further at the next step. The gradients go to `to0`, `to1` and `to2`.
 */
export function addWeightGradients(d: usize, inputs: usize, stride: usize, steps: i32, columns: i32, to0: usize, to1: usize, to2: usize): void {
  let column = 0;
  const beyond = stride - ROW;
  for (; column + 2 <= columns; column += 2) {
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let from = d;
    let input = inputs + <usize>column * ROW;
    for (let i = steps; i > 0; i--) {
      for (let lanes = LANES; lanes > 0; lanes -= 4) {
        const x0 = v128.load(input);
        const x1 = v128.load(input, ROW);
        let v = v128.load(from);
        a0 = f32x4.add(a0, f32x4.mul(v, x0));
        a1 = f32x4.add(a1, f32x4.mul(v, x1));
        v = v128.load(from, ROW);
        b0 = f32x4.add(b0, f32x4.mul(v, x0));
        b1 = f32x4.add(b1, f32x4.mul(v, x1));
        v = v128.load(from, 2 * ROW);
        c0 = f32x4.add(c0, f32x4.mul(v, x0));
        c1 = f32x4.add(c1, f32x4.mul(v, x1));
        from += VECTOR;
        input += VECTOR;
      }
      from += (DERIVED - 1) * ROW;
      input += beyond;
    }
    const at = <usize>column * FLOAT;
    add(to0 + at, a0);
    add(to0 + at + FLOAT, a1);
    add(to1 + at, b0);
    add(to1 + at + FLOAT, b1);
    add(to2 + at, c0);
    add(to2 + at + FLOAT, c1);
  }
  for (; column < columns; column++) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let from = d;
    let input = inputs + <usize>column * ROW;
    for (let i = steps; i > 0; i--) {
      for (let lanes = LANES; lanes > 0; lanes -= 4) {
        const x = v128.load(input);
        a = f32x4.add(a, f32x4.mul(v128.load(from), x));
        b = f32x4.add(b, f32x4.mul(v128.load(from, ROW), x));
        c = f32x4.add(c, f32x4.mul(v128.load(from, 2 * ROW), x));
        from += VECTOR;
        input += VECTOR;
      }
      from += (DERIVED - 1) * ROW;
      input += beyond;
    }
    const at = <usize>column * FLOAT;
    add(to0 + at, a);
    add(to1 + at, b);
    add(to2 + at, c);
  }
}

/** Adds the sums over steps and samples of the derivatives of one unit, `apart` bytes from one gate to the next. */
export function addSums(d: usize, steps: i32, to: usize, apart: usize): void {
  let dn = f32x4.splat(0);
  let dr = dn;
  let dz = dn;
  let dm = dn;
  for (let i = steps; i > 0; i--) {
    for (let lanes = LANES; lanes > 0; lanes -= 4) {
      dn = f32x4.add(dn, v128.load(d));
      dr = f32x4.add(dr, v128.load(d, ROW));
      dz = f32x4.add(dz, v128.load(d, 2 * ROW));
      dm = f32x4.add(dm, v128.load(d, 3 * ROW));
      d += VECTOR;
    }
    d += (DERIVED - 1) * ROW;
  }
  add(to, dr);
  add(to + apart, dz);
  add(to + 2 * apart, dm);
  add(to + 3 * apart, dn);
}
