/** Reading prepared minute bars. */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';
import { damaged, indexOf, oneAhead, openPrepared, readWhole } from './prepared-file.ts';
import { bytesOf, decodeColumn, MAGIC, placeOf, understoodIndex, widthOf, type PreparedIndex, type PreparedPart } from './prepared-format.ts';

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

/** An open file of prepared bars. */
export class PreparedBars {
  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly index: PreparedIndex,
  ) {}

  /** Null for a file that is gone, or may not be read: the stored bars are there. Throws PreparedDamaged for one that is not what it should be, or of another date. */
  static async open(path: string, date: string): Promise<PreparedBars | null> {
    const file = await openPrepared(path);
    if (file === null) return null;
    try {
      const index = await indexOf(file, path, MAGIC, understoodIndex);
      if (index.date !== date) throw damaged(path, `bars of ${index.date}`);
      return new PreparedBars(file, path, index);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The stocks of the day, sorted. */
  get symbols(): readonly string[] {
    return this.index.symbols;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** The stocks of the day in their order, as `streamMinuteDay` gives them; the next part is read while one is used. Closes the file. Throws PreparedDamaged for numbers that are not those that were written, possibly after some parts, which are void then. */
  async *parts(options: ReadPreparedOptions): AsyncGenerator<MinuteData, void> {
    const { file, path, index } = this;
    try {
      const pieces = piecesOf(index, options);
      const sets = options.reused ? [new PieceReader(file, path, options), new PieceReader(file, path, options)] : null;
      yield* oneAhead((place) => {
        const piece = pieces[place];
        return piece === undefined ? null : (sets?.[place % 2] ?? new PieceReader(file, path, options)).load(index.date, piece);
      });
    } finally {
      await file.close();
    }
  }
}

/** Neighbouring stocks of a part of the file. */
interface Run {
  readonly from: number;
  count: number;
}

/** What is handed over at a time: stocks of one or more parts of the file. */
interface Piece {
  readonly symbols: string[];
  readonly parts: { readonly part: PreparedPart; readonly runs: Run[] }[];
}

/** Reads pieces into columns of its own. */
class PieceReader {
  private columns: ReadonlyMap<MinuteField, Float64Array> = new Map();
  private missing = new Float64Array(0);
  private bytes = new Uint8Array(0);
  private stocks = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly options: ReadPreparedOptions,
  ) {}

  async load(date: string, { symbols, parts }: Piece): Promise<MinuteData> {
    const count = symbols.length;
    if (count > this.stocks) {
      this.stocks = count;
      this.columns = new Map(this.options.onlyFields.map((field) => [field, new Float64Array(count * BARS)]));
      if (this.options.onlyFields.length < MINUTE_FIELDS.length) this.missing = new Float64Array(count * BARS).fill(NaN);
    }
    let at = 0;
    for (const { part, runs } of parts) at = await this.loadPart(part, runs, at);
    const column = (field: MinuteField): Float64Array => (this.columns.get(field) ?? this.missing).subarray(0, count * BARS);
    return { date, symbols, columns: { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') } };
  }

  /** The wanted columns of a part in one read, with what lies between them; whole, whatever stocks are wanted, since their sums are of all. */
  private async loadPart(part: PreparedPart, runs: readonly Run[], first: number): Promise<number> {
    const places = [...this.columns.keys()].map(placeOf);
    const wanted = part.columns.filter((_, place) => places.includes(place));
    const [begin, end] = [wanted[0]?.offset ?? 0, (wanted.at(-1)?.offset ?? 0) + bytesOf(part, wanted.at(-1)?.form ?? 'absent')];
    const bytes = await this.read(begin, end - begin);
    let at = first;
    for (const [field, into] of this.columns) {
      const { form, offset, crc } = part.columns[placeOf(field)] as PreparedPart['columns'][number];
      const column = bytes.subarray(offset - begin, offset - begin + bytesOf(part, form));
      if (crc32(column) !== crc) throw damaged(this.path, `numbers of ${field} that are not those that were written`);
      at = first;
      for (const { from, count } of runs) {
        const run = column.subarray(from * BARS * widthOf(form), (from + count) * BARS * widthOf(form));
        decodeColumn(form, run, into, at, count * BARS);
        at += count * BARS;
      }
    }
    return at;
  }

  private async read(position: number, length: number): Promise<Uint8Array> {
    if (this.bytes.length < length) this.bytes = new Uint8Array(length);
    return readWhole(this.file, this.path, this.bytes.subarray(0, length), position);
  }
}

function piecesOf({ symbols, parts }: PreparedIndex, { symbols: wanted, most }: ReadPreparedOptions): readonly Piece[] {
  const asked = wanted === null ? null : new Set(wanted);
  const pieces: Piece[] = [];
  let piece: Piece | undefined;
  let first = 0;
  for (const part of parts) {
    let runs: Run[] | undefined;
    let run: Run | undefined;
    for (let stock = 0; stock < part.stocks; stock++) {
      const symbol = symbols[first + stock] as string;
      if (asked !== null && !asked.has(symbol)) {
        run = undefined;
        continue;
      }
      if (piece === undefined || piece.symbols.length === most) {
        pieces.push((piece = { symbols: [], parts: [] }));
        runs = undefined;
      }
      if (runs === undefined) {
        piece.parts.push({ part, runs: (runs = []) });
        run = undefined;
      }
      if (run === undefined) runs.push((run = { from: stock, count: 0 }));
      run.count++;
      piece.symbols.push(symbol);
    }
    first += part.stocks;
  }
  return pieces;
}
