/** Writing prepared minute bars. */
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { DataError, firstLine, systemCode } from './data-error.ts';
import { syncFolder } from './durable.ts';
import { BARS, MINUTE_FIELDS, type MinuteData } from './minute-data.ts';
import { aligned, ColumnEncoder, MAGIC, TAIL, type PreparedColumn, type PreparedIndex, type PreparedPart } from './prepared-format.ts';
import { clearLeftOvers, temporaryName } from './temporary-name.ts';

/** Times that a folder is made again. */
const ATTEMPTS = 5;

/**
 * Writes a day's parts, one after the other, to a temporary name that is renamed when all are there and `holds` still says so. Returns its bytes; null if it does not. Throws
 * DataError where nothing can be written.
 */
export async function writePrepared(path: string, date: string, parts: AsyncIterable<MinuteData>, holds: () => Promise<boolean>): Promise<number | null> {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(`.${basename(path)}`));
  try {
    await clearLeftOvers(folder);
    const file = await created(temporary);
    let bytes: number;
    try {
      bytes = await writeParts(file, date, parts);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await holds())) {
      await rm(temporary, { force: true });
      return null;
    }
    await rename(temporary, path);
    await syncFolder(folder);
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw refused(folder, error);
  }
}

/** A new file in its folder, which another process may remove for being empty just after it is made. */
async function created(path: string): Promise<FileHandle> {
  for (let attempt = 1; ; attempt++) {
    await mkdir(dirname(path), { recursive: true });
    try {
      return await open(path, 'wx');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
}

/** What stands in the way of writing, as an error for people; others as they are. */
function refused(folder: string, error: unknown): unknown {
  const remedies: Readonly<Record<string, string>> = {
    ENOSPC: 'Make room, or free what was prepared with `fullband prepare --remove`; days that are prepared are kept.',
    EDQUOT: 'Make room; days that are prepared are kept.',
    EROFS: 'Runs over this store read its Parquet files; prepare it where it may be written.',
    EACCES: 'Runs over this store read its Parquet files; prepare it as a user who may write there.',
    EPERM: 'Runs over this store read its Parquet files; prepare it as a user who may write there.',
    ENOTDIR: 'Remove what lies in its place.',
    EEXIST: 'Remove what lies in its place.',
  };
  const remedy = remedies[systemCode(error) ?? ''];
  return remedy === undefined ? error : new DataError({ file: folder, found: firstLine(error), expected: 'a folder that can be written', remedy }, { cause: error });
}

async function writeParts(file: FileHandle, date: string, parts: AsyncIterable<MinuteData>): Promise<number> {
  const symbols: string[] = [];
  const written: PreparedPart[] = [];
  const encoder = new ColumnEncoder();
  let at = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length; ) from += (await file.write(bytes, from, bytes.length - from, at + from)).bytesWritten;
    at += bytes.length;
  };
  await put(Buffer.from(MAGIC, 'latin1'));
  for await (const { symbols: ofPart, columns } of parts) {
    const ofFields: PreparedColumn[] = [];
    for (const field of MINUTE_FIELDS) {
      const { form, bytes } = encoder.encode(columns[field].subarray(0, ofPart.length * BARS));
      ofFields.push({ form, offset: at, crc: crc32(bytes) });
      await put(bytes);
      await put(new Uint8Array(aligned(bytes.length) - bytes.length));
    }
    symbols.push(...ofPart);
    written.push({ stocks: ofPart.length, columns: ofFields });
  }
  const index = Buffer.from(JSON.stringify({ date, symbols, parts: written } satisfies PreparedIndex), 'utf8');
  const tail = Buffer.alloc(TAIL);
  tail.writeUInt32LE(index.length, 0);
  tail.writeUInt32LE(crc32(index), 4);
  tail.write(MAGIC, 8, 'latin1');
  await put(index);
  await put(tail);
  return at;
}
