/** Keys of a table's rows as places 0, 1, 2 … in order of first appearance: what restores orders from executions, and spreads them again. */

/** Rows without a key belong to no group. */
export const NO_GROUP = -1;

export interface Grouping {
  /** Group of each row. */
  readonly index: Int32Array;
  readonly count: number;
}

/** Slots per key: with half of them empty a search looks at one or two. */
const ROOM = 2;
const MULTIPLIER = 0x9e3779b1;
const WORD = 2 ** 32;

/** Reusable space for `groupRows`. */
export class GroupingSpace {
  private keys = new Float64Array(0);
  private groups = new Int32Array(0);

  /** No group for that many keys, by the key less the smallest. */
  takeDense(keys: number): Int32Array {
    if (this.groups.length < keys) this.groups = new Int32Array(keys);
    return this.groups.fill(NO_GROUP, 0, keys);
  }

  /** Empty slots for that many keys: a power of two. */
  take(rows: number): { readonly keys: Float64Array; readonly groups: Int32Array; readonly mask: number; readonly shift: number } {
    const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, rows * ROOM))));
    const size = 2 ** bits;
    if (this.keys.length < size) this.keys = new Float64Array(size);
    if (this.groups.length < size) this.groups = new Int32Array(size);
    this.groups.fill(NO_GROUP, 0, size);
    return { keys: this.keys, groups: this.groups, mask: size - 1, shift: 32 - bits };
  }
}

/** Keys that lie this close, per row, have a table of all keys between them: order numbers of one stock mostly do, and then nothing is searched. */
const DENSE = 8;

/**
 * Groups rows by whole-number keys below 2^53; NaN has no group.
 *
 * @param index where the groups are written, as long as the keys
 */
export function groupRows(keys: Float64Array, space = new GroupingSpace(), index: Int32Array = new Int32Array(keys.length)): Grouping {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (key < smallest) smallest = key;
    if (key > largest) largest = key;
  }
  const span = largest - smallest + 1;
  return span <= DENSE * keys.length + 64 ? groupDense(keys, smallest, space.takeDense(span), index) : groupHashed(keys, space, index);
}

/** By a table of all keys from the smallest on. */
function groupDense(keys: Float64Array, smallest: number, groups: Int32Array, index: Int32Array): Grouping {
  let count = 0;
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (key !== key) {
      index[row] = NO_GROUP;
      continue;
    }
    const place = (key - smallest) | 0;
    let group = groups[place] as number;
    if (group === NO_GROUP) {
      group = count++;
      groups[place] = group;
    }
    index[row] = group;
  }
  return { index, count };
}

/** By a hash table with open addressing. */
function groupHashed(keys: Float64Array, space: GroupingSpace, index: Int32Array): Grouping {
  const table = space.take(keys.length);
  const { mask, shift, keys: held, groups } = table;
  let count = 0;
  // One order often trades several times in a row.
  let last = NaN;
  let group = NO_GROUP;
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (key === last) {
      index[row] = group;
      continue;
    }
    last = key;
    group = NO_GROUP;
    if (key === key) {
      const low = key | 0;
      let slot = Math.imul(low === key ? low : low ^ ((key / WORD) | 0), MULTIPLIER) >>> shift;
      group = groups[slot] as number;
      while (group !== NO_GROUP && held[slot] !== key) {
        slot = (slot + 1) & mask;
        group = groups[slot] as number;
      }
      if (group === NO_GROUP) {
        group = count++;
        held[slot] = key;
        groups[slot] = group;
      }
    }
    index[row] = group;
  }
  return { index, count };
}
