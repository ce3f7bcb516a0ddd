/** One SQL query from a vendor's file to canonical rows, with the rows that are left out and those that are refused marked. */
import { codeSql, dateSql, flagSql, numberSql, symbolSql, timeSql } from './cell-sql.ts';
import { LAST_PRINT } from './clock.ts';
import { derivedColumns } from './derived-columns.ts';
import { quoteName, quoteText } from './duckdb.ts';
import { columnsOf, keyRules, sourceRule, vendorColumns, type Condition, type Mapping, type SourceRule, type SymbolRule, type TableMapping } from './mapping.ts';
import { provisionOf } from './provision.ts';
import { checksOf, type RowCheck } from './row-checks.ts';
import { cellName, textName, valueName } from './staged-names.ts';
import { definitionOf, isDaily, rowKeys, storedColumns, type ColumnKind, type ImportedTable } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

export interface StagingQuery {
  /**
   * SELECT of: dropped (0, or 1 + index of `reasons`), problem (0, or 1 + index of `checks`), derived (some value is computed),
   * date, time, and the stored columns.
   */
  readonly sql: string;
  /** The first bad row: its number in the file (1 is the first below the header), problem, found. */
  readonly firstProblem: string;
  /** Numbers of the rows of one key, ascending; the texts of `rowKeys`, in step with them. */
  rowsOf(keys: readonly (string | null)[]): string;
  readonly reasons: readonly string[];
  readonly checks: readonly RowCheck[];
  /** Columns of the table that this file has. */
  readonly delivers: readonly string[];
}

const AFTER_HOURS = 'after hours';
export const OTHER_DATE = 'another date';
const NOT_KEPT = 'not of this table';
/** The last reason: it is found when all rows are staged. */
export const REPEATED = 'repeated';

/** Compiles a mapping's rules for one table and file. `date` is the day asked for, or null to take every day of the file. */
export function compileStaging(file: VendorFile, mapping: Mapping, table: ImportedTable, given: TableMapping, date: string | null): StagingQuery {
  const rules = rulesOfFile(file, given);
  const raw = vendorColumns(mapping, table, given).map((column) => `${file.columns.includes(column) ? file.cell(column) : 'CAST(NULL AS VARCHAR)'} AS ${cellName(column)}`);
  const texts: string[] = [];
  const values: string[] = [];
  for (const { name, kind, codes } of definitionOf(table).columns) {
    const source = rules.columns[name];
    const rule = source === undefined ? null : sourceRule(source);
    texts.push(`${rule === null ? 'CAST(NULL AS VARCHAR)' : textSql(rule)} AS ${textName(name)}`);
    values.push(`${valueSql(kind, textName(name), codes, rule)} AS ${valueName(name)}`);
  }
  const dropped = dropRules(table, rules, date);
  const checks = checksOf(mapping, table, rules, date);
  const chain = (numbered: boolean): string => `WITH raw AS (SELECT ${numbered ? 'row_number() OVER () AS "row", ' : ''}${raw.join(', ')} FROM ${file.source}),
texts AS (SELECT *, ${texts.join(', ')} FROM raw),
cells AS (SELECT *, ${[...keySql(mapping, table, file, date), ...values].join(', ')} FROM texts),
filled AS (SELECT *, ${derivedColumns(table, rules).join(', ')} FROM cells),
marked AS (SELECT *, CASE ${dropped.map(({ sql }, i) => `WHEN ${sql} THEN ${i + 1}`).join(' ')} ELSE 0 END AS dropped FROM filled),
judged AS (SELECT *, CASE WHEN dropped > 0 THEN 0 ${checks.map((check, i) => `WHEN ${check.bad} THEN ${i + 1}`).join(' ')} ELSE 0 END AS problem FROM marked)
`;
  const stored = storedColumns(table).map(({ name }) => quoteName(name));
  const extra = table === 'minute' ? ['"time"'] : table === 'trade' ? ['crossed'] : [];
  return {
    sql: `${chain(false)}SELECT dropped, problem, derived, ${[...(isDaily(table) ? [] : ['"date"']), ...stored, ...extra].join(', ')} FROM judged`,
    firstProblem: `${chain(true)}SELECT "row", problem, CASE problem ${checks.map((check, i) => `WHEN ${i + 1} THEN ${check.found}`).join(' ')} END AS found FROM judged WHERE problem > 0 ORDER BY "row" LIMIT 1`,
    rowsOf: (keys) => `${chain(true)}SELECT "row" FROM judged WHERE dropped = 0 AND ${sameKeys(table, keys)} ORDER BY "row"`,
    reasons: [...dropped.map(({ reason }) => reason), REPEATED],
    checks,
    delivers: provisionOf(table, rules).delivers,
  };
}

