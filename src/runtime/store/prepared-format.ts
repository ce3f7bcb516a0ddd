/**
 * Prepared minute bars: a day as the engine wants it, checked and normalised, in parts of some stocks whose columns can be read as they lie.
 * The file holds, part after part, the columns of MINUTE_FIELDS, stock after stock 240 numbers, little endian, each beginning at a multiple of 8. Its index: date, symbols, and of each part and
 * column how its numbers are kept, where, and their CRC-32.
 */
import { aligned, HEAD } from './prepared-file.ts';
import { BARS, MINUTE_FIELDS, type MinuteField } from './minute-data.ts';

export const MAGIC = 'FBBARS1\n';
/** Stocks of a part: with their tile they are a few MiB, near the size of a processor's cache. */
export const PREPARED_PART = 512;

/**
 * How the numbers of a column are kept: as whole numbers of 32 bits, as thousandths in 32 bits, as they are in 64; or not at all, where every one is missing. Whatever is read is
 * bit for bit what was written.
 */
export const FORMS = ['whole', 'thousandth', 'double', 'absent'] as const;
export type Form = (typeof FORMS)[number];

/** Numbers of one column of a part. */
export interface PreparedColumn {
  readonly form: Form;
  readonly offset: number;
  readonly crc: number;
}

/** Stocks of a file that lie together. */
export interface PreparedPart {
  readonly stocks: number;
  /** In the order of MINUTE_FIELDS. */
  readonly columns: readonly PreparedColumn[];
}

/** What the end of a file says. */
export interface PreparedIndex {
  readonly date: string;
  /** Sorted. */
  readonly symbols: readonly string[];
  readonly parts: readonly PreparedPart[];
}

/** Stands for NaN among numbers of 32 bits. */
const MISSING = -(2 ** 31);
const LARGEST = 2 ** 31 - 1;

/** Bytes of a number. */
export function widthOf(form: Form): number {
  return form === 'double' ? 8 : form === 'absent' ? 0 : 4;
}

/** Writes columns in the form that takes the fewest bytes. */
export class ColumnEncoder {
  private integers = new Int32Array(0);

  /** Bytes of a column; they are void when the next is encoded or the numbers change. */
  encode(numbers: Float64Array): { readonly form: Form; readonly bytes: Uint8Array } {
    const { byteOffset, length } = numbers;
    if (isMissing(numbers)) return { form: 'absent', bytes: new Uint8Array(0) };
    if (this.integers.length < length) this.integers = new Int32Array(length);
    for (const form of ['whole', 'thousandth'] as const) {
      if (areIntegers(numbers, form === 'whole' ? 1 : 1000, this.integers)) return { form, bytes: new Uint8Array(this.integers.buffer, 0, 4 * length) };
    }
    return { form: 'double', bytes: new Uint8Array(numbers.buffer, byteOffset, 8 * length) };
  }
}

function isMissing(numbers: Float64Array): boolean {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] === numbers[i]) return false;
  return true;
}

/** Writes the numbers times `per`. False unless dividing by it gives every one of them back; −0 is none. */
function areIntegers(numbers: Float64Array, per: number, into: Int32Array): boolean {
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    if (value !== value) {
      into[i] = MISSING;
      continue;
    }
    const whole = Math.round(value * per);
    if (!(Math.abs(whole) <= LARGEST) || whole / per !== value || (value === 0 && 1 / value < 0)) return false;
    into[i] = whole;
  }
  return true;
}

/** Puts the numbers of a column into `into` from `at` on. `bytes` must begin at a multiple of 8. */
export function decodeColumn(form: Form, bytes: Uint8Array, into: Float64Array, at: number, count: number): void {
  switch (form) {
    case 'absent':
      into.fill(NaN, at, at + count);
      return;
    case 'double':
      into.set(new Float64Array(bytes.buffer, bytes.byteOffset, count), at);
      return;
    case 'whole':
      fromIntegers(new Int32Array(bytes.buffer, bytes.byteOffset, count), 1, into, at);
      return;
    case 'thousandth':
      fromIntegers(new Int32Array(bytes.buffer, bytes.byteOffset, count), 1000, into, at);
  }
}

function fromIntegers(integers: Int32Array, per: number, into: Float64Array, at: number): void {
  for (let i = 0; i < integers.length; i++) {
    const whole = integers[i] as number;
    into[at + i] = whole === MISSING ? NaN : whole / per;
  }
}

/** A value as an index; null for what is none, whatever it is. `end`: where the columns must end. */
export function understoodIndex(parsed: unknown, end: number): PreparedIndex | null {
  if (typeof parsed !== 'object' || parsed === null || !('date' in parsed) || !('symbols' in parsed) || !('parts' in parsed)) return null;
  const { date, symbols, parts } = parsed;
  if (typeof date !== 'string' || !Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === 'string') || !Array.isArray(parts) || !parts.every(isPart)) return null;
  let at = HEAD;
  for (const part of parts) {
    for (const { form, offset } of part.columns) {
      if (offset !== at) return null;
      at += aligned(bytesOf(part, form));
    }
  }
  const stocks = parts.reduce((total, part) => total + part.stocks, 0);
  const sorted = symbols.every((symbol, i) => i === 0 || (symbols[i - 1] as string) < symbol);
  return at === end && symbols.length === stocks && sorted ? { date, symbols, parts } : null;
}

function isPart(value: unknown): value is PreparedPart {
  if (typeof value !== 'object' || value === null || !('stocks' in value) || !('columns' in value)) return false;
  const { stocks, columns } = value;
  return typeof stocks === 'number' && Number.isInteger(stocks) && stocks > 0 && stocks <= PREPARED_PART && Array.isArray(columns) && columns.length === MINUTE_FIELDS.length && columns.every(isColumn);
}

function isColumn(value: unknown): value is PreparedColumn {
  return typeof value === 'object' && value !== null && 'form' in value && FORMS.some((form) => form === value.form) && 'offset' in value && typeof value.offset === 'number' && 'crc' in value && typeof value.crc === 'number';
}

/** Bytes of a column of a part. */
export function bytesOf({ stocks }: PreparedPart, form: Form): number {
  return stocks * BARS * widthOf(form);
}

/** Place of a column. */
export function placeOf(field: MinuteField): number {
  return MINUTE_FIELDS.indexOf(field);
}
