/** The steps that compare the stocks of one day, applied to one cross-section. */
import { mean, sampleStd } from './moments.ts';
import { neutralize, type Exposures } from './neutralize.ts';
import { ordered } from './ordered.ts';
import type { Step } from './steps.ts';
import { winsorize } from './winsorize.ts';

/** A spread smaller than this share of the values is rounding. */
const NOISE = 1e-13;

/** Applies the steps after the mean over days, from left to right, in place. NaN is missing, before and after. */
export function applySteps(values: Float64Array, exposures: Exposures, steps: readonly Step[]): void {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) values[i] = NaN;
  for (const step of steps) {
    switch (step.kind) {
      case 'mean':
        // Was taken along the days before.
        break;
      case 'winsorize':
        winsorize(values, step);
        break;
      case 'neutralize':
        neutralize(values, exposures, step);
        break;
      case 'zscore':
        zscore(values);
        break;
      case 'rank':
        rank(values);
        break;
      case 'fill':
        for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = step.value;
        break;
    }
  }
}

/** (x − mean) / sample standard deviation; all 0 where the values do not differ, because no stock stands out then. */
function zscore(values: Float64Array): void {
  const present = values.filter((value) => !Number.isNaN(value));
  const centre = mean(present);
  const spread = sampleStd(present);
  const differs = spread > NOISE * Math.abs(centre);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    values[i] = Number.isNaN(value) ? NaN : differs ? (value - centre) / spread : 0;
  }
}

function rank(values: Float64Array): void {
  const { ranks, order } = ordered(values);
  for (let i = 0; i < values.length; i++) values[i] = ((ranks[i] ?? NaN) - 0.5) / order.length;
}
