/** The standard normal distribution. */

/** Beyond this many deviations the probability is below 1e-18. */
const FAR = 9;

/** Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …). */
export function normalCdf(x: number): number {
  if (x <= -FAR) return 0;
  if (x >= FAR) return 1;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && odd < 400; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}

export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** The x whose Φ is the share, by halving: slower than a fraction with constants, and plainly right. */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) return share <= 0 ? -Infinity : share >= 1 ? Infinity : NaN;
  let low = -FAR;
  let high = FAR;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
