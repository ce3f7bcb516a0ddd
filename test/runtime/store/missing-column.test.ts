import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { DataError } from '../../../src/runtime/store/data-error.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { presetText } from '../../../src/runtime/store/preset.ts';
import { faultOf, freshFolder, storedRows } from './support.ts';
import { gbk, importVendor } from './vendor-files.ts';

const TRADES = 'MDDate,MDTime,SecurityID,ApplSeqNum,TradeBuyNo,TradeSellNo,TradePrice,TradeQty,TradeMoney,TradeType,TradeBSFlag\n2023-02-03,15:00:00.000,600101.SH,1,2,1,12.38,100,1238.00,0,1\n';
const CHINESE = '股票代码,日期,开盘,最高,最低,收盘,成交量,成交额\n600101.SH,2023-02-03,10,10,10,10,100,1000\n';
const MINE = (file: string): string => `name: mine
about: days of stocks
${file}symbol: { column: 股票代码, form: suffix }
date: 日期
tables:
  daily:
    columns: { open: 开盘, high: 最高, low: 最低, close: 收盘, volume: 成交量, amount: 成交额 }
`;

const fault = (format: string, data: string | Buffer): Promise<DataError> => faultOf(importVendor(format, data));

describe('a header in GBK', () => {
  test('is recognised where the mapping reads UTF-8, and the line that the remedy names reads it', async () => {
    const error = await fault(MINE(''), gbk(CHINESE));
    expect(error.found).toBe('no such column: the header is no UTF-8 text but GBK; read so, the file has 股票代码, 日期, 开盘, 最高, 最低, 收盘, 成交量, 成交额');
    expect(error.remedy).toMatch(/^Write file: \{ encoding: gbk \} in .*mapping\.yaml\.$/);
    const { report } = await importVendor(MINE('file: { encoding: gbk }\n'), gbk(CHINESE));
    expect(report.rowsKept).toBe(1);
  });

  test('with semicolons is told both', async () => {
    const error = await fault(MINE(''), gbk(CHINESE.replaceAll(',', ';')));
    expect(error.found).toMatch(/^no such column: the header is no UTF-8 text but GBK, and the header is one cell that looks separated by ';'; read so, the file has 股票代码, 日期, /);
    expect(error.remedy).toMatch(/^Write file: \{ encoding: gbk, delimiter: ';' \} in /);
    expect((await importVendor(MINE("file: { encoding: gbk, delimiter: ';' }\n"), gbk(CHINESE.replaceAll(',', ';')))).report.rowsKept).toBe(1);
  });

  test('of a preset that reads GBK leads to that preset', async () => {
    const error = await fault('huatai-insight-trade', gbk('万得代码,交易所代码,自然日,时间,成交编号,成交代码,委托代码,BS标志,成交价格,成交数量,叫卖序号,叫买序号\n'));
    expect(error.remedy).toBe('This looks like wind-l2-trade: import it with that preset.');
  });
});

describe('another separator', () => {
  test.each([
    [';', "';'", "';'"],
    ['\t', 'tabs', '"\\t"'],
    ['|', "'|'", "'|'"],
  ])('%j is recognised, and the copy of the preset that the remedy names reads the file', async (separator, shown, yaml) => {
    const data = TRADES.replaceAll(',', separator);
    const error = await fault('huatai-insight-trade', data);
    expect(error.found).toMatch(new RegExp(`^no such column: the header is one cell that looks separated by ${shown.replace('|', '\\|')}; read so, the file has MDDate, MDTime, SecurityID, `));
    const line = `file: { delimiter: ${yaml} }`;
    expect(error.remedy).toBe(`Write a mapping: copy the preset with fullband import --show huatai-insight-trade > my.yaml, add the line ${line} to it and pass it with --mapping my.yaml in place of the preset.`);
    const { report } = await importVendor(`${await presetText('huatai-insight-trade')}${line}\n`, data);
    expect(report.rowsKept).toBe(1);
  });
});

describe('a column that is not there', () => {
  test('of a preset whose other columns are is told how to copy the preset', async () => {
    const error = await fault('huatai-insight-trade', TRADES.replace('TradeQty', 'Volume'));
    expect(error.found).toMatch(/^no such column; the file has MDDate, /);
    expect(error.remedy).toBe('The file has the other 9 of 10 columns: copy the preset with fullband import --show huatai-insight-trade > my.yaml, write there what the file calls TradeQty, or list under optional what the rows can do without, and pass it with --mapping my.yaml in place of the preset.');
  });

  test('of a mapping is told to correct the mapping', async () => {
    const error = await fault(MINE(''), CHINESE.replace('成交额', '金额'));
    expect(error).toMatchObject({ column: '成交额' });
    expect(error.remedy).toMatch(/^Write in .*mapping\.yaml what the file calls 成交额, or list under optional what the rows can do without\.$/);
  });

  test('of a mapping is told of a preset that the file fits as well', async () => {
    const error = await fault(MINE(''), TRADES);
    expect(error.remedy).toMatch(/^This looks like huatai-insight-trade: import it with that preset\. Or: Write in .*mapping\.yaml what the file calls 股票代码, 日期, /);
  });

  test('may be the amount of executions: it is then price × volume', async () => {
    const folder = await freshFolder();
    const lines = TRADES.trimEnd().split('\n').map((line) => line.split(',').filter((_, i) => i !== 8).join(','));
    await writeFile(join(folder, 'trades.csv'), `${lines.join('\n')}\n`);
    const [report] = await importFiles({ store: folder, mapping: { preset: 'huatai-insight-trade' }, files: [join(folder, 'trades.csv')] });
    expect(report).toMatchObject({ rowsKept: 1, rowsDerived: 1, warnings: [] });
    expect(await storedRows(folder, 'trade', 'amount')).toEqual([{ amount: 1238 }]);
  });
});
