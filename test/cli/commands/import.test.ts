import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listPresets, presetText } from '../../../src/runtime/store/preset.ts';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith } from '../../support/cli.ts';

const HEADER = 'symbol,exchange,tradingDay,time,open,high,low,close,volume,turnover';
const BARS = [HEADER, '600000,SSE,20230201,145900000,7.2,7.3,7.1,7.25,1000,7230', '600000,SSE,20230201,150000000,7.25,7.3,7.2,7.3,500,3640', ''].join('\n');

function folder(files: Readonly<Record<string, string>>): string {
  const made = folderWith(files);
  onTestFinished(() => made.remove());
  return made.path;
}

describe('import', () => {
  test('--list prints every preset with its table, and below it what it delivers, derives and leaves null', async () => {
    const { code, stdout, stderr } = await fullbandHere(['import', '--list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const preset of (await listPresets()).map(({ name }) => name)) expect(stdout).toMatch(new RegExp(`^${preset} +(?:minute|trade|trade, order|order|daily|industry|index_member|index_daily) +\\S.*\\n +(?:trade: )?delivers \\S`, 'm'));
    expect(stdout).toMatch(/tonglian-sse-trade.*\(needs --date\)/);
    expect(stdout).toMatch(/^tushare-daily .*\n +delivers open, high, low, close, volume, amount, pre_close; derives vwap, adj_factor, limit_up, limit_down, suspended; leaves null turnover, is_st, float_market_cap, industry$/m);
    expect(stdout).toMatch(/^tonglian-sse-merged .*\n +trade: delivers .*\n +order: delivers /m);
  });

  test('--show prints a preset as it stands in its file, which --mapping reads', async () => {
    const { code, stdout, stderr } = await fullbandHere(['import', '--show', 'dolphindb-candle']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(await presetText('dolphindb-candle'));
    const cwd = folder({ 'bars.csv': BARS, 'my.yaml': stdout });
    expect((await fullbandHere(['import', '--mapping', 'my.yaml', 'bars.csv', '--store', 'store'], { cwd })).code).toBe(0);
  });

  test('--show of a preset that does not exist is wrong usage, with the nearest', async () => {
    const { code, stdout, stderr } = await fullbandHere(['import', '--show', 'tushare-dayly']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('There is no preset tushare-dayly (did you mean tushare-daily?)');
  });

  test('a file that is no such vendor file fails with file, reason and remedy, and makes no day', async () => {
    const cwd = folder({ 'bars.csv': 'a,b\n1,2\n' });
    const { code, stdout, stderr } = await fullbandHere(['import', 'dolphindb-candle', 'bars.csv', '--store', 'store'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: bars\.csv, column \w+: found no such column.*No preset has files with these columns/);
    expect(existsSync(join(cwd, 'store/minute/date=2023-02-01'))).toBe(false);
  });

  test('a file of another preset, or without one, is told what it looks like', async () => {
    const cwd = folder({ 'bars.csv': BARS });
    const wrong = await fullbandHere(['import', 'huatai-insight-trade', 'bars.csv', '--store', 'store'], { cwd });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('This looks like dolphindb-candle: import it with that preset.');
    const without = await fullbandHere(['import', 'bars.csv', '--store', 'store'], { cwd });
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('as in npx fullband import dolphindb-candle bars.csv --store DIR. This one looks like dolphindb-candle.');
  });

  test('a preset whose files hold no date needs --date', async () => {
    const cwd = folder({ 'trades.csv': 'a\n' });
    const { code, stderr } = await fullbandHere(['import', 'tonglian-sse-trade', 'trades.csv', '--store', 'store'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('--date 2023-02-01');
  });

  test('bars of a vendor come in with one command, and a second run replaces them', async () => {
    const cwd = folder({ 'bars.csv': BARS });
    const args = ['import', 'dolphindb-candle', 'bars.csv', '--store', 'store'];
    const first = await fullbandHere(args, { cwd });
    expect(first).toEqual({ code: 0, stdout: 'minute: 1 symbol on 2023-02-01\n  read       2\n  kept       2\n', stderr: '' });
    const second = await fullbandHere(args, { cwd });
    expect(second.stderr).toMatch(/^warning: 2023-02-01: 2 rows of 1 symbol that were already in minute were replaced$/m);
    expect(second.stdout).toBe(first.stdout);
  });
});

describe('import of days of stocks', () => {
  const files = {
    'days.csv': 'date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,isST\n2023-02-01,sh.600000,7.2,7.3,7.1,7.25,7.23,1000,7240,3,0.1,1,0\n2023-02-02,sh.600000,7.2,7.3,7.1,7.25,7.25,1000,7240,3,0.1,1,0\n2023-02-02,sh.600001,7.2,7.3,7.1,7.25,7.25,1000,7240,2,0.1,1,0\n',
    'industry.csv': 'symbol,industry\n600000.SH,银行\n',
    'index.csv': 'date,index,close\n2023-02-01,000905.SH,6158\n',
  };

  test('says what was computed, what was left out, and what was there already', async () => {
    const cwd = folder(files);
    const args = ['import', 'baostock-daily', 'days.csv', '--store', 'store'];
    const head = 'daily: 1 symbol on 2 dates from 2023-02-01 to 2023-02-02\n  read       3\n  dropped    1  adjusted prices\n  kept       2\n';
    const derived = ['vwap', 'limit_up', 'limit_down', 'float_market_cap', 'adj_factor'].map((column) => `  derived    2  ${column}\n`).join('');
    expect(await fullbandHere(args, { cwd })).toEqual({ code: 0, stdout: `${head}${derived}`, stderr: '' });
    expect((await fullbandHere(args, { cwd })).stdout).toBe(`${head}  unchanged  2  in the store already\n${derived}`);
    expect(await fullbandHere(['import', 'industry', 'industry.csv', '--store', 'store'], { cwd })).toEqual({ code: 0, stdout: 'industry: 1 symbol without a date\n  read       1\n  kept       1\n', stderr: 'warning: other rows of daily that have another industry now: 2\n' });
    expect((await fullbandHere(['import', 'index-daily', 'index.csv', '--store', 'store'], { cwd })).stdout).toBe('index_daily: 1 index on 2023-02-01\n  read       1\n  kept       1\n');
  });
});

describe('import of both SSE streams', () => {
  const files = {
    'orders.csv': 'SecurityID,OrderTime,OrderType,OrderNO,OrderPrice,Balance,OrderBSFlag,BizIndex\n600000,09:30:00,A,1,7.2,500,S,10\n600000,09:31:00,D,1,7.2,100,S,15\n',
    'trades.csv': 'SecurityID,TradTime,TradPrice,TradVolume,TradeMoney,TradeBuyNo,TradeSellNo,TradeBSFlag,BizIndex\n600000,09:30:01,7.2,400,2880,2,1,B,11\n',
  };
  const orders = ['import', 'tonglian-sse-order', 'orders.csv', '--store', 'store', '--date', '2023-02-01'];
  const trades = ['import', 'tonglian-sse-trade', 'trades.csv', '--store', 'store', '--date', '2023-02-01'];

  test('says what became of the orders', async () => {
    const cwd = folder(files);
    expect(await fullbandHere(orders, { cwd })).toEqual({
      code: 0,
      stdout: 'order: 1 symbol on 2023-02-01\n  read       2\n  dropped    1  cancel\n  kept       1\norders of 2023-02-01: 1 of 1 SSE symbol, as the order stream gives them until the executions are imported\n',
      stderr: '',
    });
    expect(await fullbandHere(trades, { cwd })).toEqual({
      code: 0,
      stdout: 'trade: 1 symbol on 2023-02-01\n  read       1\n  kept       1\norders of 2023-02-01: 2 of 1 SSE symbol, from 1 add row and the executions (0 enlarged; 1 filled at once)\n',
      stderr: expect.stringContaining('no symbol has executions after 09:30') as string,
    });
  });

  test('--no-reconstitute leaves them as their stream gives them', async () => {
    const cwd = folder(files);
    await fullbandHere(trades, { cwd });
    expect((await fullbandHere([...orders, '--no-reconstitute'], { cwd })).stdout).toContain('orders of 2023-02-01: 1 of 1 SSE symbol, as the order stream gives them\n');
  });
});

describe('bars', () => {
  test('a store without executions is an error that says what to do', async () => {
    const cwd = folder({ 'bars.csv': BARS });
    await fullbandHere(['import', 'dolphindb-candle', 'bars.csv', '--store', 'store'], { cwd });
    const { code, stderr } = await fullbandHere(['bars', '--store', 'store'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/found no executions.*Import executions first/);
  });
});
