/** Shapes of values in models: axes with names, so that findings can say what an axis is and not only how long. */

export interface Axis {
  /** `samples`, `days`, `weeks`, `months`, `features`, `units`. */
  readonly name: string;
  /** Null for samples: how many there are depends on the day. */
  readonly size: number | null;
}

/** Outermost first; no axis at all is one number. */
export type Shape = readonly Axis[];

export const SAMPLES: Axis = { name: 'samples', size: null };

/** One number for the whole batch: what a loss is. */
export const ONE_NUMBER: Shape = [];

/** One value for each sample: a label, a prediction. */
export const ONE_EACH: Shape = [SAMPLES, { name: 'units', size: 1 }];

/** Values of each sample without steps. */
export function vectorOf(size: number, name = 'units'): Shape {
  return [SAMPLES, { name, size }];
}

/** `[samples, days 40, features 27]`; one unit is written `1`, as one value of each sample reads best. */
export function shapeText(shape: Shape): string {
  if (shape.length === 0) return 'one number';
  return `[${shape.map(axisText).join(', ')}]`;
}

function axisText({ name, size }: Axis): string {
  if (size === null) return name;
  return name === 'units' && size === 1 ? '1' : `${name} ${String(size)}`;
}

/** Whether two shapes have the same lengths, whatever their axes are called. */
export function sameSizes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every(({ size }, i) => size === b[i]?.size);
}

/** Length of the last axis; 0 of one number. */
export function widthOf(shape: Shape): number {
  return shape.at(-1)?.size ?? 0;
}

/** Whether samples are series of steps. */
export function isSeries(shape: Shape): boolean {
  return shape.length === 3;
}
