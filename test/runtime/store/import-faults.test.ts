import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DataError } from '../../../src/runtime/store/data-error.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { REAL_FILES, contents, describeWithRealFiles, faultOf, freshFolder, sql, writeText } from './support.ts';

const TRADE_HEADER = 'SecurityID,TradTime,TradPrice,TradVolume,TradeMoney,TradeBuyNo,TradeSellNo,TradeBSFlag,BizIndex';
const TRADE = '600519,09:30:00.100,1850.01,100,185001,7,5,B,1';
const BAR_HEADER = 'symbol,exchange,tradingDay,time,open,high,low,close,volume,turnover';
const BAR = '000001,SZSE,20180102,93100000,13.35,13.39,13.35,13.38,2000,26780';

let folder: string;
let store: string;
beforeAll(async () => {
  folder = await freshFolder();
  store = join(folder, 'store');
});

let number = 0;

/** Imports a file with these lines into a store that must stay without a table, and returns the fault. */
async function fault(preset: string, lines: readonly string[], date?: string, name = 'bad.csv'): Promise<DataError> {
  const file = await writeText(folder, `${number++}/${name}`, `${lines.join('\n')}\n`);
  return faultOfFile(preset, file, date);
}

async function faultOfFile(preset: string, file: string, date?: string): Promise<DataError> {
  const error = await faultOf(importFiles({ store, mapping: { preset }, files: [file], ...(date === undefined ? {} : { date }) }));
  expect(await contents(store)).toEqual({});
  return error;
}

const trade = (...rows: string[]): Promise<DataError> => fault('tonglian-sse-trade', [TRADE_HEADER, ...rows], '2023-02-01');
const bars = (...rows: string[]): Promise<DataError> => fault('dolphindb-candle', [BAR_HEADER, ...rows]);

describe('a cell that is not what it should be', () => {
  test('a word in place of a price is refused with its line, column and text', async () => {
    const error = await trade(TRADE, TRADE.replace('1850.01', 'n/a').replace(',1', ',2'));
    expect(error).toMatchObject({ line: 3, column: 'TradPrice', found: "'n/a'", expected: 'a price in CNY' });
    expect(error.message).toMatch(/bad\.csv, line 3, column TradPrice: found 'n\/a'; expected a price in CNY\. Correct the row/);
  });

  test('blank lines do not shift the line that is named', async () => {
    expect(await trade(TRADE, '', '', TRADE.replace('1850.01', 'n/a'))).toMatchObject({ line: 5 });
  });

  test('an empty volume is refused', async () => {
    expect(await trade(TRADE.replace(',100,', ',,'))).toMatchObject({ line: 2, column: 'TradVolume', found: 'an empty cell', expected: 'a whole number of shares' });
  });

  test('a fraction of a share is refused', async () => {
    expect(await trade(TRADE.replace(',100,', ',100.5,'))).toMatchObject({ column: 'TradVolume', found: "'100.5'" });
  });

  test('a negative volume is refused', async () => {
    expect(await trade(TRADE.replace(',100,', ',-100,'))).toMatchObject({ line: 2, column: 'TradVolume', found: "'-100'", expected: 'a whole number of shares, not negative' });
    expect(await bars(BAR.replace(',2000,', ',-1,'))).toMatchObject({ line: 2, column: 'volume', found: "'-1'" });
  });

  test('an execution without shares is refused', async () => {
    expect(await trade(TRADE.replace(',100,', ',0,'))).toMatchObject({ column: 'TradVolume', expected: 'a positive number of shares in every execution' });
  });

  test('an execution at price 0 or below is refused', async () => {
    expect(await trade(TRADE.replace('1850.01', '0'))).toMatchObject({ column: 'TradPrice', found: "'0'", expected: 'a positive price in every execution' });
    expect(await trade(TRADE.replace('1850.01', '-3'))).toMatchObject({ column: 'TradPrice', found: "'-3'" });
  });

  test('an infinite price is refused', async () => {
    expect(await trade(TRADE.replace('1850.01', 'inf'))).toMatchObject({ column: 'TradPrice', found: "'inf'" });
  });

  test('an unknown side is refused with the known codes', async () => {
    expect(await trade(TRADE.replace(',B,', ',X,'))).toMatchObject({ column: 'TradeBSFlag', found: "'X'", expected: 'one of B, S, N' });
  });

  test('a time that is none is refused', async () => {
    expect(await trade(TRADE.replace('09:30:00.100', '09:61:00'))).toMatchObject({ column: 'TradTime', found: "'09:61:00'", expected: 'a time written as clock' });
    expect(await bars(BAR.replace('93100000', '96100000'))).toMatchObject({ column: 'time', found: "'96100000'" });
  });

  test('an execution in the midday break is refused', async () => {
    expect(await trade(TRADE.replace('09:30:00.100', '12:15:00'))).toMatchObject({ column: 'TradTime', found: "'12:15:00', outside the session" });
  });

  test('a date that is none is refused', async () => {
    expect(await bars(BAR.replace('20180102', '20180231'))).toMatchObject({ column: 'tradingDay', found: "'20180231'" });
  });

  test('an unknown exchange is refused with the symbol', async () => {
    expect(await bars(BAR.replace('SZSE', 'NYSE'))).toMatchObject({ line: 2, column: 'symbol', found: "'000001' of exchange 'NYSE'" });
  });

  test('a bar outside the session is refused', async () => {
    expect(await bars(BAR, BAR.replace('93100000', '120000000'))).toMatchObject({ line: 3, column: 'time', found: "the label '120000000', outside the session" });
    expect(await bars(BAR.replace('93100000', '93000000'))).toMatchObject({ line: 2, found: "the label '93000000', outside the session" });
  });

  test('a label inside a minute is refused', async () => {
    expect(await bars(BAR.replace('93100000', '93130000'))).toMatchObject({ column: 'time', found: "the label '93130000', outside the session" });
  });

  test('a high below the low is refused', async () => {
    expect(await bars(BAR.replace('13.39', '13.01'))).toMatchObject({ column: 'high', found: 'high 13.01 below low 13.35', expected: 'high at or above low' });
  });

  test('a price of 0 in a bar with a trade is refused', async () => {
    expect(await bars(BAR.replace('13.38', '0'))).toMatchObject({ column: 'close', found: "'0'", expected: 'a positive price in every bar with a trade' });
  });
});

