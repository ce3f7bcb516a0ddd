/** Compressed files: whether they are whole, and where not. */
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { count } from './amount-scale.ts';
import { DataError, systemCode } from './data-error.ts';

const NEW_LINE = 10;
/** Bytes at a time when the place of a fault is sought: it is known no better. */
const STEP = 4096;

/** Reads a gzip file to its end; throws DataError if it is cut short or damaged. */
export async function verifyGzip(path: string): Promise<void> {
  try {
    await pipeline(createReadStream(path), createGunzip(), new Writable({ write: (_chunk, _encoding, done) => done() }));
  } catch (error) {
    throw await gzipError(path, error);
  }
}

/** The error for people if unpacking failed; any other error as it is. Reads the file once more. */
export async function gzipError(path: string, error: unknown): Promise<unknown> {
  const code = systemCode(error);
  if (code?.startsWith('Z_') !== true) return error;
  const what = code === 'Z_BUF_ERROR' ? 'a gzip file that ends too early' : 'a damaged gzip file';
  const { bytes, lines } = await wholePart(path);
  const found = `${what}: its first ${count(bytes)} bytes unpack to ${count(lines)} ${lines === 1 ? 'line' : 'lines'}`;
  return new DataError({ file: path, line: lines + 1, found, expected: 'a whole one', remedy: 'Fetch or export it again; nothing was imported.' }, { cause: error });
}

/** How much of a file unpacks, and to how many whole lines. */
async function wholePart(path: string): Promise<{ readonly bytes: number; readonly lines: number }> {
  const gunzip = createGunzip();
  let lines = 0;
  const lineCounter = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, at + 1)) lines++;
      done();
    },
  });
  try {
    await pipeline(createReadStream(path, { highWaterMark: STEP }), gunzip, lineCounter);
  } catch (error) {
    if (systemCode(error)?.startsWith('Z_') !== true) throw error;
  }
  return { bytes: gunzip.bytesWritten, lines };
}
