/** One SQL query from a vendor's file to canonical rows, with the rows that are left out and those that are refused marked. */
import { barOfLabelSql, inAuctionSql, labelTime, LAST_PRINT } from './clock.ts';
import { codeSql, dateSql, flagSql, numberSql, symbolSql, timeSql } from './cell-sql.ts';
import { quoteName, quoteText } from './duckdb.ts';
import { columnsOf, sourceRule, vendorColumns, type Condition, type Mapping, type SourceRule, type TableMapping } from './mapping.ts';
import { checksOf, type RowCheck } from './row-checks.ts';
import { cellName, textName, valueName } from './staged-names.ts';
import { TABLES, storedColumns, type ColumnKind, type DatedTable } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

export interface StagingQuery {
  /**
   * SELECT of: dropped (0, or 1 + index of `reasons`), problem (0, or 1 + index of `checks`), derived (some value is computed),
   * date, time, and the stored columns.
   */
  readonly sql: string;
  /** The first bad row: its number in the file (1 is the first below the header), problem, found. */
  readonly firstProblem: string;
  /** Numbers of the rows of one key, ascending; SQL literals. */
  rowsOf(date: string, symbol: string, key: string): string;
  readonly reasons: readonly string[];
  readonly checks: readonly RowCheck[];
}

const AFTER_HOURS = 'after hours';
export const OTHER_DATE = 'another date';
const NOT_KEPT = 'not of this table';

/** The column that tells a stock's rows of a day apart while staging: a bar's label, or the sequence number. */
export function stagedKey(table: DatedTable): 'time' | 'seq' {
  return table === 'minute' ? 'time' : 'seq';
}

