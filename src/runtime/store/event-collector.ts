/** Columns of executions and orders on their way from chunks of a query to the arrays of a stock. */
import type { Chunk } from './columns.ts';
import { SIDE_CODES, SIDE_MISSING, TYPE_CODES, UNKNOWN, type EventArray, type EventColumns, type EventField, type StockEvents, type TakeBytes } from './event-columns.ts';

/** How a column comes. Whole numbers of 64 bits come as they are stored: they are made doubles while they are copied, which SQL would do in a pass of its own. */
export type Carried = 'words' | 'numbers' | 'times' | 'letters' | 'codes';

/** A column of a query and how its chunks are read. */
export interface CarriedField {
  readonly field: EventField;
  readonly as: Carried;
}

/** How a column of some files comes; `types` are theirs. */
export function carriedAs(field: EventField, types: readonly (string | undefined)[]): Carried {
  if (field === 'time') return 'times';
  if (field === 'side') return 'letters';
  if (field === 'type') return 'codes';
  return types.every((type) => type === 'BIGINT') ? 'words' : 'numbers';
}

/** SQL of a column as chunks carry it; null and what is no number become a value that the checks refuse where the table needs one. */
export function eventColumnSql({ field, as }: CarriedField): string {
  switch (as) {
    case 'times':
      return `TRY_CAST("${field}" AS INTEGER)`;
    case 'letters':
      return `CAST(${field} AS VARCHAR)`;
    case 'codes':
      return `CASE ${field} ${Object.entries(TYPE_CODES).map(([word, code]) => `WHEN '${word}' THEN ${code}`).join(' ')} ELSE ${UNKNOWN} END`;
    case 'words':
      return field;
    case 'numbers':
      return `CAST(${field} AS DOUBLE)`;
  }
}

/** Code of a letter; UNKNOWN for others. */
const LETTERS = Int8Array.from({ length: 256 }, (_, letter) => new Map<string, number>(Object.entries(SIDE_CODES)).get(String.fromCharCode(letter)) ?? UNKNOWN);

/** Columns of a chunk as they are carried. */
export function carriedColumns(chunk: Chunk, fields: readonly CarriedField[]): readonly (Float64Array | Int32Array)[] {
  return fields.map(({ as }, i) => carriedColumn(chunk, as, i));
}

function carriedColumn(chunk: Chunk, as: Carried, column: number): Float64Array | Int32Array {
  switch (as) {
    case 'words':
      return chunk.words(column);
    case 'numbers':
      return chunk.numbers(column);
    case 'times':
      return chunk.integers(column, -1);
    case 'letters':
      return chunk.headsOfTexts(column);
    case 'codes':
      return chunk.integers(column, UNKNOWN);
  }
}

interface Collected extends CarriedField {
  readonly array: EventArray;
}

/** The events of one stock while they are collected; their number is known before. */
export class EventCollector {
  private readonly collected: readonly Collected[];
  private readonly release: (() => void) | null;
  private filled = 0;

  /** @param take where columns are written; default: arrays of their own */
  constructor(fields: readonly CarriedField[], size: number, take?: TakeBytes) {
    const { columns, release } = emptyColumns(fields.map(({ field }) => field), size, take);
    this.release = release;
    this.collected = fields.map((one, place) => ({ ...one, array: (columns[place] as EmptyColumn).array }));
  }

  /** Adds rows `from` … `to` − 1 of some columns, which are in the order of the fields. */
  add(columns: readonly (Float64Array | Int32Array)[], from: number, to: number): void {
    for (let place = 0; place < this.collected.length; place++) {
      const column = columns[place];
      if (column === undefined) throw new TypeError('the rows lack a column');
      copyRows(this.collected[place] as Collected, column, from, to, this.filled);
    }
    this.filled += to - from;
  }

  /** The stock's events as they were read. */
  events(symbol: string): StockEvents {
    const columns: Partial<Record<EventField, EventArray>> = {};
    for (const { field, array } of this.collected) columns[field] = array;
    const { release } = this;
    return { symbol, n: this.filled, columns: columns as EventColumns, ...(release === null ? {} : { release }) };
  }
}

function copyRows({ as, array }: Collected, column: Float64Array | Int32Array, from: number, to: number, at: number): void {
  if (as === 'words') copyWords(array, column, from, to, at);
  else if (as === 'letters') copyLetters(array, column, from, to, at);
  else array.set(from === 0 && to === column.length ? column : column.subarray(from, to), at);
}

const WORD = 2 ** 32;

/** Whole numbers of 64 bits as doubles: exact below 2^53, and never below it if they are not. */
function copyWords(into: EventArray, words: Float64Array | Int32Array, from: number, to: number, at: number): void {
  if (!(into instanceof Float64Array && words instanceof Int32Array)) throw new TypeError('words are made doubles');
  for (let row = from, k = at; row < to; row++, k++) into[k] = (words[2 * row + 1] as number) * WORD + ((words[2 * row] as number) >>> 0);
}

/** Words of one letter by their heads: comparing texts row by row, in SQL or here, costs more than reading them. */
function copyLetters(into: EventArray, heads: Float64Array | Int32Array, from: number, to: number, at: number): void {
  if (!(into instanceof Int8Array && heads instanceof Int32Array)) throw new TypeError('letters are made codes');
  for (let row = from, k = at; row < to; row++, k++) {
    const length = heads[4 * row] as number;
    into[k] = length === 1 ? (LETTERS[(heads[4 * row + 1] as number) & 255] as number) : length === -1 ? SIDE_MISSING : UNKNOWN;
  }
}

/** A column before it is filled. */
export interface EmptyColumn {
  readonly field: EventField;
  readonly array: EventArray;
}

/** Columns of some rows, in memory that is taken, which `release` gives back, or in arrays of their own. */
export function emptyColumns(fields: readonly EventField[], size: number, take?: TakeBytes): { readonly columns: readonly EmptyColumn[]; readonly release: (() => void) | null } {
  const taken = take === undefined ? null : take(fields.reduce((total, field) => total + wholeWords(widthOf(field) * size), 0));
  let at = taken?.offset ?? 0;
  const columns = fields.map((field) => {
    const array = emptyColumn(field, size, taken?.buffer ?? new ArrayBuffer(widthOf(field) * size), at);
    if (taken !== null) at += wholeWords(widthOf(field) * size);
    return { field, array };
  });
  return { columns, release: taken === null ? null : () => { taken.release(); } };
}

const wholeWords = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function widthOf(field: EventField): number {
  return field === 'time' ? 4 : field === 'side' || field === 'type' ? 1 : 8;
}

function emptyColumn(field: EventField, size: number, buffer: ArrayBufferLike, at: number): EventArray {
  if (field === 'time') return new Int32Array(buffer, at, size);
  return field === 'side' || field === 'type' ? new Int8Array(buffer, at, size) : new Float64Array(buffer, at, size);
}
