/**
 * Prepared minute bars: a day as the engine wants it, checked and normalised, in parts of some stocks whose columns can be read as they lie.
 *
 *   bytes 0 … 7     "FBBARS1\n"
 *   columns         part after part the columns of MINUTE_FIELDS, stock after stock 240 numbers, little endian, each beginning at a multiple of 8
 *   the index       JSON: date, symbols, and of each part and column how its numbers are kept
 *   the last 16     length of the index in 8 bytes, "FBBARS1\n"
 */
import { BARS, MINUTE_FIELDS, type MinuteField } from './minute-data.ts';

export const MAGIC = 'FBBARS1\n';
/** Bytes after the index. */
export const TAIL = 16;
/** Bytes before the first column. */
export const HEAD = MAGIC.length;

/**
 * How the numbers of a column are kept: as whole numbers of 32 bits, as thousandths in 32 bits, as they are in 64; or not at all, where every one is missing. Whatever is read is
 * bit for bit what was written.
 */
export const FORMS = ['whole', 'thousandth', 'double', 'absent'] as const;
export type Form = (typeof FORMS)[number];

/** Stocks of a file that lie together. */
export interface PreparedPart {
  readonly stocks: number;
  /** Where its columns begin, in the order of MINUTE_FIELDS, and where the last ends. */
  readonly offsets: readonly number[];
  readonly forms: readonly Form[];
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

/** The index as text lies in a file; null for what is none, whatever it is. `end`: where the columns must end. */
export function parseIndex(text: string, end: number): PreparedIndex | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('date' in parsed) || !('symbols' in parsed) || !('parts' in parsed)) return null;
  const { date, symbols, parts } = parsed;
  if (typeof date !== 'string' || !Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === 'string') || !Array.isArray(parts) || !parts.every(isPart)) return null;
  let at = HEAD;
  for (const { stocks, offsets, forms } of parts) {
    if (offsets[0] !== at) return null;
    for (let i = 0; i < forms.length; i++) if (offsets[i + 1] !== (offsets[i] as number) + aligned(stocks * BARS * widthOf(forms[i] as Form))) return null;
    at = offsets.at(-1) as number;
  }
  return at === end && symbols.length === parts.reduce((total, { stocks }) => total + stocks, 0) ? { date, symbols, parts } : null;
}

function isPart(value: unknown): value is PreparedPart {
  if (typeof value !== 'object' || value === null || !('stocks' in value) || !('offsets' in value) || !('forms' in value)) return false;
  const { stocks, offsets, forms } = value;
  return (
    Number.isSafeInteger(stocks) && Array.isArray(offsets) && offsets.length === MINUTE_FIELDS.length + 1 && offsets.every((offset) => Number.isSafeInteger(offset))
    && Array.isArray(forms) && forms.length === MINUTE_FIELDS.length && forms.every((form) => FORMS.some((known) => known === form))
  );
}

/** Bytes with what follows them up to a multiple of 8. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Place of a column. */
export function placeOf(field: MinuteField): number {
  return MINUTE_FIELDS.indexOf(field);
}
