/**
 * Days of minute bars as bytes, from a program to a page on the same machine: every number as it is, 64 bits, in an order that both read. Nothing here is of Node or of a
 * browser. (Days that travel are packed: live/packed-day.ts.)
 *
 *   bytes 0 … 7     "FBDAYS1\n"
 *   bytes 8 … 11    length of the header, little endian
 *   header          JSON: date and symbols of each day
 *   columns         float64, little endian: day after day the columns of MINUTE_FIELDS
 */
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';

const MAGIC = 'FBDAYS1\n';
const HEAD = MAGIC.length + 4;
const NUMBER = 8;

interface Header {
  readonly days: readonly Pick<MinuteData, 'date' | 'symbols'>[];
}

export function encodeDays(days: readonly MinuteData[]): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(JSON.stringify({ days: days.map(({ date, symbols }) => ({ date, symbols })) } satisfies Header));
  const columns = days.flatMap(({ symbols, columns: of }) => MINUTE_FIELDS.map((field) => of[field].subarray(0, symbols.length * BARS)));
  const bytes = new Uint8Array(HEAD + header.length + columns.reduce((total, { length }) => total + length * NUMBER, 0));
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setUint32(MAGIC.length, header.length, true);
  bytes.set(header, HEAD);
  let at = HEAD + header.length;
  for (const column of columns) {
    for (const value of column) {
      view.setFloat64(at, value, true);
      at += NUMBER;
    }
  }
  return bytes;
}

/** Throws RangeError for bytes that are no such days. */
export function decodeDays(bytes: Uint8Array): readonly MinuteData[] {
  const text = new TextDecoder();
  if (bytes.length < HEAD || text.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new RangeError('these bytes are no days of minute bars');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = HEAD + view.getUint32(MAGIC.length, true);
  if (at > bytes.length) throw new RangeError('the days of minute bars are cut off');
  const { days } = JSON.parse(text.decode(bytes.subarray(HEAD, at))) as Header;
  const numbers = days.reduce((total, { symbols }) => total + symbols.length * BARS * MINUTE_FIELDS.length, 0);
  if (bytes.length - at !== numbers * NUMBER) throw new RangeError('the days of minute bars are cut off');
  return days.map(({ date, symbols }) => {
    const read = MINUTE_FIELDS.map((field): readonly [MinuteField, Float64Array] => {
      const column = new Float64Array(symbols.length * BARS);
      for (let row = 0; row < column.length; row++, at += NUMBER) column[row] = view.getFloat64(at, true);
      return [field, column];
    });
    return { date, symbols, columns: Object.fromEntries(read) as Record<MinuteField, Float64Array> };
  });
}
