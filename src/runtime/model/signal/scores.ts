/** Predictions made comparable: between seeds, and between days. */
import { zscore } from '../../../dsl/catalogue/sections/zscore.ts';

/** Predictions of each day as standard scores: a loss that is a correlation leaves their scale open, and seeds are averaged. */
export function standardised(predictions: Float32Array, days: Int32Array): Float64Array {
  const scores = Float64Array.from(predictions);
  for (let from = 0; from < days.length; ) {
    let end = from + 1;
    while (end < days.length && days[end] === days[from]) end++;
    zscore(scores.subarray(from, end));
    from = end;
  }
  return scores;
}