describe('rows that contradict each other', () => {
  test('a bar that comes twice in a file is refused with both lines', async () => {
    const error = await bars(BAR, BAR.replace('93100000', '93200000'), BAR.replace('2000', '3000'));
    expect(error).toMatchObject({ line: 4, expected: 'one bar per symbol, date and bar' });
    expect(error.found).toMatch(/^a second bar 1 of 000001\.SZ on 2018-01-02, also at .*bad\.csv line 2; volume is 2000 there and 3000 here$/);
  });

  test('two files of one day that disagree are refused with both places and the first difference', async () => {
    const one = await writeText(folder, 'one.csv', `${TRADE_HEADER}\n${TRADE.replace(',B,1', ',B,2')}\n${TRADE}\n`);
    const two = await writeText(folder, 'two.csv', `${TRADE_HEADER}\n${TRADE.replace('1850.01', '1850.02')}\n`);
    const error = await faultOf(importFiles({ store, mapping: { preset: 'tonglian-sse-trade' }, files: [one, two], date: '2023-02-01' }));
    expect(error).toMatchObject({ file: two, line: 2, expected: 'one execution per symbol, date and seq' });
    expect(error.found).toBe(`a second execution 1 of 600519.SH on 2023-02-01, also at ${one} line 3; price is 1850.01 there and 1850.02 here`);
    expect(await contents(store)).toEqual({});
  });

  test('rows that come again with the same values are left out and counted', async () => {
    const fresh = await freshFolder();
    const one = await writeText(folder, 'twice.csv', `${TRADE_HEADER}\n${TRADE}\n${TRADE.replace(',B,1', ',B,2')}\n${TRADE}\n`);
    const [report] = await importFiles({ store: fresh, mapping: { preset: 'tonglian-sse-trade' }, files: [one, one], date: '2023-02-01' });
    expect(report).toMatchObject({ rowsRead: 6, rowsKept: 2, dropped: [{ reason: 'repeated', rows: 4 }] });
  });
});

