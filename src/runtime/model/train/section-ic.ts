/** How well predictions order the stocks of each day. */
import { bySection } from './samples.ts';

/** Pearson correlation in float64; NaN where a side does not differ. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>, which: Int32Array): number {
  let meanA = 0;
  let meanB = 0;
  for (const i of which) {
    meanA += (a[i] ?? NaN) / which.length;
    meanB += (b[i] ?? NaN) / which.length;
  }
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  let size = 0;
  for (const i of which) {
    const x = (a[i] ?? NaN) - meanA;
    const y = (b[i] ?? NaN) - meanB;
    both += x * y;
    ofA += x * x;
    ofB += y * y;
    size = Math.max(size, Math.abs(a[i] ?? NaN));
  }
  // Predictions are float32: what is left of equal ones is rounding.
  return Math.sqrt(ofA / which.length) <= 1e-7 * size || ofB === 0 ? NaN : both / Math.sqrt(ofA * ofB);
}

/** Mean over sections of the correlation of predictions and labels. Sections in which a side does not differ are left out; null if there is no other. */
export function meanSectionIc(predictions: Float32Array, labels: Float32Array, sections: Int32Array): number | null {
  const ics = [...bySection(sections).values()].map((which) => pearson(predictions, labels, which)).filter((ic) => !Number.isNaN(ic));
  return ics.length === 0 ? null : ics.reduce((sum, ic) => sum + ic, 0) / ics.length;
}
