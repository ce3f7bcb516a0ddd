/**
 * Prepared executions and orders: a day's rows in order and checked, stock after stock by symbol, in blocks of neighbouring stocks. A block holds the columns of its table one after the
 * other, little endian. The index: date, table, where the stocks lay in the files that they are from, and of each block and column how its numbers are kept, where, and their CRC-32.
 */
import { EVENT_FIELDS, type EventArray, type EventField, type EventTable } from './event-columns.ts';
import type { Portion } from './event-portions.ts';
import { aligned, HEAD } from './prepared-file.ts';
import { decodeColumn, FORMS, widthOf, type ColumnEncoder, type Form } from './prepared-format.ts';

export const EVENTS_MAGIC = 'FBEVTS1\n';

/** Rows of a block, or one stock if it has more. */
export const BLOCK_ROWS = 65_536;

/** How a column is kept: times and codes as they are in memory, other numbers in the fewest bytes that give them back bit for bit. */
export type EventForm = Form | 'times' | 'codes';

export interface EventColumn {
  readonly form: EventForm;
  readonly offset: number;
  readonly crc: number;
}

/** Neighbouring stocks. */
export interface EventBlock {
  readonly stocks: number;
  readonly rows: number;
  /** In the order of `keptFields`. */
  readonly columns: readonly EventColumn[];
}

export interface EventIndex {
  readonly date: string;
  readonly table: EventTable;
  /** As `planEvents` found them, files by their names: runs over them cut the day into the same ranges, and so compute the same values to the last digit. */
  readonly portions: readonly Portion[];
  readonly blocks: readonly EventBlock[];
}

/** Columns that are kept of a table: the order of the rows says what `seq` was for. */
export function keptFields(table: EventTable): readonly EventField[] {
  const all: readonly EventField[] = EVENT_FIELDS[table];
  return all.filter((field) => field !== 'seq');
}

/** Bytes of a number. */
export function eventWidth(form: EventForm): number {
  return form === 'times' ? 4 : form === 'codes' ? 1 : widthOf(form);
}

/** Bytes of a column; they are void when the next is encoded or the numbers change. */
export function encodeEvents(encoder: ColumnEncoder, column: EventArray): { readonly form: EventForm; readonly bytes: Uint8Array } {
  if (column instanceof Float64Array) return encoder.encode(column);
  return { form: column instanceof Int32Array ? 'times' : 'codes', bytes: new Uint8Array(column.buffer, column.byteOffset, column.byteLength) };
}

/** Puts some rows of a block's column into `into`, which is as long. */
export function decodeEvents(form: EventForm, bytes: Uint8Array, into: EventArray): void {
  if (form === 'times') into.set(new Int32Array(bytes.buffer, bytes.byteOffset, into.length));
  else if (form === 'codes') into.set(new Int8Array(bytes.buffer, bytes.byteOffset, into.length));
  else if (into instanceof Float64Array) decodeColumn(form, bytes, into, 0, into.length);
  else throw new TypeError(`numbers kept as ${form} are no times or codes`);
}

/** A value as an index; null for what is none, whatever it is. `end`: where the columns must end. */
export function understoodEventIndex(parsed: unknown, end: number): EventIndex | null {
  if (!isObject(parsed) || typeof parsed.date !== 'string' || (parsed.table !== 'trade' && parsed.table !== 'order') || !isArrayOf(parsed.portions, isPortion) || !isArrayOf(parsed.blocks, isBlock)) return null;
  const { date, table, portions, blocks } = parsed;
  const fields = keptFields(table);
  let at = HEAD;
  for (const { rows, columns } of blocks) {
    if (columns.length !== fields.length) return null;
    for (const [place, { form, offset }] of columns.entries()) {
      if (offset !== at || !fitsField(fields[place], form)) return null;
      at += aligned(rows * eventWidth(form));
    }
  }
  const stocks = portions.flatMap((portion) => portion.stocks);
  const sorted = stocks.every(({ symbol }, i) => i === 0 || (stocks[i - 1]?.symbol ?? '') < symbol);
  return at === end && sorted && areIn(stocks, blocks) ? { date, table, portions, blocks } : null;
}

/** Whether blocks hold just these stocks. */
function areIn(stocks: readonly { readonly rows: number }[], blocks: readonly EventBlock[]): boolean {
  let next = 0;
  for (const block of blocks) {
    const own = stocks.slice(next, next + block.stocks);
    if (own.length !== block.stocks || own.reduce((total, { rows }) => total + rows, 0) !== block.rows) return false;
    next += block.stocks;
  }
  return next === stocks.length;
}

function fitsField(field: EventField | undefined, form: EventForm): boolean {
  if (field === 'time') return form === 'times';
  return field === 'side' || field === 'type' ? form === 'codes' : form !== 'times' && form !== 'codes';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isArrayOf<T>(value: unknown, is: (element: unknown) => element is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

function isPortion(value: unknown): value is Portion {
  return isObject(value) && isArrayOf(value.files, (file): file is string => typeof file === 'string') && typeof value.where === 'string' && typeof value.scattered === 'boolean' && isArrayOf(value.stocks, isStock);
}

function isStock(value: unknown): value is Portion['stocks'][number] {
  return isObject(value) && typeof value.symbol === 'string' && isCount(value.rows) && (value.file === null || typeof value.file === 'string') && value.wanted === true;
}

function isBlock(value: unknown): value is EventBlock {
  return isObject(value) && isCount(value.stocks) && isCount(value.rows) && isArrayOf(value.columns, isColumn);
}

function isColumn(value: unknown): value is EventColumn {
  return isObject(value) && [...FORMS, 'times', 'codes'].some((form) => form === value.form) && typeof value.offset === 'number' && typeof value.crc === 'number';
}
