/**
 * Meanings of the commonest operators of two numbers as loops over rows: a call per element costs ten times its arithmetic. Each gives what its operator's meaning
 * gives, element by element. A single value is an array of one number with a mask of 0, a series has the mask −1: element k is `a[k & mask]`.
 */

/** Writes one result per element of `out`. */
export type PairLoop = (a: Float64Array, aMask: number, b: Float64Array, bMask: number, out: Float64Array) => void;

// An infinite value less NaN is missing: value − (value − value) is the value if it is finite, else NaN.

export const addLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) {
    const value = (a[k & am] as number) + (b[k & bm] as number);
    out[k] = value - (value - value);
  }
};

export const subtractLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) {
    const value = (a[k & am] as number) - (b[k & bm] as number);
    out[k] = value - (value - value);
  }
};

export const multiplyLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) {
    const value = (a[k & am] as number) * (b[k & bm] as number);
    out[k] = value - (value - value);
  }
};

export const divideLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) {
    const value = (a[k & am] as number) / (b[k & bm] as number);
    out[k] = value - (value - value);
  }
};

export const lessLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = (a[k & am] as number) < (b[k & bm] as number) ? 1 : 0;
};

export const atMostLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = (a[k & am] as number) <= (b[k & bm] as number) ? 1 : 0;
};

export const greaterLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = (a[k & am] as number) > (b[k & bm] as number) ? 1 : 0;
};

export const atLeastLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = (a[k & am] as number) >= (b[k & bm] as number) ? 1 : 0;
};

export const equalLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = (a[k & am] as number) === (b[k & bm] as number) ? 1 : 0;
};

/** False where a side is missing. */
export const unequalLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) {
    const left = a[k & am] as number;
    const right = b[k & bm] as number;
    out[k] = left < right || left > right ? 1 : 0;
  }
};

export const andLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = a[k & am] !== 0 && b[k & bm] !== 0 ? 1 : 0;
};

export const orLoop: PairLoop = (a, am, b, bm, out) => {
  for (let k = 0; k < out.length; k++) out[k] = a[k & am] !== 0 || b[k & bm] !== 0 ? 1 : 0;
};
