import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../../../src/runtime/store/minute-data.ts';
import { preparedBars, preparedPath, readPrepared, removePrepared, writePrepared, type ReadPreparedOptions } from '../../../src/runtime/store/prepared-bars.ts';
import { faultOf, freshFolder } from './support.ts';

const DATE = '2023-02-01';
const VERSION = '0123456789abcdef'.repeat(4);
const always = (): Promise<boolean> => Promise.resolve(true);

/** A day of some stocks; `numberOf` gives the bars of each column. */
function dayOf(stocks: number, numberOf: (field: MinuteField, place: number) => number): MinuteData {
  const symbols = Array.from({ length: stocks }, (_, i) => `${String(600000 + i)}.SH`);
  const column = (field: MinuteField): Float64Array => Float64Array.from({ length: stocks * BARS }, (_, place) => numberOf(field, place));
  return { date: DATE, symbols, columns: { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') } };
}

/** The stocks [from, to) of a day. */
function some({ date, symbols, columns }: MinuteData, from: number, to: number): MinuteData {
  const column = (field: MinuteField): Float64Array => columns[field].slice(from * BARS, to * BARS);
  return { date, symbols: symbols.slice(from, to), columns: { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') } };
}

async function* inParts(day: MinuteData, size: number): AsyncGenerator<MinuteData> {
  for (let from = 0; from < day.symbols.length; from += size) yield await Promise.resolve(some(day, from, from + size));
}

/** Writes a day in parts of some stocks; returns its file. */
async function written(day: MinuteData, size: number): Promise<string> {
  const path = preparedPath(await freshFolder(), DATE, VERSION);
  expect(await writePrepared(path, DATE, inParts(day, size), always)).toBe(readFileSync(path).length);
  return path;
}

const ALL: ReadPreparedOptions = { onlyFields: MINUTE_FIELDS, symbols: null, most: 100, reused: false };

/** Parts as they are read, copied: memory may be used again. */
async function partsOf(path: string, options: Partial<ReadPreparedOptions> = {}): Promise<readonly MinuteData[]> {
  const parts: MinuteData[] = [];
  for await (const part of readPrepared(path, { ...ALL, ...options })) parts.push(structuredClone(part));
  return parts;
}

/** Bits of every number of a column, of all parts; NaN is one value. */
function bitsOf(parts: readonly MinuteData[], field: MinuteField): readonly string[] {
  return parts.flatMap(({ columns }) => Array.from(columns[field], (value) => (Object.is(value, -0) ? '-0' : String(value))));
}

/** Prices in 0.001 CNY, whole volumes and counts, amounts of any size, and a column without a value. */
const ordinary = (field: MinuteField, place: number): number => {
  if (field === 'items') return NaN;
  if (field === 'volume') return 100 * (place % 97);
  if (field === 'amount') return place % 50 === 3 ? NaN : 123_456.789 * place + 1 / 3;
  return place < 5 ? NaN : (10_000 + ((place * 7) % 131)) / 1000;
};

describe('prepared bars', () => {
  test.for([
    [1, 100, false],
    [7, 3, true],
    [3, 7, true],
    [23, 23, false],
  ] as const)('written in parts of %d stocks and read in parts of %d are the same numbers', async ([size, most, reused]) => {
    const day = dayOf(23, ordinary);
    const parts = await partsOf(await written(day, size), { most, reused });
    expect(parts.flatMap(({ symbols }) => symbols)).toEqual(day.symbols);
    expect(parts.every(({ date, symbols }) => date === DATE && symbols.length <= most)).toBe(true);
    for (const field of MINUTE_FIELDS) expect(bitsOf(parts, field)).toEqual(bitsOf([day], field));
  });

  test('take half the bytes of their numbers in 64 bits where prices and volumes are what they are in a market', async () => {
    const bytes = readFileSync(await written(dayOf(40, ordinary), 16)).length;
    expect(bytes / (40 * BARS * MINUTE_FIELDS.length * 8)).toBeLessThan(0.52);
  });

  test('keep any number bit for bit', async () => {
    const strange = fc.constantFrom(NaN, -0, 0, 0.1, 0.0005, 1e-3, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) / 1000, 2147483.647, 2147483.648, Infinity, -Infinity, 5e-324, Number.MAX_VALUE);
    const number = fc.oneof({ weight: 3, arbitrary: strange }, fc.integer().map((whole) => whole / 1000), fc.integer(), fc.double());
    // A column of one kind mostly, or each would be kept in 64 bits.
    const column = fc.oneof(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 9 }), fc.array(fc.integer({ min: 0, max: 9e8 }).map((n) => n / 1000), { minLength: 1, maxLength: 9 }), fc.array(number, { minLength: 1, maxLength: 9 }));
    await fc.assert(
      fc.asyncProperty(fc.array(column, { minLength: MINUTE_FIELDS.length, maxLength: MINUTE_FIELDS.length }), async (columns) => {
        const day = dayOf(2, (field, place) => {
          const values = columns[MINUTE_FIELDS.indexOf(field)] as readonly number[];
          return values[place % values.length] as number;
        });
        const parts = await partsOf(await written(day, 2));
        for (const field of MINUTE_FIELDS) expect(bitsOf(parts, field)).toEqual(bitsOf([day], field));
      }),
      { numRuns: process.env['FULLBAND_TEST'] === 'full' ? 300 : 25 },
    );
  });

  test('are read of some stocks and some columns; the others are missing', async () => {
    const day = dayOf(23, ordinary);
    const path = await written(day, 5);
    for (const reused of [false, true]) {
      const wanted = [2, 3, 4, 5, 9, 22].map((stock) => day.symbols[stock] as string);
      const parts = await partsOf(path, { symbols: [...wanted, 'absent'], onlyFields: ['close', 'volume'], most: 4, reused });
      expect(parts.map(({ symbols }) => symbols)).toEqual([wanted.slice(0, 4), wanted.slice(4)]);
      const expected = [2, 3, 4, 5, 9, 22].map((stock) => some(day, stock, stock + 1));
      for (const field of ['close', 'volume'] as const) expect(bitsOf(parts, field)).toEqual(bitsOf(expected, field));
      expect(new Set(bitsOf(parts, 'open'))).toEqual(new Set(['NaN']));
    }
    expect(await partsOf(path, { symbols: ['absent'] })).toEqual([]);
  });

  test('may be left in the middle', async () => {
    for await (const part of readPrepared(await written(dayOf(9, ordinary), 2), { ...ALL, most: 2 })) {
      expect(part.symbols).toHaveLength(2);
      break;
    }
  });

  test('are found in the version that they are of and in no other', async () => {
    const store = await freshFolder();
    const path = preparedPath(store, DATE, VERSION);
    expect(preparedBars(store, DATE, VERSION)).toBeNull();
    await writePrepared(path, DATE, inParts(dayOf(2, ordinary), 2), always);
    expect(preparedBars(store, DATE, VERSION)).toBe(path);
    expect(preparedBars(store, DATE, `f${VERSION.slice(1)}`)).toBeNull();
    expect(await removePrepared(store, DATE, VERSION)).toBe(false);
    expect(preparedBars(store, DATE, VERSION)).toBe(path);
    expect(await removePrepared(store, DATE)).toBe(true);
    expect(preparedBars(store, DATE, VERSION)).toBeNull();
  });

  test('are not there where their data changed meanwhile, or where writing failed', async () => {
    const path = preparedPath(await freshFolder(), DATE, VERSION);
    expect(await writePrepared(path, DATE, inParts(dayOf(2, ordinary), 2), () => Promise.resolve(false))).toBeNull();
    expect(readdirSync(dirname(path))).toEqual([]);
    const failing = async function* (): AsyncGenerator<MinuteData> {
      yield* inParts(dayOf(2, ordinary), 2);
      throw new Error('no more');
    };
    await expect(writePrepared(path, DATE, failing(), always)).rejects.toThrow('no more');
    expect(readdirSync(dirname(path))).toEqual([]);
  });
});

describe('a file of prepared bars that is damaged', () => {
  test('by being cut off anywhere is an error that names it', async () => {
    const whole = readFileSync(await written(dayOf(3, ordinary), 2));
    const path = join(await freshFolder(), 'cut.bars');
    for (const length of [0, 7, 8, 20, 1000, whole.length - 17, whole.length - 16, whole.length - 8, whole.length - 1]) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      const fault = await faultOf(partsOf(path));
      expect(fault).toMatchObject({ file: path, expected: 'prepared minute bars' });
      expect(fault.remedy).toContain('fullband prepare');
    }
  });

  test('in its index is an error that names it', async () => {
    const path = await written(dayOf(3, ordinary), 2);
    const whole = readFileSync(path);
    const at = whole.lastIndexOf('"stocks":2');
    for (const [found, instead] of [['"stocks":2', '"stocks":3'], ['"forms":["thousandth"', '"forms":["whatsitisit"'], ['"parts":[{', '"parts":[[']] as const) {
      const bytes = Buffer.from(whole);
      bytes.write(instead, bytes.lastIndexOf(found), 'latin1');
      writeFileSync(path, bytes);
      expect(await faultOf(partsOf(path))).toMatchObject({ file: path });
    }
    expect(at).toBeGreaterThan(0);
  });

  test('by having gone is an error that says so', async () => {
    const path = join(await freshFolder(), 'gone.bars');
    expect(await faultOf(partsOf(path))).toMatchObject({ file: path, found: 'no file, which was there a moment ago' });
  });
});
