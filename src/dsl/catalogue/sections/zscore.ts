/** Standard scores of a cross-section. */
import { mean, sampleStd } from './spread.ts';

/** A spread smaller than this share of the values is rounding. */
const NOISE = 1e-13;

/** (x − mean) / sample standard deviation, in place; all 0 where the values do not differ, because no stock stands out then. NaN stays. */
export function zscore(values: Float64Array): void {
  const [centre, spread] = centreAndSpread(values);
  for (let i = 0; i < values.length; i++) values[i] = scored(values[i] ?? NaN, centre, spread);
}

/** What scores are measured by: mean and sample standard deviation, which is 0 where the values do not differ. */
export function centreAndSpread(values: Float64Array): readonly [centre: number, spread: number] {
  const present = values.filter((value) => !Number.isNaN(value));
  const [centre, spread] = [mean(present), sampleStd(present)];
  return [centre, spread > NOISE * Math.abs(centre) ? spread : 0];
}

export function scored(value: number, centre: number, spread: number): number {
  if (Number.isNaN(value)) return NaN;
  return spread === 0 ? 0 : (value - centre) / spread;
}
