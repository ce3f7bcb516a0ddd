/** Versions of the stored data: hashes of the files' content, so that results know what they were computed from. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode } from './data-error.ts';
import { writeWhole } from './durable.ts';
import { partitionFiles, valuesFolder, type StoreTable } from './layout.ts';
import type { DatedTable } from './tables.ts';

const MEMO = '.fingerprints.json';
/** A file changed in this time before it is hashed could change again without a new time stamp. */
const FRESH_MS = 2_000;
/** A date that is written at this moment is measured again, at most so often. */
const ATTEMPTS = 5;

interface Memo {
  readonly size: number;
  /** Nanoseconds. */
  readonly modified: string;
  readonly sha256: string;
}

/**
 * Version of one date of a table: 64 hexadecimal digits that depend on the content of its Parquet files and on nothing else;
 * `none` if it has none.
 */
export async function dataVersion(store: string, table: DatedTable, date: string): Promise<string> {
  return (await dataVersions(store, table, [date])).get(date) ?? 'none';
}

/** Versions of several dates; cheaper than one call for each. Hashes are remembered in the store by path, size and time of change. */
export async function dataVersions(store: string, table: DatedTable, dates: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const reader = await VersionReader.open(store);
  const versions = new Map<string, string>();
  for (const date of dates) versions.set(date, await reader.versionOf(table, date));
  await reader.save();
  return versions;
}

/** Versions of dates as they are when asked for: for runs that ask often. */
export class VersionReader {
  private learned = false;

  private constructor(
    private readonly store: string,
    private readonly memo: Map<string, Memo>,
  ) {}

  static async open(store: string): Promise<VersionReader> {
    return new VersionReader(store, await readMemo(store));
  }

  /** As `dataVersion`, or of another partition of a table by its key. A file is hashed again only if its size or time of change is not the remembered one. Rejects when the signal fires. */
  async versionOf(table: StoreTable, date: string, signal?: AbortSignal): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.measure(table, date, signal);
      } catch (error) {
        // A file that was listed is gone: most likely the date is being written, and the list has changed.
        if (systemCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Writes what was learned into the store's memo. */
  async save(): Promise<void> {
    if (this.learned) await writeMemo(this.store, this.memo);
    this.learned = false;
  }

  private async measure(table: StoreTable, date: string, signal: AbortSignal | undefined): Promise<string> {
    const hashes: string[] = [];
    for (const path of await partitionFiles(this.store, table, date)) {
      const key = relative(this.store, path).split(sep).join('/');
      const info = await stat(path, { bigint: true });
      const known = this.memo.get(key);
      if (known !== undefined && known.size === Number(info.size) && known.modified === String(info.mtimeNs)) {
        hashes.push(known.sha256);
        continue;
      }
      signal?.throwIfAborted();
      const sha256 = await hashFile(path, signal);
      hashes.push(sha256);
      if (Date.now() - Number(info.mtimeMs) < FRESH_MS) continue;
      this.memo.set(key, { size: Number(info.size), modified: String(info.mtimeNs), sha256 });
      this.learned = true;
    }
    return hashes.length === 0 ? 'none' : createHash('sha256').update(hashes.sort().join('\n')).digest('hex');
  }
}

/** sha256 of a file's content. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, ...(signal === undefined ? [] : [{ signal }]));
  return hash.digest('hex');
}

/** Remembered hashes; a memo that is absent or not ours costs time, not correctness. */
async function readMemo(store: string): Promise<Map<string, Memo>> {
  const memo = new Map<string, Memo>();
  let files: unknown;
  try {
    const parsed: unknown = JSON.parse(await readFile(join(valuesFolder(store), MEMO), 'utf8'));
    files = typeof parsed === 'object' && parsed !== null && 'files' in parsed ? parsed.files : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '') || error instanceof SyntaxError) return memo;
    throw error;
  }
  if (typeof files !== 'object' || files === null) return memo;
  for (const [path, entry] of Object.entries(files)) if (isMemo(entry)) memo.set(path, entry);
  return memo;
}

function isMemo(value: unknown): value is Memo {
  return typeof value === 'object' && value !== null && 'size' in value && typeof value.size === 'number' && 'modified' in value && typeof value.modified === 'string' && 'sha256' in value && typeof value.sha256 === 'string';
}

async function writeMemo(store: string, memo: ReadonlyMap<string, Memo>): Promise<void> {
  try {
    await writeWhole(join(valuesFolder(store), MEMO), `${JSON.stringify({ files: Object.fromEntries(memo) })}\n`);
  } catch (error) {
    // A store that may only be read is hashed anew each time.
    if (!['EROFS', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
  }
}
