/** Prepared minute bars of a store: writing them, finding those of a day as it is, and reading them. */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError, systemCode } from './data-error.ts';
import { syncFolder } from './durable.ts';
import { partitionName } from './partition-name.ts';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';
import { aligned, ColumnEncoder, decodeColumn, HEAD, MAGIC, parseIndex, placeOf, TAIL, widthOf, type Form, type PreparedIndex, type PreparedPart } from './prepared-format.ts';
import { clearLeftOvers, temporaryName } from './temporary-name.ts';

/** Digits of a version in the name of a file. */
const DIGITS = 16;
const EXTENSION = '.bars';

/** `STORE/prepared`. */
export function preparedFolder(store: string): string {
  return join(store, 'prepared');
}

function folderOf(store: string, date: string): string {
  return join(preparedFolder(store), 'minute', partitionName(date));
}

/** Where the prepared bars of a day are, made from its data in one version. */
export function preparedPath(store: string, date: string, version: string): string {
  return join(folderOf(store, date), `${version.slice(0, DIGITS)}${EXTENSION}`);
}

/** The prepared bars of a day as it is in this version; null if there are none. */
export function preparedBars(store: string, date: string, version: string): string | null {
  const path = preparedPath(store, date, version);
  return existsSync(path) ? path : null;
}

/** Dates with prepared bars of any version. */
export async function preparedDates(store: string): Promise<readonly string[]> {
  const names = await namesIn(join(preparedFolder(store), 'minute'));
  return names.flatMap((name) => (name.startsWith('date=') ? [name.slice('date='.length)] : [])).sort();
}

/** Removes a day's prepared bars, but for those of `version`. Returns whether there were any. */
export async function removePrepared(store: string, date: string, version: string | null = null): Promise<boolean> {
  const folder = folderOf(store, date);
  const stay = version === null ? null : basename(preparedPath(store, date, version));
  const old = (await namesIn(folder)).filter((name) => name.endsWith(EXTENSION) && name !== stay);
  for (const name of old) await rm(join(folder, name), { force: true });
  if (version === null) await rm(folder, { recursive: true, force: true });
  return old.length > 0;
}

/** Writes a day's parts, one after the other, to a temporary name that is renamed when all are there and `holds` still says so. Returns its bytes; null if it does not. */
export async function writePrepared(path: string, date: string, parts: AsyncIterable<MinuteData>, holds: () => Promise<boolean>): Promise<number | null> {
  const folder = dirname(path);
  const hidden = `.${basename(path)}`;
  const temporary = join(folder, temporaryName(hidden));
  await mkdir(folder, { recursive: true });
  await clearLeftOvers(folder, hidden);
  try {
    const file = await open(temporary, 'wx');
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
    await rm(temporary, { force: true });
    throw error;
  }
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
    const offsets = [at];
    const forms: Form[] = [];
    for (const field of MINUTE_FIELDS) {
      const { form, bytes } = encoder.encode(columns[field].subarray(0, ofPart.length * BARS));
      await put(bytes);
      await put(new Uint8Array(aligned(bytes.length) - bytes.length));
      forms.push(form);
      offsets.push(at);
    }
    symbols.push(...ofPart);
    written.push({ stocks: ofPart.length, offsets, forms });
  }
  const index = Buffer.from(JSON.stringify({ date, symbols, parts: written } satisfies PreparedIndex), 'utf8');
  const tail = Buffer.alloc(TAIL);
  tail.writeBigUInt64LE(BigInt(index.length));
  tail.write(MAGIC, 8, 'latin1');
  await put(index);
  await put(tail);
  return at;
}

export interface ReadPreparedOptions {
  /** Columns to read; the others are NaN. */
  readonly onlyFields: readonly MinuteField[];
  /** Stocks to read, those that the day has; null for all. */
  readonly symbols: readonly string[] | null;
  /** Most stocks of a part. */
  readonly most: number;
  /** Parts are in the same memory: each is void when the next is asked for. */
  readonly reused: boolean;
}

/** Neighbouring stocks of a part of the file. */
interface Run {
  readonly part: PreparedPart;
  /** The first of them in the part. */
  readonly from: number;
  count: number;
}

/** What is handed over at a time. */
interface Piece {
  readonly symbols: string[];
  readonly runs: Run[];
}