describe('a file that is not the table it should be', () => {
  test('an absent file is refused', async () => {
    expect(await faultOfFile('dolphindb-candle', join(folder, 'none.csv'))).toMatchObject({ file: join(folder, 'none.csv'), found: 'no file' });
  });

  test('an empty file is refused, compressed or not', async () => {
    await writeFile(join(folder, 'empty.csv'), '');
    expect(await faultOfFile('dolphindb-candle', join(folder, 'empty.csv'))).toMatchObject({ found: 'an empty file' });
    expect(await faultOfFile('dolphindb-candle', await writeText(folder, 'empty.csv.gz', ''))).toMatchObject({ found: 'an empty file' });
  });

  test('a header without rows is refused', async () => {
    expect(await bars()).toMatchObject({ found: 'a header and no rows' });
  });

  test('a missing column is named with its nearest and all that there are', async () => {
    const error = await fault('dolphindb-candle', [BAR_HEADER.replace('turnover', 'turnovr'), BAR]);
    expect(error).toMatchObject({ column: 'turnover' });
    expect(error.found).toBe('no such column (did you mean turnovr?); the file has symbol, exchange, tradingDay, time, open, high, low, close, volume, turnovr');
  });

  test('a line with a cell too few or too many is refused with its number', async () => {
    expect(await bars(BAR, BAR.slice(0, BAR.lastIndexOf(',')))).toMatchObject({ line: 3, found: '9 cells', expected: '10, as in the header' });
    expect(await bars(`${BAR},1`)).toMatchObject({ line: 2, found: '11 cells', expected: '10, as in the header' });
  });

  test('text of another encoding is refused', async () => {
    await writeFile(join(folder, 'gbk.csv'), Buffer.concat([Buffer.from(`${BAR_HEADER}\n${BAR.slice(0, -5)}`), Buffer.from([0xcd, 0xf2, 0xb5, 0xc2]), Buffer.from('\n')]));
    expect(await faultOfFile('dolphindb-candle', join(folder, 'gbk.csv'))).toMatchObject({ line: 2, found: 'bytes that are no UTF-8 text' });
  });

  test('text with the ending of Parquet, gzip or in a zip is refused', async () => {
    const text = `${BAR_HEADER}\n${BAR}\n`;
    await writeFile(join(folder, 'text.parquet'), text);
    expect(await faultOfFile('dolphindb-candle', join(folder, 'text.parquet'))).toMatchObject({ found: 'content that is not Parquet' });
    await writeFile(join(folder, 'text.csv.gz'), text);
    expect(await faultOfFile('dolphindb-candle', join(folder, 'text.csv.gz'))).toMatchObject({ found: 'content that is not gzip' });
    await writeFile(join(folder, 'a.zip'), 'PK\u0003\u0004…');
    expect(await faultOfFile('dolphindb-candle', join(folder, 'a.zip'))).toMatchObject({ found: 'a zip archive' });
    await mkdir(join(folder, 'dir.csv'));
    expect(await faultOfFile('dolphindb-candle', join(folder, 'dir.csv'))).toMatchObject({ found: 'no regular file' });
  });

  test('a Parquet file that was cut short is refused', async () => {
    const whole = join(folder, 'whole.parquet');
    await sql(`COPY (SELECT * FROM range(100000)) TO '${whole}' (FORMAT parquet)`);
    await writeFile(join(folder, 'cut.parquet'), (await readFile(whole)).subarray(0, 5000));
    expect(await faultOfFile('dolphindb-candle', join(folder, 'cut.parquet'))).toMatchObject({ found: 'a damaged Parquet file' });
  });

  test('the number of a bad row of a Parquet file is named', async () => {
    const file = join(folder, 'rows.parquet');
    await sql(`COPY (SELECT '000001' AS symbol, 'SZSE' AS exchange, 20180102 AS tradingDay, 93000000 + i * 100000 AS "time", 10.0 AS open, 10.0 AS high, 10.0 AS low, 10.0 AS "close", CASE i WHEN 7 THEN -5 ELSE 100 END AS volume, 1000.0 AS turnover FROM range(1, 20) r(i)) TO '${file}' (FORMAT parquet)`);
    expect(await faultOfFile('dolphindb-candle', file)).toMatchObject({ row: 7, column: 'volume', found: "'-5'" });
  });
});

