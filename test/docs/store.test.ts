import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMapping } from '../../src/runtime/store/preset.ts';
import { DAILY_TABLES } from '../../src/runtime/store/daily-tables.ts';
import { TABLES } from '../../src/runtime/store/tables.ts';
import { storedRows } from '../runtime/store/support.ts';
import { days, gbk, importVendor } from '../runtime/store/vendor-files.ts';
import { ROOT } from '../support/sources.ts';
import { codeBlocks, pageText } from './pages.ts';

describe('the mappings of docs/store.md', () => {
  const mappings = codeBlocks(pageText('docs/store.md')).filter(({ language }) => language === 'yaml').map(({ text }) => text);
  const named = (name: string): string => mappings.find((text) => text.startsWith(`name: ${name}\n`)) ?? '';

  test('that of bars is a valid mapping', () => {
    expect(parseMapping('my-bars.yaml', named('my-bars')).tables.minute?.columns['volume']).toEqual({ column: 'lots', scale: 100 });
  });

  test('that of executions reads such a file, with and without its amounts', async () => {
    const lines = ['证券代码;市场;成交日期;成交时间;成交类型;成交编号;成交价格;成交数量;买方委托号;卖方委托号;买卖方向;成交金额', '600000;上海;20230201;93000123;F;7;72000;100;11;12;卖;720', '1;深圳;20230201;150000000;F;8;145000;200;14;13;买;2900', '1;深圳;20230201;150000000;C;9;0;200;14;0;无;0'];
    const { store, report } = await importVendor(named('my-trades'), gbk(`${lines.join('\n')}\n`));
    expect(report).toMatchObject({ rowsKept: 2, rowsDerived: 0, warnings: [] });
    expect(await storedRows(store, 'trade', 'symbol, price, amount, side', 'ORDER BY symbol')).toEqual([{ symbol: '000001.SZ', price: 14.5, amount: 2900, side: 'B' }, { symbol: '600000.SH', price: 7.2, amount: 720, side: 'S' }]);
    const without = await importVendor(named('my-trades'), gbk(`${lines.map((line) => line.slice(0, line.lastIndexOf(';'))).join('\n')}\n`));
    expect(without.report).toMatchObject({ rowsKept: 2, rowsDerived: 2 });
  });

  test('that of days reads such a file', async () => {
    const { store } = await importVendor(named('my-days'), 'code,day,open,high,low,close,last_close,lots,money,turnover_percent,name_flag\n1,2023-02-01,14.4,14.6,14.4,14.5,14.3,1000,145,1.5,normal\n');
    expect(await days(store, 'symbol, volume, amount, turnover, is_st')).toEqual([{ symbol: '000001.SZ', volume: 100_000, amount: 1_450_000, turnover: 0.015, is_st: false }]);
  });

  test('every time format and every column of a table is named', () => {
    const page = pageText('docs/store.md');
    const schema = JSON.parse(readFileSync(join(ROOT, 'src/runtime/store/presets/preset.schema.json'), 'utf8')) as { properties: { time: { properties: { format: { enum: readonly string[] } } } } };
    for (const format of schema.properties.time.properties.format.enum) expect(page).toMatch(new RegExp(`^\\| .*\`${format}\``, 'm'));
    for (const { name, columns } of [...Object.values(TABLES), ...Object.values(DAILY_TABLES)]) {
      const row = page.split('\n').findLast((line) => line.startsWith(`| \`${name}\` | \``));
      for (const column of columns) expect(row).toContain(`\`${column.name}\``);
    }
  });

  test('every preset is described', async () => {
    const { listPresets } = await import('../../src/runtime/store/preset.ts');
    const page = pageText('docs/store.md');
    const absent = (await listPresets()).filter(({ name, tables }) => !page.includes(`| \`${name}\` | ${tables.join(', ')} |`));
    expect(absent).toEqual([]);
  });

  test('every rule of limit prices is there', async () => {
    const { LIMIT_RULES } = await import('../../src/runtime/store/limit-rules.ts');
    const rows = pageText('docs/store.md').split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const written = rows.filter((cells) => /^\d{4}-\d{2}-\d{2}$/.test(cells[3] ?? '')).map((cells) => [cells[1], ...cells.slice(3, 7)]);
    expect(written).toEqual(LIMIT_RULES.map(({ board, since, percent, st, free }) => [board, since, `${String(percent)} %`, `${String(st)} %`, String(free)]));
  });
});
