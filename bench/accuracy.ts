/** How far a contender's values are from the float64 reference. */

/** NaN is missing. */
type Columns = Readonly<Record<string, Float64Array>>;

export interface Accuracy {
  /** Largest distance from the reference, and the factor that has it. */
  readonly maxError: number;
  readonly factor: string;
  /** Largest distance as a share of what is tolerated: 1e-5 + 1e-4 · |value|. */
  readonly ofTolerance: number;
  /** Values that are missing on one side only. */
  readonly missingDiffers: number;
}

/** Compares every column of `values` with the one of the same name. Throws an Error if the reference lacks it or has another length. */
export function accuracyOf(values: Columns, reference: Columns): Accuracy {
  let maxError = 0;
  let factor = '';
  let ofTolerance = 0;
  let missingDiffers = 0;
  for (const [name, column] of Object.entries(values)) {
    const expected = reference[name];
    if (expected?.length !== column.length) throw new Error(`the reference has ${expected?.length ?? 'no'} values of ${name}, expected ${column.length}`);
    for (let i = 0; i < column.length; i++) {
      const found = column[i] ?? NaN;
      const right = expected[i] ?? NaN;
      if (Number.isNaN(found) !== Number.isNaN(right)) missingDiffers++;
      const error = Math.abs(found - right);
      ofTolerance = Math.max(ofTolerance, Number.isNaN(error) ? 0 : error / (1e-5 + 1e-4 * Math.abs(right)));
      if (factor === '' || error > maxError) {
        maxError = Number.isNaN(error) ? maxError : error;
        factor = name;
      }
    }
  }
  return { maxError, factor, ofTolerance, missingDiffers };
}
