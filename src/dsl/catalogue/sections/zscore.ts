/** Standard scores of a cross-section. */
import { mean, sampleStd } from './spread.ts';

/** A spread smaller than this share of the values is rounding. */
const NOISE = 1e-13;

/** (x − mean) / sample standard deviation, in place; all 0 where the values do not differ, because no stock stands out then. NaN stays. */
export function zscore(values: Float64Array): void {
  const present = values.filter((value) => !Number.isNaN(value));
  const centre = mean(present);
  const spread = sampleStd(present);
  const differs = spread > NOISE * Math.abs(centre);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    values[i] = Number.isNaN(value) ? NaN : differs ? (value - centre) / spread : 0;
  }
}
