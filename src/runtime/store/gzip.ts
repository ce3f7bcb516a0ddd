/** Compressed files: whether they are whole. */
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DataError, systemCode } from './data-error.ts';

/** Reads a gzip file to its end; throws DataError if it is cut short or damaged. */
export async function verifyGzip(path: string): Promise<void> {
  try {
    await pipeline(createReadStream(path), createGunzip(), new Writable({ write: (_chunk, _encoding, done) => done() }));
  } catch (error) {
    throw gzipError(path, error);
  }
}

/** The error for people if unpacking failed; any other error as it is. */
export function gzipError(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code?.startsWith('Z_') !== true) return error;
  const found = code === 'Z_BUF_ERROR' ? 'a gzip file that ends too early' : 'a damaged gzip file';
  return new DataError({ file: path, found, expected: 'a whole one', remedy: 'Fetch or export it again.' }, { cause: error });
}
