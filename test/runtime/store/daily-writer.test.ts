import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeRows, type Merged } from '../../../src/runtime/store/daily-writer.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { storedColumns } from '../../../src/runtime/store/tables.ts';
import { contents, faultOf, freshFolder, sql } from './support.ts';

/** One day of a stock, every column filled. */
function day(date: string, symbol: string, close = 10): string {
  return `SELECT DATE '${date}' AS date, '${symbol}' AS symbol, 10 AS open, 11 AS high, 9 AS low, ${String(close)} AS "close", 10.1 AS vwap, 1000 AS volume, 10100 AS amount,
    0.01 AS turnover, 9.9 AS pre_close, 1 AS adj_factor, 10.89 AS limit_up, 8.91 AS limit_down, false AS is_st, false AS suspended, 1000000 AS float_market_cap, '银行' AS industry`;
}

function merge(store: string, table: 'daily' | 'index_member' | 'index_daily', rows: string): Promise<Merged> {
  return withDatabase({ threads: 1 }, (db) => db.use((connection) => mergeRows(connection, store, table, rows)));
}

const stored = (store: string, pattern: string, columns = '*'): ReturnType<typeof sql> => sql(`SELECT ${columns} FROM read_parquet('${store}/${pattern}', file_row_number = true) ORDER BY file_row_number`);

describe('merging days of stocks', () => {
  test('rows lie in one folder per year, by date and then by symbol', async () => {
    const store = await freshFolder();
    const rows = [day('2023-01-04', '600000.SH'), day('2022-12-30', '600000.SH'), day('2023-01-03', '600000.SH'), day('2023-01-03', '000001.SZ')].join(' UNION ALL ');
    expect(await merge(store, 'daily', rows)).toEqual({ added: 4, replaced: 0, repeated: 0, removed: 0 });
    expect(Object.keys(await contents(store)).sort()).toEqual(['daily/year=2022/fullband.parquet', 'daily/year=2023/fullband.parquet']);
    expect(await stored(store, 'daily/year=2023/*.parquet', 'CAST(date AS VARCHAR) AS date, symbol')).toEqual([
      { date: '2023-01-03', symbol: '000001.SZ' },
      { date: '2023-01-03', symbol: '600000.SH' },
      { date: '2023-01-04', symbol: '600000.SH' },
    ]);
  });

  test('columns have the names, the order and the types of the table', async () => {
    const store = await freshFolder();
    await merge(store, 'daily', day('2023-01-03', '600000.SH'));
    const types = await sql(`SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet('${store}/daily/year=2023/fullband.parquet', hive_partitioning = false))`);
    expect(types).toEqual(storedColumns('daily'));
    expect(types.map(({ name }) => name)).toEqual(['date', 'symbol', 'open', 'high', 'low', 'close', 'vwap', 'volume', 'amount', 'turnover', 'pre_close', 'adj_factor', 'limit_up', 'limit_down', 'is_st', 'suspended', 'float_market_cap', 'industry']);
  });

  test('a row replaces the one of its key, others stay, and the counts say so', async () => {
    const store = await freshFolder();
    await merge(store, 'daily', `${day('2023-01-03', '600000.SH')} UNION ALL ${day('2023-01-03', '000001.SZ')}`);
    expect(await merge(store, 'daily', `${day('2023-01-03', '600000.SH', 10.5)} UNION ALL ${day('2023-01-03', '000001.SZ')} UNION ALL ${day('2023-01-04', '000001.SZ')}`)).toEqual({ added: 1, replaced: 1, repeated: 1, removed: 0 });
    expect(await stored(store, 'daily/*/*.parquet', 'symbol, "close"')).toEqual([{ symbol: '000001.SZ', close: 10 }, { symbol: '600000.SH', close: 10.5 }, { symbol: '000001.SZ', close: 10 }]);
  });

  test('the same rows again, in any order, leave every byte as it was', async () => {
    const store = await freshFolder();
    const rows = [day('2022-12-30', '600000.SH'), day('2023-01-03', '600000.SH'), day('2023-01-03', '000001.SZ')];
    await merge(store, 'daily', rows.join(' UNION ALL '));
    const before = await contents(store);
    expect(await merge(store, 'daily', [...rows].reverse().join(' UNION ALL '))).toEqual({ added: 0, replaced: 0, repeated: 3, removed: 0 });
    expect(await contents(store)).toEqual(before);
    const other = await freshFolder();
    for (const row of [...rows].reverse()) await merge(other, 'daily', row);
    expect(await contents(other)).toEqual(before);
  });

  test('files of other tools are taken in with their further columns', async () => {
    const store = await freshFolder();
    await mkdir(partitionFolder(store, 'daily', '2023'), { recursive: true });
    await sql(`COPY (SELECT *, 'note' AS remark FROM (${day('2023-01-03', '600001.SH')})) TO '${store}/daily/year=2023/other.parquet' (FORMAT parquet)`);
    await merge(store, 'daily', day('2023-01-03', '600000.SH'));
    expect(await stored(store, 'daily/*/*.parquet', 'symbol, remark, parse_filename(filename) AS file')).toEqual([
      { symbol: '600000.SH', remark: null, file: 'fullband.parquet' },
      { symbol: '600001.SH', remark: 'note', file: 'fullband.parquet' },
    ]);
  });

  test('a file that is there without a column, or with a wrong type, is named', async () => {
    const store = await freshFolder();
    const folder = partitionFolder(store, 'daily', '2023');
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'other.parquet');
    await sql(`COPY (SELECT * EXCLUDE (industry) FROM (${day('2023-01-03', '600001.SH')})) TO '${path}' (FORMAT parquet)`);
    expect(await faultOf(merge(store, 'daily', day('2023-01-03', '600000.SH')))).toMatchObject({ file: path, column: 'industry', found: 'no such column' });
    await sql(`COPY (SELECT * REPLACE ('no' AS is_st) FROM (${day('2023-01-03', '600001.SH')})) TO '${path}' (FORMAT parquet)`);
    expect(await faultOf(merge(store, 'daily', day('2023-01-03', '600000.SH')))).toMatchObject({ file: path, column: 'is_st', found: 'the type VARCHAR', expected: 'true or false' });
  });

  test('two rows of one key are refused, and nothing is written', async () => {
    const store = await freshFolder();
    const error = await faultOf(merge(store, 'daily', `${day('2023-01-03', '600000.SH')} UNION ALL ${day('2023-01-03', '600000.SH', 10.5)}`));
    expect(error.found).toBe('2 rows for 2023-01-03, 600000.SH');
    expect(error.expected).toBe('one row for each day of a stock, named by date, symbol');
    expect(await contents(store)).toEqual({});
  });
});

