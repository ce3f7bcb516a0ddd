/** Files of prepared rows with another index. */
import { crc32 } from 'node:zlib';
import type { EventIndex } from '../../../src/runtime/store/prepared-events.ts';
import type { PreparedIndex } from '../../../src/runtime/store/prepared-format.ts';

/** Whichever of the two a file has: who changes it knows. */
type Index = EventIndex & PreparedIndex;

/** A file whose index is changed, with its right length and sum. */
export function withIndex(whole: Buffer, change: (index: Index) => unknown): Buffer {
  const end = whole.length - 16 - whole.readUInt32LE(whole.length - 16);
  const index = Buffer.from(JSON.stringify(change(JSON.parse(whole.toString('utf8', end, whole.length - 16)) as Index)), 'utf8');
  const tail = Buffer.from(whole.subarray(whole.length - 16));
  tail.writeUInt32LE(index.length, 0);
  tail.writeUInt32LE(crc32(index), 4);
  return Buffer.concat([whole.subarray(0, end), index, tail]);
}