/** SQL: whether a row has the keys with these texts. */
export function sameKeys(table: ImportedTable, keys: readonly (string | null)[]): string {
  return rowKeys(table).map((key, i) => `CAST(${quoteName(key)} AS VARCHAR) IS NOT DISTINCT FROM ${keys[i] === undefined || keys[i] === null ? 'NULL' : quoteText(keys[i])}`).join(' AND ');
}

/** The rules without the columns for which a file has nothing: it lacks what it may lack. */
function rulesOfFile(file: VendorFile, rules: TableMapping): TableMapping {
  const there = Object.entries(rules.columns).filter(([, source]) => {
    const read = columnsOf(sourceRule(source));
    return read.length === 0 || read.some((column) => file.columns.includes(column));
  });
  return { ...rules, columns: Object.fromEntries(there) };
}

function dropRules(table: ImportedTable, rules: TableMapping, date: string | null): readonly { readonly reason: string; readonly sql: string }[] {
  return [
    { reason: NOT_KEPT, sql: rules.keep === undefined ? 'false' : `NOT (${rules.keep.map(conditionSql).join(' AND ')})` },
    ...(rules.drop ?? []).map((drop) => ({ reason: drop.reason, sql: drop.when.map(conditionSql).join(' AND ') })),
    ...(isDaily(table) ? [] : [{ reason: AFTER_HOURS, sql: `"time" > ${LAST_PRINT}` }]),
    { reason: OTHER_DATE, sql: date === null ? 'false' : `"date" <> DATE ${quoteText(date)}` },
  ];
}

/** The columns that name a row. */
function keySql(mapping: Mapping, table: ImportedTable, file: VendorFile, date: string | null): readonly string[] {
  const { symbol, index, time } = keyRules(mapping, table);
  const code = (rule: SymbolRule): string => symbolSql(rule, cellName(rule.column), rule.exchangeColumn === undefined ? null : cellName(rule.exchangeColumn));
  const given = date === null ? 'CAST(NULL AS DATE)' : `DATE ${quoteText(date)}`;
  return [
    ...(index === undefined ? [] : [`${code(index)} AS "index"`]),
    ...(symbol === undefined ? [] : [`${code(symbol)} AS symbol`]),
    `${mapping.date === undefined || !file.columns.includes(mapping.date) ? given : dateSql(cellName(mapping.date))} AS "date"`,
    ...(time === undefined ? [] : [`${timeSql(time.format, cellName(time.column))} AS "time"`]),
  ];
}

function valueSql(kind: ColumnKind, text: string, codes: readonly string[] | undefined, rule: SourceRule | null): string {
  switch (kind) {
    case 'code':
      return codeSql(text, codes ?? [], rule?.codes);
    case 'flag':
      return flagSql(text, rule?.codes);
    case 'text':
      return text;
    case 'date':
      return dateSql(text);
    default:
      return numberSql(kind, text, rule?.scale);
  }
}

function textSql(rule: SourceRule): string {
  if (rule.value !== undefined) return quoteText(rule.value);
  const present = (cell: string): string => (rule.missing === undefined ? cell : `CASE WHEN ${cell} IN (${rule.missing.map((text) => quoteText(String(text))).join(', ')}) THEN NULL ELSE ${cell} END`);
  if (rule.choose !== undefined) {
    return `CASE ${cellName(rule.choose.by)} ${Object.entries(rule.choose.from).map(([text, column]) => `WHEN ${quoteText(text)} THEN ${present(cellName(column))}`).join(' ')} END`;
  }
  return `coalesce(${columnsOf(rule).map((column) => present(cellName(column))).join(', ')})`;
}

function conditionSql(condition: Condition): string {
  const cell = cellName(condition.column);
  const listed = (texts: readonly (string | number)[]): string => `coalesce(${cell} IN (${texts.map((text) => quoteText(String(text))).join(', ')}), false)`;
  if (condition.in !== undefined) return listed(condition.in);
  if (condition.not_in !== undefined) return `NOT ${listed(condition.not_in)}`;
  if (condition.zero !== undefined) return `coalesce(TRY_CAST(${cell} AS DOUBLE) = 0, false) = ${condition.zero}`;
  return `(${cell} IS NULL) = ${condition.empty ?? true}`;
}
