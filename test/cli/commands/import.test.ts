import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderWith, fullband } from '../../support/cli.ts';

const HEADER = 'symbol,exchange,tradingDay,time,open,high,low,close,volume,turnover';
const BARS = [HEADER, '600000,SSE,20230201,145900000,7.2,7.3,7.1,7.25,1000,7230', '600000,SSE,20230201,150000000,7.25,7.3,7.2,7.3,500,3640', ''].join('\n');

function folder(files: Readonly<Record<string, string>>): string {
  const made = folderWith(files);
  onTestFinished(() => made.remove());
  return made.path;
}

describe('import', () => {
  test('--list prints every preset with its table, one a line', async () => {
    const { code, stdout, stderr } = await fullband(['import', '--list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const preset of ['dolphindb-candle', 'dolphindb-trade', 'huatai-insight-order', 'huatai-insight-trade', 'tonglian-sse-order', 'tonglian-sse-trade', 'tonglian-szse-order', 'tonglian-szse-trade']) {
      expect(stdout).toMatch(new RegExp(`^${preset} +(?:minute|trade|order) +\\S`, 'm'));
    }
    expect(stdout).toMatch(/tonglian-sse-trade.*\(needs --date\)/);
  });

  test('a file that is no such vendor file fails with file, reason and remedy, and makes no day', async () => {
    const cwd = folder({ 'bars.csv': 'a,b\n1,2\n' });
    const { code, stdout, stderr } = await fullband(['import', 'dolphindb-candle', 'bars.csv', '--store', 'store'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: bars\.csv, column \w+: found no such column.*No preset has files with these columns/);
    expect(existsSync(join(cwd, 'store/minute/date=2023-02-01'))).toBe(false);
  });

  test('a file of another preset, or without one, is told what it looks like', async () => {
    const cwd = folder({ 'bars.csv': BARS });
    const wrong = await fullband(['import', 'huatai-insight-trade', 'bars.csv', '--store', 'store'], { cwd });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('This looks like dolphindb-candle: import it with that preset.');
    const without = await fullband(['import', 'bars.csv', '--store', 'store'], { cwd });
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('as in npx fullband import dolphindb-candle bars.csv --store DIR. This one looks like dolphindb-candle.');
  });

  test('a preset whose files hold no date needs --date', async () => {
    const cwd = folder({ 'trades.csv': 'a\n' });
    const { code, stderr } = await fullband(['import', 'tonglian-sse-trade', 'trades.csv', '--store', 'store'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('--date 2023-02-01');
  });

  test('bars of a vendor come in with one command, and a second run replaces them', async () => {
    const cwd = folder({ 'bars.csv': BARS });
    const args = ['import', 'dolphindb-candle', 'bars.csv', '--store', 'store'];
    const first = await fullband(args, { cwd });
    expect(first).toEqual({ code: 0, stdout: 'minute: 2 rows of 1 symbol on 2023-02-01 (2 read)\n', stderr: '' });
    const second = await fullband(args, { cwd });
    expect(second.stderr).toMatch(/^warning: 2023-02-01: 2 rows of 1 symbol that were already in minute were replaced$/m);
    expect(second.stdout).toBe(first.stdout);
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
    expect(await fullband(orders, { cwd })).toEqual({
      code: 0,
      stdout: 'order: 1 row of 1 symbol on 2023-02-01 (2 read; 1 dropped: cancel)\norders of 2023-02-01: 1 of 1 SSE symbol, as the order stream gives them until the executions are imported\n',
      stderr: '',
    });
    expect(await fullband(trades, { cwd })).toEqual({
      code: 0,
      stdout: 'trade: 1 row of 1 symbol on 2023-02-01 (1 read)\norders of 2023-02-01: 2 of 1 SSE symbol, from 1 add row and the executions (0 enlarged; 1 filled at once)\n',
      stderr: expect.stringContaining('no symbol has executions after 09:30') as string,
    });
  });

  test('--no-reconstitute leaves them as their stream gives them', async () => {
    const cwd = folder(files);
    await fullband(trades, { cwd });
    expect((await fullband([...orders, '--no-reconstitute'], { cwd })).stdout).toContain('orders of 2023-02-01: 1 of 1 SSE symbol, as the order stream gives them\n');
  });
});

describe('bars', () => {
  test('a store without executions is an error that says what to do', async () => {
    const cwd = folder({ 'bars.csv': BARS });
    await fullband(['import', 'dolphindb-candle', 'bars.csv', '--store', 'store'], { cwd });
    const { code, stderr } = await fullband(['bars', '--store', 'store'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/found no executions.*Import executions first/);
  });
});
