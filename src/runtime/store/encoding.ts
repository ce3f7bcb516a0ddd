/** Text files in Chinese encodings, rewritten as UTF-8, which is what SQL reads. */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DataError } from './data-error.ts';
import { gzipError } from './gzip.ts';

/** Never part of a longer character, neither in GBK nor in GB 18030. */
const NEW_LINE = 10;
/** It contains GBK. Node's own decoder of GBK lets bytes pass that are none. */
const DECODER = 'gb18030';
/** A line longer than this is none. */
const LONGEST_LINE = 1 << 24;

/** Writes a file's text as UTF-8 into `scratch` and returns the path; holds a few lines at a time. Throws DataError at the first line that does not decode. */
export async function rewriteAsUtf8(path: string, gzip: boolean, encoding: 'gbk' | 'gb18030', scratch: string): Promise<string> {
  // Files of one name may come from several folders.
  const target = join(scratch, `${randomBytes(4).toString('hex')}-${basename(path)}.utf8.csv`);
  try {
    const decoder = new LineDecoder(path, encoding);
    if (gzip) await pipeline(createReadStream(path), createGunzip(), decoder, createWriteStream(target));
    else await pipeline(createReadStream(path), decoder, createWriteStream(target));
  } catch (error) {
    throw await gzipError(path, error);
  }
  return target;
}

/** Decodes whole lines, so that what does not decode has a number. */
class LineDecoder extends Transform {
  private rest: Buffer = Buffer.alloc(0);
  private lines = 0;

  constructor(
    private readonly path: string,
    private readonly encoding: string,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = bytes.lastIndexOf(NEW_LINE) + 1;
    this.rest = bytes.subarray(end);
    if (this.rest.length > LONGEST_LINE) done(this.fault(this.lines + 1, 'a line of more than 16 MiB'));
    else this.decode(bytes.subarray(0, end), done);
  }

  override _flush(done: TransformCallback): void {
    this.decode(this.rest, done);
  }

  private decode(bytes: Buffer, done: TransformCallback): void {
    try {
      const text = new TextDecoder(DECODER, { fatal: true }).decode(bytes);
      for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, at + 1)) this.lines++;
      done(null, text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      done(this.firstFault(bytes, error));
    }
  }

  private firstFault(bytes: Buffer, cause: unknown): DataError {
    let line = this.lines;
    for (let from = 0; from < bytes.length; ) {
      const next = bytes.indexOf(NEW_LINE, from);
      const end = next < 0 ? bytes.length : next + 1;
      line++;
      try {
        new TextDecoder(DECODER, { fatal: true }).decode(bytes.subarray(from, end));
      } catch {
        break;
      }
      from = end;
    }
    return this.fault(line, `bytes that are no ${this.encoding} text`, cause);
  }

  private fault(line: number, found: string, cause?: unknown): DataError {
    return new DataError({ file: this.path, line, found, expected: `${this.encoding} text`, remedy: 'Correct file.encoding in a mapping (--mapping FILE.yaml), or export the file again; nothing was imported.' }, { cause });
  }
}