describe('dates', () => {
  test('a file without a date needs --date', async () => {
    const error = await fault('tonglian-sse-trade', [TRADE_HEADER, TRADE]);
    expect(error.found).toBe('no date: files of tonglian-sse-trade hold none');
    expect(error.remedy).toContain('--date');
  });

  test('a date that does not exist is refused', async () => {
    expect(await fault('tonglian-sse-trade', [TRADE_HEADER, TRADE], '2023-02-30')).toMatchObject({ found: 'the date 2023-02-30' });
  });

  test('a file without rows of the date is refused with the dates it has', async () => {
    expect(await fault('dolphindb-candle', [BAR_HEADER, BAR], '2018-01-03')).toMatchObject({ found: 'rows of 2018-01-02, none of 2018-01-03', expected: 'rows of 2018-01-03' });
  });

  test('a file of which every row is left out is refused with the reasons', async () => {
    expect(await trade(TRADE.replace('09:30:00.100', '15:10:00'))).toMatchObject({ found: 'no row to keep (1 left out: after hours)' });
  });
});

describeWithRealFiles('a real file that was damaged on its way', () => {
  test('a gzip file cut at the end of a line, which reads without an error, is refused', async () => {
    const text = gunzipSync(await readFile(REAL_FILES.minute)).toString();
    const lines = text.slice(0, text.indexOf('\n', 20_000) + 1);
    const whole = gzipSync(lines);
    // Without its last eight bytes the file unpacks fully but its checksum is gone.
    await writeFile(join(folder, 'cut.csv.gz'), whole.subarray(0, whole.length - 8));
    expect(await faultOfFile('dolphindb-candle', join(folder, 'cut.csv.gz'))).toMatchObject({ found: expect.stringMatching(/^a gzip file that ends too early: its first [\d,]+ bytes unpack to \d+ lines$/) as string });
  });

  test('a gzip file cut in the middle is refused', async () => {
    await writeFile(join(folder, 'half.csv.gz'), (await readFile(REAL_FILES.minute)).subarray(0, 40_000));
    expect(await faultOfFile('dolphindb-candle', join(folder, 'half.csv.gz'))).toMatchObject({ line: expect.any(Number) as number, found: expect.stringMatching(/^a gzip file that ends too early: its first 3\d,\d{3} bytes unpack to 2,0\d{2} lines$/) as string });
  });

  test('a gzip file with a flipped byte is refused', async () => {
    const bytes = await readFile(REAL_FILES.minute);
    bytes[50_000] = (bytes[50_000] ?? 0) ^ 0xff;
    await writeFile(join(folder, 'flipped.csv.gz'), bytes);
    expect(await faultOfFile('dolphindb-candle', join(folder, 'flipped.csv.gz'))).toMatchObject({ found: expect.stringMatching(/^a damaged gzip file: its first [\d,]+ bytes unpack to [\d,]+ lines$/) as string, remedy: 'Fetch or export it again; nothing was imported.' });
  });

  test('a file of another preset is refused at its first missing column', async () => {
    const error = await faultOfFile('dolphindb-candle', REAL_FILES.fiveTrade);
    expect(error.column).toBe('symbol');
    expect(error.expected).toMatch(/^the columns of dolphindb-candle: symbol, exchange, /);
  });

  test('one bad file among several keeps all of them out', async () => {
    const bad = await writeText(folder, 'late.csv', `${BAR_HEADER}\n${BAR.replace('13.38', 'x')}\n`);
    const error = await faultOf(importFiles({ store, mapping: { preset: 'dolphindb-candle' }, files: [REAL_FILES.minute, bad] }));
    expect(error).toMatchObject({ file: bad, line: 2, column: 'close' });
    expect(await contents(store)).toEqual({});
  });
});
