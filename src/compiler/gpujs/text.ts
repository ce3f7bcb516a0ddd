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

/** Hands out names that are unique within a kernel group. */
export class Names {
  private count = 0;

  next(prefix: string): string {
    this.count++;
    return `${prefix}${String(this.count)}`;
  }
}