/** The stocks of a day in their order, as `streamMinuteDay` gives them; the next part is read while one is used. Throws DataError for a file that is damaged, or gone. */
export async function* readPrepared(path: string, options: ReadPreparedOptions): AsyncGenerator<MinuteData, void> {
  const file = await opened(path);
  try {
    const index = await indexOf(file, path);
    const pieces = piecesOf(index, options);
    const sets = options.reused ? [new PreparedColumns(options), new PreparedColumns(options)] : null;
    const load = (place: number): Promise<MinuteData> | null => {
      const piece = pieces[place];
      if (piece === undefined) return null;
      const loaded = (sets?.[place % 2] ?? new PreparedColumns(options)).load(file, path, index.date, piece);
      // A failure surfaces where the part is awaited; until then it must not count as unhandled.
      loaded.catch(() => undefined);
      return loaded;
    };
    let next = load(0);
    try {
      for (let place = 1; next !== null; place++) {
        const data: MinuteData = await next;
        next = load(place);
        yield data;
      }
    } finally {
      await next?.catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

/** Columns of a part, and room for its bytes. */
class PreparedColumns {
  private columns: ReadonlyMap<MinuteField, Float64Array> = new Map();
  private missing = new Float64Array(0);
  private bytes = new Uint8Array(0);
  private stocks = 0;

  constructor(private readonly options: ReadPreparedOptions) {}

  async load(file: FileHandle, path: string, date: string, { symbols, runs }: Piece): Promise<MinuteData> {
    const count = symbols.length;
    if (count > this.stocks) {
      this.stocks = count;
      this.columns = new Map(this.options.onlyFields.map((field) => [field, new Float64Array(count * BARS)]));
      if (this.options.onlyFields.length < MINUTE_FIELDS.length) this.missing = new Float64Array(count * BARS).fill(NaN);
    }
    let at = 0;
    for (const run of runs) {
      await this.loadRun(file, path, run, at);
      at += run.count * BARS;
    }
    const column = (field: MinuteField): Float64Array => (this.columns.get(field) ?? this.missing).subarray(0, count * BARS);
    return { date, symbols, columns: { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') } };
  }

  /** A whole part in one read, some stocks of it column by column. */
  private async loadRun(file: FileHandle, path: string, { part, from, count }: Run, at: number): Promise<void> {
    const begin = part.offsets[0] as number;
    const whole = count === part.stocks ? await this.read(file, path, begin, (part.offsets.at(-1) as number) - begin) : null;
    for (const [field, into] of this.columns) {
      const place = placeOf(field);
      const form = part.forms[place] as Form;
      const offset = part.offsets[place] as number;
      const length = count * BARS * widthOf(form);
      const bytes = whole === null ? await this.read(file, path, offset + from * BARS * widthOf(form), length) : whole.subarray(offset - begin, offset - begin + length);
      decodeColumn(form, bytes, into, at, count * BARS);
    }
  }

  private async read(file: FileHandle, path: string, position: number, length: number): Promise<Uint8Array> {
    if (this.bytes.length < length) this.bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await file.read(this.bytes, done, length - done, position + done);
      if (bytesRead === 0) throw damaged(path, 'fewer bytes than its index says');
      done += bytesRead;
    }
    return this.bytes.subarray(0, length);
  }
}

function piecesOf({ symbols, parts }: PreparedIndex, { symbols: wanted, most }: ReadPreparedOptions): readonly Piece[] {
  const asked = wanted === null ? null : new Set(wanted);
  const pieces: Piece[] = [];
  let piece: Piece | undefined;
  let first = 0;
  for (const part of parts) {
    let run: Run | undefined;
    for (let stock = 0; stock < part.stocks; stock++) {
      const symbol = symbols[first + stock] as string;
      if (asked !== null && !asked.has(symbol)) {
        run = undefined;
        continue;
      }
      if (piece === undefined || piece.symbols.length === most) {
        pieces.push((piece = { symbols: [], runs: [] }));
        run = undefined;
      }
      if (run === undefined) piece.runs.push((run = { part, from: stock, count: 0 }));
      run.count++;
      piece.symbols.push(symbol);
    }
    first += part.stocks;
  }
  return pieces;
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new DataError({ file: path, found: 'no file, which was there a moment ago', expected: 'prepared bars that stay while they are read', remedy: 'Run again when what removed them is done.' }, { cause: error });
  }
}

async function indexOf(file: FileHandle, path: string): Promise<PreparedIndex> {
  const { size } = await file.stat();
  const tail = Buffer.alloc(TAIL);
  if (size < HEAD + TAIL) throw damaged(path, `${String(size)} bytes`);
  await file.read(tail, 0, TAIL, size - TAIL);
  const length = Number(tail.readBigUInt64LE());
  const end = size - TAIL - length;
  if (tail.toString('latin1', 8) !== MAGIC || !(end >= HEAD)) throw damaged(path, 'no end of such a file');
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, end);
  const index = parseIndex(bytes.toString('utf8'), end);
  if (index === null) throw damaged(path, 'an index that does not fit the file');
  return index;
}

function damaged(path: string, found: string): DataError {
  return new DataError({ file: path, found, expected: 'prepared minute bars', remedy: 'Delete the file, or run `fullband prepare` again with --again.' });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
