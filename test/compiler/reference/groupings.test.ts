import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GroupingSpace, groupRows, NO_GROUP } from '../../../src/compiler/reference/groupings.ts';

/** Groups by a map, in the order of first appearance. */
function groupsByMap(keys: readonly number[]): { readonly index: readonly number[]; readonly count: number } {
  const groups = new Map<number, number>();
  const index = keys.map((key) => {
    if (Number.isNaN(key)) return NO_GROUP;
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    return group;
  });
  return { index, count: groups.size };
}

describe('groups of rows', () => {
  test('are numbered by first appearance, whether keys lie close together or far apart, in space that was used before', () => {
    const space = new GroupingSpace();
    const close = fc.tuple(fc.constantFrom(0, 1, 4_000_000_000, Number.MAX_SAFE_INTEGER - 60), fc.array(fc.oneof(fc.nat(50), fc.constant(NaN)), { maxLength: 200 })).map(([from, keys]) => keys.map((key) => from + key));
    const far = fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(3), fc.constant(NaN)), { maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(close, far), (keys) => {
        const { index, count } = groupRows(Float64Array.from(keys), space);
        expect({ index: [...index], count }).toEqual(groupsByMap(keys));
      }),
    );
  });
});
