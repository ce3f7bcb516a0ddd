import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/runtime/store/data-error.ts';
import { mappedTables, sourceRule } from '../../../src/runtime/store/mapping.ts';
import { listPresets, parseMapping, readMapping, readPreset } from '../../../src/runtime/store/preset.ts';
import { DAILY_TABLES } from '../../../src/runtime/store/daily-tables.ts';
import { definitionOf, TABLES } from '../../../src/runtime/store/tables.ts';
import { faultOf } from './support.ts';

const GOOD = `name: mine
about: my vendor
symbol: { column: code, form: suffix }
time: { column: t, format: clock }
tables:
  trade:
    columns:
      seq: n
      price: p
      volume: v
      buy_id: b
      sell_id: s
      side: { column: f, codes: { 1: B, 2: S } }
`;

/** The fault of a mapping text in which one piece is replaced. */
function fault(piece: string, replacement: string): DataError {
  if (!GOOD.includes(piece)) throw new Error(`the mapping has no ${piece}`);
  try {
    parseMapping('mine.yaml', GOOD.replace(piece, replacement));
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('the mapping was accepted');
}

describe('presets', () => {
  test('every preset passes its schema, carries its file’s name and says what it is', async () => {
    const presets = await listPresets();
    expect(presets.map(({ name }) => name)).toEqual(expect.arrayContaining(['dolphindb-candle', 'dolphindb-trade', 'huatai-insight-order', 'huatai-insight-trade', 'tonglian-sse-order', 'tonglian-sse-trade', 'tonglian-szse-order', 'tonglian-szse-trade']));
    for (const { name } of presets) expect((await readPreset(name)).name).toBe(name);
  });

  test('only presets whose files hold no date ask for one', async () => {
    expect((await listPresets()).filter(({ needsDate }) => needsDate).map(({ name }) => name)).toContain('tonglian-sse-trade');
    expect((await listPresets()).find(({ name }) => name === 'dolphindb-candle')?.needsDate).toBe(false);
  });

  test('an unknown preset is refused with the nearest', async () => {
    const error = await faultOf(readPreset('dolphindb-candel'));
    expect(error.found).toBe('the preset dolphindb-candel (did you mean dolphindb-candle?)');
    expect(error.expected).toContain('tonglian-sse-trade');
  });

  test('an absent mapping file is refused', async () => {
    expect(await faultOf(readMapping('/nowhere/mine.yaml'))).toMatchObject({ file: '/nowhere/mine.yaml', found: 'no file' });
  });

  test('the schema knows exactly the columns of the tables', () => {
    for (const { name, columns } of [...Object.values(TABLES), ...Object.values(DAILY_TABLES)]) {
      const mapping = (used: readonly string[]): string => `name: t
about: t
symbol: { column: code, form: suffix }
index: { column: i, form: text }
time: { column: t, format: clock }
tables: { ${name}: { ${name === 'minute' ? 'bars: { labels: end }, ' : ''}columns: { ${used.map((column) => `${column}: x`).join(', ')} } } }
`;
      const all = columns.map((column) => column.name);
      expect(parseMapping('t.yaml', mapping(all)).tables[name]?.columns).toEqual(Object.fromEntries(all.map((column) => [column, 'x'])));
      expect(() => parseMapping('t.yaml', mapping([...all, 'zzzzzzzzz']))).toThrow(`found the key zzzzzzzzz; expected one of ${all.join(', ')}. `);
      for (const column of columns) {
        const parse = (): unknown => parseMapping('t.yaml', mapping(all.filter((other) => other !== column.name)));
        if (column.optional === true) expect(parse()).toMatchObject({ name: 't' });
        else expect(parse).toThrow(`found no ${column.name}; expected the key ${column.name}`);
      }
    }
  });

  test('every word that a preset maps to is one of the column’s', async () => {
    for (const { name } of await listPresets()) {
      for (const [table, rules] of mappedTables(await readPreset(name))) {
        for (const column of definitionOf(table).columns) {
          const source = rules.columns[column.name];
          if (source !== undefined) expect(column.kind === 'flag' ? ['true', 'false'] : (column.codes ?? [])).toEqual(expect.arrayContaining(Object.values(sourceRule(source).codes ?? {})));
        }
      }
    }
  });
});

describe('faults of a mapping', () => {
  test('a whole mapping is accepted', () => {
    expect(parseMapping('mine.yaml', GOOD).name).toBe('mine');
  });

  test('an unknown key is named with the nearest, at line and column', () => {
    const error = fault('      price: p\n', '      prise: p\n');
    expect(error).toMatchObject({ file: 'mine.yaml', found: 'no price', line: 7, character: 5 });
    const typo = fault('about:', 'abuot: x\nabout:');
    expect(typo).toMatchObject({ line: 2, character: 1, column: 'abuot', found: 'the key abuot (did you mean about?)' });
    expect(typo.message).toMatch(/^mine\.yaml, line 2:1, column abuot: found the key abuot/);
  });

  test('a wrong word is named with the nearest', () => {
    expect(fault('form: suffix', 'form: sufix')).toMatchObject({ line: 3, found: '"sufix" (did you mean suffix?)', expected: 'one of digits, suffix, prefix, any, text' });
  });

  test('a value of the wrong type is refused', () => {
    expect(fault('seq: n', 'seq: [n]')).toMatchObject({ line: 8, found: '["n"]', expected: 'string or object' });
  });

  test('text that is no YAML is refused at its place', () => {
    expect(fault('name: mine', 'name: [mine')).toMatchObject({ expected: 'YAML', line: 2 });
  });

  test('a code for a word that the column does not have is refused', () => {
    expect(fault('2: S', '2: sell')).toMatchObject({ line: 13, column: 'tables.trade.columns.side', found: 'the word sell', expected: 'one of B, S, N' });
  });

  test('a column that comes from nowhere or from two places is refused', () => {
    expect(fault('seq: n', 'seq: { scale: 2 }')).toMatchObject({ found: '0 of the keys column, columns, choose, value' });
    expect(fault('seq: n', 'seq: { column: n, columns: [n, m] }')).toMatchObject({ found: '2 of the keys column, columns, choose, value' });
  });

  test('words for a number and a scale for words are refused', () => {
    expect(fault('seq: n', 'seq: { column: n, codes: { 1: B } }')).toMatchObject({ found: 'codes or value', expected: 'a number' });
    expect(fault('column: f,', 'column: f, scale: 2,')).toMatchObject({ line: 13, column: 'tables.trade.columns.side.scale' });
  });

  test('digits without an exchange, and a suffix with one, are refused', () => {
    expect(fault('form: suffix', 'form: digits')).toMatchObject({ line: 3, expected: 'exactly one of exchange and exchangeColumn' });
    expect(fault('form: suffix', 'form: suffix, exchange: SH')).toMatchObject({ expected: 'no exchange: the symbol names it' });
  });

  test('a condition with two tests is refused', () => {
    expect(fault('  trade:\n', '  trade:\n    keep: [{ column: f, in: [1], zero: true }]\n')).toMatchObject({ line: 7, column: 'tables.trade.keep.0' });
  });
});
