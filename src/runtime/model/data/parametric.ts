/**
 * Preparations of whole series, as numbers of each step and field: a bound below and above, a mean and a deviation. They are measured once across the stocks of a date and applied while
 * windows are gathered, so that no prepared window is ever kept.
 */
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import { winsorize } from '../../../dsl/catalogue/sections/winsorize.ts';
import { mean, sampleStd } from '../../../dsl/catalogue/sections/spread.ts';
import type { Preparation } from '../../../dsl/typed-model.ts';

/** What a date makes of each column (step · fields + field): clipped to [low, high], less a mean, times a scale. */
export interface ColumnScales {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly mean: Float64Array;
  /** 1 / deviation; 0 where the stocks do not differ. */
  readonly scale: Float64Array;
}

/** How series of an input are prepared. */
export interface SeriesForm {
  readonly overLast: boolean;
  /** Clips at median ± so many MAD; null: not at all. */
  readonly winsorize: number | null;
  readonly zscore: boolean;
  /** What stands for missing numbers; NaN: they stay missing, and the sample is left out. */
  readonly fill: number;
}

/** A spread smaller than this share of the values is rounding, as in `zscore`. */
const NOISE = 1e-13;

/** The form of an input's preparations. Throws an Error for those that training cannot apply to whole series. */
export function seriesFormOf(input: string, prepared: readonly Preparation[]): SeriesForm {
  let form: SeriesForm = { overLast: false, winsorize: null, zscore: false, fill: NaN };
  // In the order in which gathering applies them.
  let reached = 0;
  for (const step of prepared) {
    const name = step.kind === 'over_last' ? step.kind : operatorNamed(step.operator).name;
    const place = ['over_last', 'winsorize', 'zscore', 'fill'].indexOf(name);
    if (place < reached || place < 0) throw new Error(`input ${input}: ${name} at this place cannot be applied to series while they are gathered; the order is over_last, winsorize, zscore, fill. Prepare the factors instead, inside panel(…)`);
    reached = place + 1;
    const [parameter] = step.kind === 'across' ? step.parameters : [];
    if (name === 'over_last') form = { ...form, overLast: true };
    else if (name === 'winsorize') form = { ...form, winsorize: parameter ?? 5 };
    else if (name === 'zscore') form = { ...form, zscore: true };
    else form = { ...form, fill: parameter ?? 0 };
  }
  return form;
}

/** Measures columns of a date. `columnOf` writes the numbers of one column, one for each stock compared, into its argument. */
export function measure(columns: number, stocks: number, form: SeriesForm, columnOf: (column: number, into: Float64Array) => void): ColumnScales {
  const scales = { low: new Float64Array(columns).fill(-Infinity), high: new Float64Array(columns).fill(Infinity), mean: new Float64Array(columns), scale: new Float64Array(columns).fill(1) };
  if (form.winsorize === null && !form.zscore) return scales;
  const numbers = new Float64Array(stocks);
  for (let column = 0; column < columns; column++) {
    columnOf(column, numbers);
    if (form.winsorize !== null) {
      const clipped = numbers.slice();
      winsorize(clipped, 'mad', form.winsorize);
      const [low, high] = boundsOf(clipped);
      scales.low[column] = low;
      scales.high[column] = high;
      numbers.set(clipped);
    }
    if (!form.zscore) continue;
    const present = numbers.filter((value) => !Number.isNaN(value));
    const centre = mean(present);
    const spread = sampleStd(present);
    scales.mean[column] = present.length === 0 ? 0 : centre;
    scales.scale[column] = spread > NOISE * Math.abs(centre) ? 1 / spread : 0;
  }
  return scales;
}

function boundsOf(values: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [-Infinity, Infinity];
}

/** A number of a column as the network gets it. */
export function prepared(value: number, column: number, { low, high, mean: centres, scale }: ColumnScales, fill: number): number {
  if (Number.isNaN(value)) return fill;
  const clipped = Math.min(Math.max(value, low[column] ?? -Infinity), high[column] ?? Infinity);
  return (clipped - (centres[column] ?? 0)) * (scale[column] ?? 1);
}
