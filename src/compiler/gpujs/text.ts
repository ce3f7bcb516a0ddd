/** Texts of kernel source that every part of the emitter shares. */

/** A number as kernel source. gpu.js reads JavaScript, so whole numbers stay whole; f32 decides the rest. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '0';
  return value < 0 ? `(${String(value)})` : String(value);
}

/** Product of factors, leaving out ones; `1` of none. */
export function product(factors: readonly string[]): string {
  const kept = factors.filter((factor) => factor !== '1');
  return kept.length === 0 ? '1' : kept.join(' * ');
}

/** `a - b`, or `a` alone if b is null. */
export function minus(a: string, b: string | null): string {
  return b === null ? a : `(${a} - ${b})`;
}

/** What the host writes for a missing prepared value is larger. */
const THERE_BELOW = '1e38';

/** 1 where a prepared value is there, 0 where it is missing. */
export function isThere(prepared: string): string {
  return `(${prepared} < ${THERE_BELOW} ? 1 : 0)`;
}

/** 1 where a prepared value is missing, 0 where it is there. */
export function isAbsent(prepared: string): string {
  return `(${prepared} < ${THERE_BELOW} ? 0 : 1)`;
}

/** A prepared value, 0 where it is missing. */
export function orZero(prepared: string): string {
  return `(${prepared} < ${THERE_BELOW} ? ${prepared} : 0)`;
}

/** Hands out names that are unique within a kernel group. */
export class Names {
  private count = 0;

  /** A name that starts with the prefix and ends in a number. */
  next(prefix: string): string {
    this.count++;
    return `${prefix}${String(this.count)}`;
  }
}
