import { appendFileSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../../../src/runtime/store/minute-data.ts';
import type { PreparedIndex } from '../../../src/runtime/store/prepared-format.ts';
import { preparedRows, preparedPath, removePrepared } from '../../../src/runtime/store/prepared-paths.ts';
import { PreparedDamaged } from '../../../src/runtime/store/prepared-file.ts';
import { PreparedBars, type ReadPreparedOptions } from '../../../src/runtime/store/prepared-read.ts';
import { writePrepared } from '../../../src/runtime/store/prepared-write.ts';
import { withIndex } from './prepared-index.ts';
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
  const bars = await PreparedBars.open(path, DATE);
  if (bars === null) throw new Error(`${path} is not there`);
  for await (const part of bars.parts({ ...ALL, ...options })) parts.push(structuredClone(part));
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
    const bars = await PreparedBars.open(await written(dayOf(9, ordinary), 2), DATE);
    const parts = bars?.parts({ ...ALL, most: 2 });
    expect((await parts?.next())?.value).toMatchObject({ symbols: ['600000.SH', '600001.SH'] });
    await parts?.return();
    expect(await parts?.next()).toEqual({ done: true, value: undefined });
  });

  test('are found in the version that they are of and in no other', async () => {
    const store = await freshFolder();
    const path = preparedPath(store, DATE, VERSION);
    expect(preparedRows(store, DATE, VERSION)).toBeNull();
    await writePrepared(path, DATE, inParts(dayOf(2, ordinary), 2), always);
    expect(preparedRows(store, DATE, VERSION)).toBe(path);
    expect(preparedRows(store, DATE, `f${VERSION.slice(1)}`)).toBeNull();
    expect(await removePrepared(store, DATE, VERSION)).toBe(false);
    expect(preparedRows(store, DATE, VERSION)).toBe(path);
    expect(await removePrepared(store, DATE)).toBe(true);
    expect(preparedRows(store, DATE, VERSION)).toBeNull();
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
    const inTheWay = join(await freshFolder(), 'file');
    writeFileSync(inTheWay, '');
    expect(await faultOf(writePrepared(preparedPath(inTheWay, DATE, VERSION), DATE, inParts(dayOf(2, ordinary), 2), always))).toMatchObject({ expected: 'a file that can be written', remedy: 'Remove what lies in its place.' });
  });
});

describe('a file of prepared bars that is damaged', () => {
  /** What reading a file with these bytes ends in. */
  async function outcomeOf(bytes: Buffer, options: Partial<ReadPreparedOptions> = {}): Promise<unknown> {
    const path = join(await freshFolder(), 'some.bars');
    writeFileSync(path, bytes);
    return partsOf(path, options).then((parts) => parts.length, (error: unknown) => error);
  }

  test('by being cut off anywhere, or continued, is known for damaged', async () => {
    const whole = readFileSync(await written(dayOf(3, ordinary), 2));
    expect(await outcomeOf(whole)).toBe(1);
    for (const length of [0, 7, 8, 20, 1000, whole.length - 17, whole.length - 16, whole.length - 8, whole.length - 1]) {
      expect(await outcomeOf(whole.subarray(0, length))).toBeInstanceOf(PreparedDamaged);
    }
    expect(await outcomeOf(Buffer.concat([whole, Buffer.from('x')]))).toBeInstanceOf(PreparedDamaged);
  });

  test('in any bit of what is read is known for damaged, and its path is told', async () => {
    const whole = readFileSync(await written(dayOf(3, ordinary), 2));
    const { parts } = JSON.parse(whole.toString('utf8', whole.length - 16 - whole.readUInt32LE(whole.length - 16), whole.length - 16)) as PreparedIndex;
    // Between columns lie up to seven bytes that nobody reads, and none in this file: stocks have 240 bars.
    expect(parts.flatMap(({ stocks, columns }) => columns.map(({ form, offset }) => offset + stocks * BARS * (form === 'double' ? 8 : form === 'absent' ? 0 : 4))).every((end) => end % 8 === 0)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: whole.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        const outcome = await outcomeOf(bytes);
        expect(outcome).toBeInstanceOf(PreparedDamaged);
        expect(String(outcome)).toContain('some.bars is damaged: ');
      }),
      { numRuns: process.env['FULLBAND_TEST'] === 'full' ? 1000 : 60 },
    );
  });

  test('in a column that is not wanted serves the others', async () => {
    const whole = readFileSync(await written(dayOf(3, ordinary), 2));
    const bytes = Buffer.from(whole);
    bytes[40] = (bytes[40] as number) ^ 1;
    expect(String(await outcomeOf(bytes))).toContain('numbers of open that are not those that were written');
    expect(await outcomeOf(bytes, { onlyFields: ['close'] })).toBe(1);
  });

  test.for<[string, (index: PreparedIndex) => unknown]>([
    ['no object', () => 'text'],
    ['another date', (index) => ({ ...index, date: '2023-02-02' })],
    ['too many symbols', (index) => ({ ...index, symbols: [...index.symbols, 'z'] })],
    ['symbols that are not sorted', (index) => ({ ...index, symbols: [...index.symbols].reverse() })],
    ['a symbol twice', (index) => ({ ...index, symbols: [index.symbols[0], index.symbols[0], index.symbols[2]] })],
    ['a negative number of stocks', (index) => ({ ...index, parts: index.parts.map((part, i) => ({ ...part, stocks: i === 0 ? 4 : -1 })) })],
    ['stocks of other parts', (index) => ({ ...index, parts: index.parts.map((part, i) => ({ ...part, stocks: i === 0 ? 1 : 2 })) })],
    ['a form that is none', (index) => ({ ...index, parts: index.parts.map((part) => ({ ...part, columns: part.columns.map((column) => ({ ...column, form: 'text' })) })) })],
    ['columns in another place', (index) => ({ ...index, parts: index.parts.map((part) => ({ ...part, columns: part.columns.map((column) => ({ ...column, offset: column.offset + 8 })) })) })],
    ['too few columns', (index) => ({ ...index, parts: index.parts.map((part) => ({ ...part, columns: part.columns.slice(1) })) })],
  ])('with an index of %s is known for damaged', async ([, change]) => {
    const whole = readFileSync(await written(dayOf(3, ordinary), 2));
    expect(await outcomeOf(withIndex(whole, (index) => index))).toBe(1);
    expect(await outcomeOf(withIndex(whole, change))).toBeInstanceOf(PreparedDamaged);
  });

  test('by an index longer than any is not read', async () => {
    const path = join(await freshFolder(), 'long.bars');
    writeFileSync(path, readFileSync(await written(dayOf(3, ordinary), 2)).subarray(0, 8));
    // A file with a hole takes no room.
    truncateSync(path, 3 * 2 ** 30);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(3 * 2 ** 30 - 24, 0);
    tail.write('FBBARS1\n', 8, 'latin1');
    appendFileSync(path, tail);
    await expect(PreparedBars.open(path, DATE)).rejects.toThrow(PreparedDamaged);
  });

  test('is another thing than one that is gone: the stored bars are there', async () => {
    const folder = await freshFolder();
    expect(await PreparedBars.open(join(folder, 'gone.bars'), DATE)).toBeNull();
    await expect(PreparedBars.open(folder, DATE)).rejects.toThrow(PreparedDamaged);
  });
});
