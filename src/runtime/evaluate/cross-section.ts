/** The steps that compare the stocks of one day, applied to one cross-section. */
import { neutralize, type Exposures } from '../../dsl/catalogue/sections/neutralize.ts';
import { winsorize } from '../../dsl/catalogue/sections/winsorize.ts';
import { zscore } from '../../dsl/catalogue/sections/zscore.ts';
import { ordered } from './ordered.ts';
import type { Step } from './steps.ts';

/** Applies the steps after the mean over days, from left to right, in place. NaN is missing, before and after. */
export function applySteps(values: Float64Array, exposures: Exposures, steps: readonly Step[]): void {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) values[i] = NaN;
  for (const step of steps) {
    switch (step.kind) {
      case 'mean':
        // Was taken along the days before.
        break;
      case 'winsorize':
        winsorize(values, step.by, step.k);
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

function rank(values: Float64Array): void {
  const { ranks, order } = ordered(values);
  for (let i = 0; i < values.length; i++) values[i] = ((ranks[i] ?? NaN) - 0.5) / order.length;
}
