/**
 * Days of minute bars as few bytes, for pages: read in a browser and by Node alike, so nothing here is of either. Numbers are exact: a column is kept as whole numbers of a
 * unit (0.001 CNY, shares, 0.01 CNY, executions) where that gives every value back bit for bit, else as float64.
 *
 *   bytes 0 … 7     "FBDAYS1\n"
 *   bytes 8 … 11    length of the header, little endian
 *   header          JSON: Header
 *   columns         day after day, in the order of the header
 *
 * A column in whole numbers has, stock by stock and bar by bar, the step from the bar before (prices), or the number itself, zigzag and as a varint; 0 stands for a missing
 * value, so that everything else is one larger.
 */
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';

const MAGIC = 'FBDAYS1\n';

/** How a column is kept: whole numbers of 1 / `per`, or float64. */
interface ColumnForm {
  readonly per: number | null;
  readonly bytes: number;
}

interface Header {
  readonly days: readonly { readonly date: string; readonly symbols: readonly string[]; readonly columns: Readonly<Record<MinuteField, ColumnForm>> }[];
}

/** Units that values of a column usually are whole numbers of, and whether neighbours are near each other. */
const UNITS: Readonly<Record<MinuteField, { readonly per: readonly number[]; readonly isNear: boolean }>> = {
  open: { per: [100, 1000], isNear: true },
  high: { per: [100, 1000], isNear: true },
  low: { per: [100, 1000], isNear: true },
  close: { per: [100, 1000], isNear: true },
  volume: { per: [0.01, 1], isNear: false },
  amount: { per: [1, 100, 1000], isNear: false },
  items: { per: [1], isNear: false },
};

export function encodeDays(days: readonly MinuteData[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const described = days.map(({ date, symbols, columns }) => {
    const forms = MINUTE_FIELDS.map((field): readonly [MinuteField, ColumnForm] => {
      const column = columns[field].subarray(0, symbols.length * BARS);
      const per = UNITS[field].per.find((each) => column.every((value) => Number.isNaN(value) || isWhole(value, each))) ?? null;
      const kept = per === null ? new Uint8Array(Float64Array.from(column).buffer) : encodeWhole(column, per, UNITS[field].isNear);
      parts.push(kept);
      return [field, { per, bytes: kept.length }];
    });
    return { date, symbols, columns: Object.fromEntries(forms) as Record<MinuteField, ColumnForm> };
  });
  const header = new TextEncoder().encode(JSON.stringify({ days: described } satisfies Header));
  const all = new Uint8Array(MAGIC.length + 4 + header.length + parts.reduce((total, part) => total + part.length, 0));
  all.set(new TextEncoder().encode(MAGIC));
  new DataView(all.buffer).setUint32(MAGIC.length, header.length, true);
  all.set(header, MAGIC.length + 4);
  let at = MAGIC.length + 4 + header.length;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Throws RangeError for bytes that are no such days. */
export function decodeDays(bytes: Uint8Array): readonly MinuteData[] {
  const text = new TextDecoder();
  if (bytes.length < MAGIC.length + 4 || text.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new RangeError('these bytes are no days of minute bars');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  let at = MAGIC.length + 4 + length;
  const { days } = JSON.parse(text.decode(bytes.subarray(MAGIC.length + 4, at))) as Header;
  return days.map(({ date, symbols, columns }) => {
    const rows = symbols.length * BARS;
    const read = MINUTE_FIELDS.map((field): readonly [MinuteField, Float64Array] => {
      const { per, bytes: size } = columns[field];
      const part = bytes.subarray(at, at + size);
      at += size;
      if (part.length !== size) throw new RangeError('the days of minute bars are cut off');
      return [field, per === null ? new Float64Array(part.slice().buffer) : decodeWhole(part, rows, per, UNITS[field].isNear)];
    });
    return { date, symbols, columns: Object.fromEntries(read) as Record<MinuteField, Float64Array> };
  });
}

/** Whether a value comes back from a whole number of 1 / per, small enough to be counted exactly. */
function isWhole(value: number, per: number): boolean {
  const whole = Math.round(value * per);
  // Whole numbers have no sign of zero.
  return Math.abs(whole) < 2 ** 45 && whole / per === value && !Object.is(value, -0);
}

function encodeWhole(column: Float64Array, per: number, isNear: boolean): Uint8Array {
  let out = new Uint8Array(column.length * 2 + 16);
  let at = 0;
  let before = 0;
  for (let row = 0; row < column.length; row++) {
    if (row % BARS === 0) before = 0;
    if (at + 8 > out.length) out = grown(out);
    const value = column[row] as number;
    if (Number.isNaN(value)) {
      out[at++] = 0;
      continue;
    }
    const whole = Math.round(value * per);
    const step = isNear ? whole - before : whole;
    before = whole;
    let rest = (step >= 0 ? step * 2 : -step * 2 - 1) + 1;
    while (rest >= 128) {
      out[at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    out[at++] = rest;
  }
  return out.subarray(0, at);
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

function decodeWhole(bytes: Uint8Array, rows: number, per: number, isNear: boolean): Float64Array {
  const column = new Float64Array(rows);
  let at = 0;
  let before = 0;
  for (let row = 0; row < rows; row++) {
    if (row % BARS === 0) before = 0;
    let code = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('the days of minute bars are cut off');
      code += (byte % 128) * scale;
      if (byte < 128) break;
    }
    if (code === 0) {
      column[row] = NaN;
      continue;
    }
    const zigzag = code - 1;
    const step = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    const whole = isNear ? before + step : step;
    before = whole;
    column[row] = whole / per;
  }
  return column;
}
