/**
 * Files of prepared data, whatever they hold: eight letters that say what, then bytes, and at the end an index that says where each is.
 *
 *   bytes 0 … 7     what the file holds
 *   bytes           as the index says
 *   the index       JSON
 *   the last 16     length of the index and its CRC-32, 4 bytes each, and the eight letters again
 */
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { DataError, firstLine, systemCode } from './data-error.ts';
import { syncFolder } from './durable.ts';
import { clearLeftOvers, temporaryName } from './temporary-name.ts';

/** Bytes before the first that the index tells of. */
export const HEAD = 8;
/** Bytes after the index. */
export const TAIL = 16;
/** Bytes of an index: those of a whole market are a MiB at most. */
export const MOST_INDEX = 16 * 2 ** 20;

/** Times that a folder is made again. */
const ATTEMPTS = 5;

/** Bytes with what follows them up to a multiple of 8. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Appends bytes, and zeros up to a multiple of 8; says where they begin. */
export type Put = (bytes: Uint8Array) => Promise<number>;

/**
 * Writes a file to a temporary name that is renamed when all is there and `holds` still says so. `write` puts what the file holds and returns its index. Returns its bytes; null if it does not
 * hold. Throws DataError where nothing can be written.
 */
export async function writePreparedFile(path: string, magic: string, write: (put: Put) => Promise<unknown>, holds: () => Promise<boolean>): Promise<number | null> {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(`.${basename(path)}`));
  try {
    await clearLeftOvers(folder);
    const file = await created(temporary);
    let bytes: number;
    try {
      bytes = await writeAll(file, magic, write);
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
    throw refused(inTheWay(path, error), error);
  }
}

async function writeAll(file: FileHandle, magic: string, write: (put: Put) => Promise<unknown>): Promise<number> {
  let at = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length; ) from += (await file.write(bytes, from, bytes.length - from, at + from)).bytesWritten;
    at += bytes.length;
  };
  await append(Buffer.from(magic, 'latin1'));
  const index = Buffer.from(
    JSON.stringify(
      await write(async (bytes) => {
        const begin = at;
        await append(bytes);
        await append(new Uint8Array(aligned(bytes.length) - bytes.length));
        return begin;
      }),
    ),
    'utf8',
  );
  const tail = Buffer.alloc(TAIL);
  tail.writeUInt32LE(index.length, 0);
  tail.writeUInt32LE(crc32(index), 4);
  tail.write(magic, 8, 'latin1');
  await append(index);
  await append(tail);
  return at;
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

/** What lies in the place of a folder above a file, or the file itself. */
function inTheWay(path: string, error: unknown): string {
  let file = path;
  if (systemCode(error) === 'ENOTDIR' || systemCode(error) === 'EEXIST') while (!existsSync(file) && dirname(file) !== file) file = dirname(file);
  return file;
}

/** What stands in the way of writing, as an error for people; others as they are. */
function refused(path: string, error: unknown): unknown {
  const remedies: Readonly<Record<string, string>> = {
    ENOSPC: 'Make room, or free what was prepared with `fullband prepare --remove`; days that are prepared are kept.',
    EDQUOT: 'Make room; days that are prepared are kept.',
    EROFS: 'Runs over this store read its Parquet files; prepare it where it may be written.',
    EACCES: 'Runs over this store read its Parquet files; prepare it as a user who may write there.',
    EPERM: 'Runs over this store read its Parquet files; prepare it as a user who may write there.',
    ENOTDIR: 'Remove what lies in its place.',
    EISDIR: 'Remove what lies in its place.',
    ENOTEMPTY: 'Remove what lies in its place.',
    EEXIST: 'Remove what lies in its place.',
  };
  const remedy = remedies[systemCode(error) ?? ''];
  return remedy === undefined ? error : new DataError({ file: path, found: firstLine(error), expected: 'a file that can be written', remedy }, { cause: error });
}

/** A prepared file; null if it is gone, or may not be read: what it was prepared from is there. */
export async function openPrepared(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}

/** The index of a file that holds `magic`; `understood` returns null for a JSON value that is none, and is told where the index begins. Throws PreparedDamaged. */
export async function indexOf<T>(file: FileHandle, path: string, magic: string, understood: (value: unknown, end: number) => T | null): Promise<T> {
  const info = await file.stat();
  const { size } = info;
  if (!info.isFile() || size < HEAD + TAIL) throw damaged(path, info.isFile() ? `${String(size)} bytes` : 'no bytes, for it is no file');
  const tail = await readWhole(file, path, Buffer.alloc(TAIL), size - TAIL);
  const length = tail.readUInt32LE(0);
  const end = size - TAIL - length;
  if (tail.toString('latin1', 8) !== magic || end < HEAD || length > MOST_INDEX) throw damaged(path, 'no end of such a file');
  const bytes = await readWhole(file, path, Buffer.alloc(length), end);
  const index = crc32(bytes) === tail.readUInt32LE(4) ? understood(parsed(bytes.toString('utf8')), end) : null;
  if (index === null) throw damaged(path, 'an index that does not fit the file');
  return index;
}

/** A text as JSON; null for what is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is loaded place by place until there is none, the next while one is used: `load` may use memory again that it used two places before. */
export async function* oneAhead<T>(load: (place: number) => Promise<T> | null): AsyncGenerator<T, void, undefined> {
  const begun = (place: number): Promise<T> | null => {
    const loaded = load(place);
    // A failure surfaces where it is awaited; until then it must not count as unhandled.
    loaded?.catch(() => undefined);
    return loaded;
  };
  let next = begun(0);
  try {
    for (let place = 1; next !== null; place++) {
      const loaded: T = await next;
      next = begun(place);
      yield loaded;
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

/** Fills `into` from a place on. Throws PreparedDamaged where the file ends before. */
export async function readWhole<T extends Uint8Array>(file: FileHandle, path: string, into: T, position: number): Promise<T> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw damaged(path, 'fewer bytes than it should have');
    done += bytesRead;
  }
  return into;
}

/** A prepared file that is not as it was written: what it was prepared from is to be read instead. */
export class PreparedDamaged extends Error {
  override readonly name = 'PreparedDamaged';

  constructor(
    readonly path: string,
    readonly found: string,
  ) {
    super(`${path} is damaged: it has ${found}`);
  }
}

export function damaged(path: string, found: string): PreparedDamaged {
  return new PreparedDamaged(path, found);
}
