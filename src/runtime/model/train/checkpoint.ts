/** What a training knows after an epoch, in one file: a line of JSON that says what follows, then float32 numbers. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DataError, firstLine, systemCode } from '../../store/data-error.ts';
import { writeWhole } from '../../store/durable.ts';
import type { AdamState } from '../adam.ts';
import type { Snapshot } from '../parameters.ts';

/** Figures of an epoch. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean loss of its batches. */
  readonly loss: number;
  /** Mean IC of the validation's days after it; null where no day has one. */
  readonly ic: number | null;
}

export interface Checkpoint {
  /** What the training is of; a training of something else does not continue it. */
  readonly identity: string;
  /** Steps of the optimizer so far. The generators of random numbers have no state beside it and the epoch. */
  readonly step: number;
  readonly history: readonly EpochRecord[];
  /** Epoch with the best IC, or the last one while there is no IC. */
  readonly best: number;
  readonly weights: Snapshot;
  readonly bestWeights: Snapshot;
  readonly adam: AdamState;
}

interface Header {
  readonly format: string;
  readonly identity: string;
  readonly step: number;
  readonly history: readonly EpochRecord[];
  readonly best: number;
  readonly adamStep: number;
  readonly arrays: readonly { readonly of: string; readonly name: string; readonly length: number }[];
  readonly sha256: string;
}

const FORMAT = 'fullband training checkpoint 1';

/** Writes a checkpoint in place of the one before, which stays whole if this one cannot be written. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { identity, step, history, best, weights, bestWeights, adam } = checkpoint;
  const groups = { weights, best: bestWeights, first: adam.first, second: adam.second };
  const arrays = Object.entries(groups).flatMap(([of, values]) => [...values].map(([name, numbers]) => ({ of, name, numbers })));
  const body = Buffer.concat(arrays.map(({ numbers }) => bytesOf(numbers)));
  const header: Header = {
    ...{ format: FORMAT, identity, step, history, best, adamStep: adam.step },
    arrays: arrays.map(({ of, name, numbers }) => ({ of, name, length: numbers.length })),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
  try {
    await writeWhole(path, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]));
  } catch (error) {
    throw notWritten(path, history.length, error);
  }
}

function notWritten(path: string, epoch: number, error: unknown): DataError {
  const full = systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT';
  return new DataError(
    {
      file: path,
      found: full ? `no space left for the checkpoint of epoch ${epoch}` : `a checkpoint of epoch ${epoch} that cannot be written: ${firstLine(error)}`,
      expected: 'a folder that takes it',
      remedy: `${full ? 'Free some space' : 'Correct this'} and train again: the training continues from its last checkpoint, which is whole.`,
    },
    { cause: error },
  );
}

/** Reads a checkpoint; null if there is none. */
export async function readCheckpoint(path: string): Promise<Checkpoint | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  const end = bytes.indexOf('\n');
  const header = end < 0 ? null : headerOf(bytes.toString('utf8', 0, end));
  const body = bytes.subarray(end + 1);
  if (header === null || createHash('sha256').update(body).digest('hex') !== header.sha256) {
    throw new DataError({ file: path, found: 'a file that is no whole checkpoint', expected: 'a checkpoint of a training', remedy: 'Delete it to train from the beginning.' });
  }
  const groups = new Map<string, Map<string, Float32Array<ArrayBuffer>>>();
  let at = 0;
  for (const { of, name, length } of header.arrays) {
    const group = groups.get(of) ?? new Map<string, Float32Array<ArrayBuffer>>();
    groups.set(of, group.set(name, floatsOf(body, at, length)));
    at += 4 * length;
  }
  const values = (of: string): Snapshot => groups.get(of) ?? new Map<string, Float32Array<ArrayBuffer>>();
  const { identity, step, history, best, adamStep } = header;
  return { identity, step, history, best, weights: values('weights'), bestWeights: values('best'), adam: { step: adamStep, first: values('first'), second: values('second') } };
}

/** Null if the text is something else. What follows is checked by its sum. */
function headerOf(text: string): Header | null {
  try {
    const header = JSON.parse(text) as Partial<Header> | null;
    return header?.format === FORMAT ? (header as Header) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Bytes of numbers; every platform that Node runs models on has them in this order. */
function bytesOf(numbers: Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function floatsOf(bytes: Buffer, at: number, length: number): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(bytes.subarray(at, at + 4 * length)).buffer);
}
