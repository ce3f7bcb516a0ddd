/** What is refused in a vendor's rows. */
import { wants } from './cell-sql.ts';
import { inSessionSql } from './clock.ts';
import { columnsOf, sourceRule, type Mapping, type TableMapping } from './mapping.ts';
import { cellName, textName, valueName } from './staged-names.ts';
import { TABLES, type DatedTable } from './tables.ts';

/** A reason to refuse a file: SQL that is true for a bad row. */
export interface RowCheck {
  /** Vendor's column. */
  readonly column: string;
  readonly bad: string;
  /** SQL text of what was found. */
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** The checks of a mapping's rows for one table; of several faults in a row the first check's is reported. */
export function checksOf(mapping: Mapping, table: DatedTable, rules: TableMapping): readonly RowCheck[] {
  const checks: RowCheck[] = [];
  const { symbol, date, time } = mapping;
  const shown = (column: string): string => `coalesce('''' || ${cellName(column)} || '''', 'an empty cell')`;
  const row = TABLES[table].row;
  const fix = 'Correct the row or export the file again; nothing was imported.';
  const exchange = symbol.exchangeColumn;
  const symbolFound = exchange === undefined ? shown(symbol.column) : `${shown(symbol.column)} || ' of exchange ' || ${shown(exchange)}`;
  checks.push({ column: symbol.column, bad: 'symbol IS NULL', found: symbolFound, expected: symbol.form === 'digits' ? 'up to six digits of a known exchange' : 'six digits and a known exchange', remedy: 'Check symbol.form and symbol.exchanges of the mapping, or correct the row; nothing was imported.' });
  if (date !== undefined) checks.push({ column: date, bad: '"date" IS NULL', found: shown(date), expected: 'a date such as 20230201 or 2023-02-01', remedy: fix });
  checks.push({ column: time.column, bad: '"time" IS NULL', found: shown(time.column), expected: `a time written as ${time.format}`, remedy: 'Check time.format of the mapping, or correct the row; nothing was imported.' });
  if (table === 'minute') {
    const labels = rules.bars?.labels ?? 'end';
    const range = labels === 'end' ? '09:31 … 11:30, 13:01 … 15:00' : '09:30 … 11:29, 13:00 … 14:59';
    checks.push({ column: time.column, bad: 'bar IS NULL', found: `'the label ' || ${shown(time.column)} || ', outside the session'`, expected: `the ${labels} of a minute, ${range}`, remedy: 'Check bars.labels of the mapping, fold the label into its bar with bars.fold, or correct the row; nothing was imported.' });
  } else {
    checks.push({ column: time.column, bad: `NOT ${inSessionSql('"time"')}`, found: `${shown(time.column)} || ', outside the session'`, expected: '09:15 … 11:30 or 13:00 … 15:00', remedy: 'Leave such rows out with a drop rule in a mapping, or correct the row; nothing was imported.' });
  }
  for (const { name, kind, codes } of TABLES[table].columns) {
    const source = rules.columns[name];
    if (source === undefined) continue;
    const rule = sourceRule(source);
    const column = columnsOf(rule)[0] ?? name;
    const found = `coalesce('''' || ${textName(name)} || '''', 'an empty cell')`;
    const words = rule.codes === undefined ? codes : Object.keys(rule.codes);
    const value = valueName(name);
    checks.push({ column, bad: `${textName(name)} IS NOT NULL AND ${value} IS NULL`, found, expected: wants(kind, words), remedy: fix });
    const needed = (table === 'trade' && name !== 'amount' && name !== 'side') || (table === 'order' && name !== 'price');
    if (needed) checks.push({ column, bad: `${value} IS NULL`, found, expected: wants(kind, words), remedy: fix });
    if (kind === 'code') continue;
    if (kind !== 'price') checks.push({ column, bad: `${value} < 0`, found, expected: `${wants(kind)}, not negative`, remedy: fix });
    if (name === 'volume' && table !== 'minute') checks.push({ column, bad: `${value} = 0`, found, expected: `a positive number of shares in every ${row}`, remedy: fix });
    if (kind === 'price') {
      const traded = table === 'minute' ? ` AND ${valueName('volume')} IS DISTINCT FROM 0` : table === 'order' ? ` AND ${valueName('type')} = 'limit'` : '';
      checks.push({ column, bad: `${value} <= 0${traded}`, found, expected: `a positive price in every ${row}${table === 'minute' ? ' with a trade' : ''}`, remedy: fix });
    }
  }
  if (table === 'minute') {
    const high = columnsOf(sourceRule(rules.columns['high'] ?? 'high'))[0] ?? 'high';
    checks.push({ column: high, bad: 'high < low AND volume IS DISTINCT FROM 0', found: `'high ' || ${textName('high')} || ' below low ' || ${textName('low')}`, expected: 'high at or above low', remedy: fix });
  }
  return checks;
}
