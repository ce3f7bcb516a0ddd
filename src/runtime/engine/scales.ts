/** What numbers of a stock are multiplied by on their way into a tile, and whether they fit it. */
import { LIMIT, SMALLEST } from '../../compiler/plan.ts';
import type { Unit } from '../../dsl/units.ts';

/** Kernel values are true values times cny^a · share^b for a value in CNY^a · share^b. */
export interface Scale {
  readonly cny: number;
  readonly share: number;
}

export function unitFactor(scale: Scale, unit: Unit): number {
  if (unit.cny === 0 && unit.share === 0) return 1;
  return Math.pow(scale.cny, unit.cny) * Math.pow(scale.share, unit.share);
}

/** Whether f32 holds a number with all its digits. */
export function fitsSingle(scaled: number): boolean {
  const size = Math.abs(scaled);
  return size < LIMIT && (size > SMALLEST || scaled === 0);
}
