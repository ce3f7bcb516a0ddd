import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Region, Regions } from '../../../src/runtime/model/gru/regions.ts';

test('regions never overlap, lie below what the memory was grown to, and all come back', () => {
  const actions = fc.array(fc.oneof(fc.record({ take: fc.integer({ min: 0, max: 1000 }) }), fc.record({ giveBack: fc.nat(20) })), { maxLength: 60 });
  fc.assert(
    fc.property(actions, (list) => {
      let end = 0;
      const regions = new Regions(100, (to) => {
        end = Math.max(end, to);
      });
      const taken: Region[] = [];
      for (const action of list) {
        if ('take' in action) {
          const region = regions.take(action.take);
          expect(region.bytes).toBeGreaterThanOrEqual(action.take);
          expect(region.address % 64).toBe(0);
          expect(region.address + region.bytes).toBeLessThanOrEqual(end);
          for (const other of taken) expect(region.address >= other.address + other.bytes || other.address >= region.address + region.bytes).toBe(true);
          taken.push(region);
        } else {
          for (const region of taken.splice(action.giveBack, 1)) regions.giveBack(region);
        }
      }
      for (const region of taken) regions.giveBack(region);
      // Nothing is taken: the next one begins where the first did.
      expect(regions.take(end + 64).address).toBe(128);
    }),
  );
});