/** Compiles a mapping's rules for one table and file. `date` is the day asked for, or null to take every day of the file. */
export function compileStaging(file: VendorFile, mapping: Mapping, table: DatedTable, rules: TableMapping, date: string | null): StagingQuery {
  const raw = vendorColumns(mapping, rules).map((column) => `${file.cell(column)} AS ${cellName(column)}`);
  const { columns } = TABLES[table];
  const texts: string[] = [];
  const values: string[] = [];
  for (const { name, kind, codes } of columns) {
    const source = rules.columns[name];
    const rule = source === undefined ? null : sourceRule(source);
    texts.push(`${rule === null ? 'NULL' : textSql(rule)} AS ${textName(name)}`);
    const text = textName(name);
    values.push(`${valueSql(kind, text, codes, rule)} AS ${valueName(name)}`);
  }
  const exchange = mapping.symbol.exchangeColumn;
  const dateCell = mapping.date === undefined ? null : cellName(mapping.date);
  const keys = [
    `${symbolSql(mapping.symbol, cellName(mapping.symbol.column), exchange === undefined ? null : cellName(exchange))} AS symbol`,
    `${dateCell === null ? `DATE ${quoteText(date ?? '')}` : dateSql(dateCell)} AS "date"`,
    `${timeSql(mapping.time.format, cellName(mapping.time.column))} AS "time"`,
  ];
  const reasons = [NOT_KEPT, ...(rules.drop ?? []).map((drop) => drop.reason), AFTER_HOURS, OTHER_DATE];
  const drops = [
    ...(rules.keep === undefined ? ['false'] : [`NOT (${rules.keep.map(conditionSql).join(' AND ')})`]),
    ...(rules.drop ?? []).map((drop) => drop.when.map(conditionSql).join(' AND ')),
    `"time" > ${LAST_PRINT}`,
    date === null ? 'false' : `"date" <> DATE ${quoteText(date)}`,
  ];
  const checks = checksOf(mapping, table, rules);
  const chain = (numbered: boolean): string => `WITH raw AS (SELECT ${numbered ? 'row_number() OVER () AS "row", ' : ''}${raw.join(', ')} FROM ${file.source}),
texts AS (SELECT *, ${texts.join(', ')} FROM raw),
cells AS (SELECT *, ${[...keys, ...values].join(', ')} FROM texts),
filled AS (SELECT *, ${derivedColumns(table, rules).join(', ')} FROM cells),
marked AS (SELECT *, CASE ${drops.map((sql, i) => `WHEN ${sql} THEN ${i + 1}`).join(' ')} ELSE 0 END AS dropped FROM filled),
judged AS (SELECT *, CASE WHEN dropped > 0 THEN 0 ${checks.map((check, i) => `WHEN ${check.bad} THEN ${i + 1}`).join(' ')} ELSE 0 END AS problem FROM marked)
`;
  const stored = storedColumns(table).map(({ name }) => quoteName(name));
  if (table === 'minute') stored.push('"time"');
  return {
    sql: `${chain(false)}SELECT dropped, problem, derived, "date", ${stored.join(', ')} FROM judged`,
    firstProblem: `${chain(true)}SELECT "row", problem, CASE problem ${checks.map((check, i) => `WHEN ${i + 1} THEN ${check.found}`).join(' ')} END AS found FROM judged WHERE problem > 0 ORDER BY "row" LIMIT 1`,
    rowsOf: (day, symbol, key) => `${chain(true)}SELECT "row" FROM judged WHERE dropped = 0 AND "date" = DATE ${quoteText(day)} AND symbol = ${quoteText(symbol)} AND ${stagedKey(table)} = ${key} ORDER BY "row" LIMIT 2`,
    reasons,
    checks,
  };
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

/** The stored columns, with what the exchanges' rules derive, and `derived`. */
function derivedColumns(table: DatedTable, rules: TableMapping): readonly string[] {
  const value = (name: string): string => `${valueName(name)} AS ${quoteName(name)}`;
  const plain = TABLES[table].columns.map(({ name }) => name);
  switch (table) {
    case 'minute': {
      // Some vendors print 0 where a minute had no trade: such a price is missing.
      const price = (name: string): string => `CASE WHEN ${valueName(name)} > 0 THEN ${valueName(name)} END AS ${quoteName(name)}`;
      const fold = Object.entries(rules.bars?.fold ?? {});
      const label = fold.length === 0 ? '"time"' : `CASE "time" ${fold.map(([from, to]) => `WHEN ${labelTime(from)} THEN ${labelTime(to)}`).join(' ')} ELSE "time" END`;
      return [`${barOfLabelSql(`(${label})`, rules.bars?.labels ?? 'end')} AS bar`, ...TABLES.minute.columns.map(({ name, kind }) => (kind === 'price' ? price(name) : value(name))), 'false AS derived'];
    }
    case 'trade': {
      const noAmount = `coalesce(${valueName('amount')}, 0) = 0`;
      // SSE sends "none" where there is no aggressor; SZSE sends nothing, which some vendors write as "none".
      const noSide = `(${textName('side')} IS NULL OR (right(symbol, 3) = '.SZ' AND ${valueName('side')} = 'N'))`;
      const side = `CASE WHEN NOT ${noSide} THEN ${valueName('side')}
        WHEN ${inAuctionSql('symbol', '"date"', '"time"')} THEN 'N'
        WHEN ${valueName('buy_id')} > ${valueName('sell_id')} THEN 'B' WHEN ${valueName('buy_id')} < ${valueName('sell_id')} THEN 'S' ELSE 'N' END AS side`;
      return [
        ...plain.filter((name) => name !== 'amount' && name !== 'side').map(value),
        `CASE WHEN ${noAmount} THEN round(${valueName('price')} * ${valueName('volume')}, 3) ELSE ${valueName('amount')} END AS amount`,
        side,
        `(${noAmount} OR ${noSide}) AS derived`,
      ];
    }
    case 'order':
      // What feeds print as the price of a market order means nothing.
      return [...plain.filter((name) => name !== 'price').map(value), `CASE WHEN ${valueName('type')} = 'limit' THEN ${valueName('price')} END AS price`, 'false AS derived'];
  }
}