describe('merging rows of indices', () => {
  test('members lie in one folder, by date, index and symbol', async () => {
    const store = await freshFolder();
    const member = (date: string, symbol: string, weight: number): string => `SELECT DATE '${date}' AS date, '000905.SH' AS "index", '${symbol}' AS symbol, ${String(weight)} AS weight`;
    await merge(store, 'index_member', `${member('2023-01-04', '600000.SH', 0.002)} UNION ALL ${member('2023-01-03', '600000.SH', 0.001)}`);
    expect(await merge(store, 'index_member', `${member('2023-01-03', '000001.SZ', 0.003)} UNION ALL ${member('2023-01-03', '600000.SH', 0.004)}`)).toEqual({ added: 1, replaced: 1, repeated: 0, removed: 0 });
    expect(Object.keys(await contents(store))).toEqual(['index_member/fullband.parquet']);
    expect(await stored(store, 'index_member/*.parquet', 'CAST(date AS VARCHAR) AS date, "index", symbol, weight')).toEqual([
      { date: '2023-01-03', index: '000905.SH', symbol: '000001.SZ', weight: 0.003 },
      { date: '2023-01-03', index: '000905.SH', symbol: '600000.SH', weight: 0.004 },
      { date: '2023-01-04', index: '000905.SH', symbol: '600000.SH', weight: 0.002 },
    ]);
  });

  test('members of a date and index replace all that were there, and no others', async () => {
    const store = await freshFolder();
    const member = (date: string, index: string, symbol: string): string => `SELECT DATE '${date}' AS date, '${index}' AS "index", '${symbol}' AS symbol, 0.5 AS weight`;
    const old = ['2023-01-03', '2023-01-04'].flatMap((date) => ['000016.SH', '000905.SH'].flatMap((index) => ['600000.SH', '600001.SH'].map((symbol) => member(date, index, symbol))));
    await merge(store, 'index_member', old.join(' UNION ALL '));
    const rows = `${member('2023-01-03', '000905.SH', '600000.SH')} UNION ALL ${member('2023-01-03', '000905.SH', '600002.SH')}`;
    expect(await merge(store, 'index_member', rows)).toEqual({ added: 1, replaced: 0, repeated: 1, removed: 1 });
    const sums = await sql(`SELECT sum(weight) AS total, string_agg(symbol, ' ' ORDER BY symbol) AS members FROM read_parquet('${store}/index_member/*.parquet') GROUP BY "date", "index" ORDER BY "date", "index"`);
    expect(sums).toEqual(['600000.SH 600001.SH', '600000.SH 600002.SH', '600000.SH 600001.SH', '600000.SH 600001.SH'].map((members) => ({ total: 1, members })));
    const before = await contents(store);
    expect(await merge(store, 'index_member', rows)).toEqual({ added: 0, replaced: 0, repeated: 2, removed: 0 });
    expect(await contents(store)).toEqual(before);
    expect(await merge(store, 'index_member', member('2023-01-03', '000905.SH', '600000.SH'))).toEqual({ added: 0, replaced: 0, repeated: 1, removed: 1 });
    expect(await sql(`SELECT count(*)::INTEGER AS n FROM read_parquet('${store}/index_member/*.parquet')`)).toEqual([{ n: 7 }]);
  });

  test('closes of an index are replaced by date', async () => {
    const store = await freshFolder();
    const row = (date: string, close: number): string => `SELECT DATE '${date}' AS date, '000905.SH' AS "index", ${String(close)} AS "close"`;
    await merge(store, 'index_daily', `${row('2023-01-03', 5900.125)} UNION ALL ${row('2023-01-04', 5950)}`);
    await merge(store, 'index_daily', row('2023-01-04', 5951.5));
    expect(await stored(store, 'index_daily/*.parquet', 'CAST(date AS VARCHAR) AS date, "close"')).toEqual([{ date: '2023-01-03', close: 5900.125 }, { date: '2023-01-04', close: 5951.5 }]);
  });
});
