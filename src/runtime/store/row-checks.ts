/** What is refused in a vendor's rows. */
import { wants } from './cell-sql.ts';
import { inSessionSql } from './clock.ts';
import { quoteName } from './duckdb.ts';
import { columnsOf, keyRules, sourceRule, type Mapping, type SymbolRule, type TableMapping } from './mapping.ts';
import { cellName, textName, valueName } from './staged-names.ts';
import { definitionOf, isDaily, type ImportedTable } from './tables.ts';

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

const FIX = 'Correct the row or export the file again; nothing was imported.';

/** The checks of a mapping's rows for one table; of several faults in a row the first check's is reported. `given` is the day that the caller names. */
export function checksOf(mapping: Mapping, table: ImportedTable, rules: TableMapping, given: string | null): readonly RowCheck[] {
  const checks: RowCheck[] = keyChecks(mapping, table, rules, given);
  const row = definitionOf(table).row;
  for (const { name, kind, codes } of definitionOf(table).columns) {
    const source = rules.columns[name];
    if (source === undefined) continue;
    const rule = sourceRule(source);
    const column = columnsOf(rule)[0] ?? name;
    const found = `coalesce('''' || ${textName(name)} || '''', 'an empty cell')`;
    const words = rule.codes === undefined ? (codes ?? []) : Object.keys(rule.codes);
    const value = valueName(name);
    checks.push({ column, bad: `${textName(name)} IS NOT NULL AND ${value} IS NULL`, found, expected: wants(kind, words), remedy: FIX });
    const needed = (table === 'trade' && name !== 'amount' && name !== 'side') || (table === 'order' && name !== 'price') || (isDaily(table) && table !== 'daily' && name !== 'until');
    if (needed) checks.push({ column, bad: `${value} IS NULL`, found, expected: wants(kind, words), remedy: FIX });
    if (kind === 'code' || kind === 'flag' || kind === 'text' || kind === 'date') continue;
    if (table === 'daily' && (name === 'volume' || name === 'amount')) checks.push({ column, bad: `${quoteName(name)} IS NULL`, found, expected: `${wants(kind)} on every day that is not suspended`, remedy: FIX });
    if (kind === 'factor') checks.push({ column, bad: `${value} <= 0`, found, expected: 'a positive number', remedy: FIX });
    if (kind !== 'price') checks.push({ column, bad: `${value} < 0`, found, expected: `${wants(kind)}, not negative`, remedy: FIX });
    if (name === 'volume' && (table === 'trade' || table === 'order')) checks.push({ column, bad: `${value} = 0`, found, expected: `a positive number of shares in every ${row}`, remedy: FIX });
    if (kind === 'price') {
      if (table === 'daily') {
        // A vendor's 0 may stand for a limit or a last close that there is not.
        if (['limit_up', 'limit_down', 'pre_close'].includes(name)) checks.push({ column, bad: `${value} < 0`, found, expected: `${wants(kind)}, not negative`, remedy: FIX });
        else checks.push({ column, bad: `${quoteName(name)} IS NULL AND NOT suspended`, found, expected: 'a positive price on every day that is not suspended', remedy: FIX });
        continue;
      }
      const traded = table === 'minute' ? ` AND ${valueName('volume')} IS DISTINCT FROM 0` : table === 'order' ? ` AND ${valueName('type')} = 'limit'` : '';
      checks.push({ column, bad: `${value} <= 0${traded}`, found, expected: `a positive price in every ${row}${table === 'minute' ? ' with a trade' : ''}`, remedy: FIX });
    }
  }
  if (table === 'minute' || table === 'daily') {
    const high = columnsOf(sourceRule(rules.columns['high'] ?? 'high'))[0] ?? 'high';
    checks.push({ column: high, bad: 'high < low AND volume IS DISTINCT FROM 0', found: `'high ' || ${textName('high')} || ' below low ' || ${textName('low')}`, expected: 'high at or above low', remedy: FIX });
  }
  return checks;
}

/** Checks of what names a row. */
function keyChecks(mapping: Mapping, table: ImportedTable, rules: TableMapping, given: string | null): RowCheck[] {
  const checks: RowCheck[] = [];
  const { symbol, index, time } = keyRules(mapping, table);
  const { date } = mapping;
  const shown = (column: string): string => `coalesce('''' || ${cellName(column)} || '''', 'an empty cell')`;
  const code = (rule: SymbolRule, key: 'symbol' | 'index'): void => {
    const exchange = rule.exchangeColumn;
    const found = exchange === undefined ? shown(rule.column) : `${shown(rule.column)} || ' of exchange ' || ${shown(exchange)}`;
    const expected = rule.form === 'digits' ? 'up to six digits of a known exchange' : rule.form === 'text' ? 'the code of an index' : 'six digits and a known exchange';
    checks.push({ column: rule.column, bad: `${quoteName(key)} IS NULL`, found, expected, remedy: `Check ${key}.form and ${key}.exchanges of the mapping, or correct the row; nothing was imported.` });
  };
  if (index !== undefined) code(index, 'index');
  if (symbol !== undefined) code(symbol, 'symbol');
  // Of an industry no date means always.
  const written = date !== undefined && table === 'industry' && given === null ? ` AND ${cellName(date)} IS NOT NULL` : '';
  if (date !== undefined) checks.push({ column: date, bad: `"date" IS NULL${written}`, found: shown(date), expected: 'a date such as 20230201 or 2023-02-01', remedy: FIX });
  if (time === undefined) return checks;
  checks.push({ column: time.column, bad: '"time" IS NULL', found: shown(time.column), expected: `a time written as ${time.format}`, remedy: 'Check time.format of the mapping, or correct the row; nothing was imported.' });
  if (table === 'minute') {
    const labels = rules.bars?.labels ?? 'end';
    const range = labels === 'end' ? '09:31 … 11:30, 13:01 … 15:00' : '09:30 … 11:29, 13:00 … 14:59';
    checks.push({ column: time.column, bad: 'bar IS NULL', found: `'the label ' || ${shown(time.column)} || ', outside the session'`, expected: `the ${labels} of a minute, ${range}`, remedy: 'Check bars.labels of the mapping, fold the label into its bar with bars.fold, or correct the row; nothing was imported.' });
  } else {
    checks.push({ column: time.column, bad: `NOT ${inSessionSql('"time"')}`, found: `${shown(time.column)} || ', outside the session'`, expected: '09:15 … 11:30 or 13:00 … 15:00', remedy: 'Leave such rows out with a drop rule in a mapping, or correct the row; nothing was imported.' });
  }
  return checks;
}
