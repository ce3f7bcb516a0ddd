/** Looking into gpu.js where its interface does not reach: every workaround asks step by step and does without if something is not as expected. */

/** A property of whatever has properties; undefined of anything else. */
export function property(of: unknown, name: string): unknown {
  return (typeof of === 'object' && of !== null) || typeof of === 'function' ? Reflect.get(of, name) : undefined;
}
