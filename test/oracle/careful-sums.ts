/** Sums and moments in float64 whose own rounding stays near 1e-16: what the witness of the minute factors counts with. */

/** Σ x by Neumaier's compensated summation; 0 of no elements. */
export function carefulSum(x: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const term = x[i] ?? NaN;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Zero variance as the language means it: no elements, or the largest equals the smallest. */
export function isConstant(x: readonly number[]): boolean {
  return x.every((value) => value === x[0]);
}

/** Deviations from the mean. The second subtraction takes away the rounding of the first mean. */
export function deviations(x: readonly number[]): number[] {
  const mean = carefulSum(x) / x.length;
  const rough = x.map((value) => value - mean);
  const rest = carefulSum(rough) / x.length;
  return rough.map((value) => value - rest);
}

/** Population skewness m3 / m2^1.5; NaN at zero variance. */
export function skewness(x: readonly number[]): number {
  if (isConstant(x)) return NaN;
  const d = deviations(x);
  const m2 = carefulSum(d.map((v) => v * v)) / x.length;
  const m3 = carefulSum(d.map((v) => v * v * v)) / x.length;
  return m3 / (m2 * Math.sqrt(m2));
}

/** Pearson correlation over the rows where both series have a value; NaN if either is constant on those rows. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const a = x[i] ?? NaN;
    const b = y[i] ?? NaN;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    xs.push(a);
    ys.push(b);
  }
  if (isConstant(xs) || isConstant(ys)) return NaN;
  const dx = deviations(xs);
  const dy = deviations(ys);
  const sxy = carefulSum(dx.map((v, i) => v * (dy[i] ?? NaN)));
  const sxx = carefulSum(dx.map((v) => v * v));
  const syy = carefulSum(dy.map((v) => v * v));
  return sxy / (Math.sqrt(sxx) * Math.sqrt(syy));
}

/** Quotient; NaN, never infinite, when the divisor is 0. */
export function quotient(a: number, b: number): number {
  return b === 0 ? NaN : a / b;
}
