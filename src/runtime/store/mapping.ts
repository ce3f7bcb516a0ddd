/** Mappings: how a vendor's files become rows of the store. Presets and users' own files have the same form. */
import { isDaily, type ImportedTable } from './tables.ts';

export type Exchange = 'SH' | 'SZ' | 'BJ';

/** How a time is written; see the schema of presets. */
export type TimeFormat = 'clock' | 'timestamp' | 'HHMMSSmmm' | 'HHMMSS' | 'HHMM' | 'YYYYMMDDHHMMSSmmm' | 'YYYYMMDDHHMMSS';

export interface SymbolRule {
  readonly column: string;
  readonly form: 'digits' | 'suffix' | 'prefix' | 'any' | 'text';
  readonly exchange?: Exchange;
  readonly exchangeColumn?: string;
  readonly exchanges?: Readonly<Record<string, Exchange>>;
}

/** Exactly one of `column`, `columns`, `choose`, `value`. */
export interface SourceRule {
  readonly column?: string;
  readonly columns?: readonly string[];
  readonly choose?: { readonly by: string; readonly from: Readonly<Record<string, string>> };
  readonly value?: string;
  readonly scale?: number;
  readonly codes?: Readonly<Record<string, string>>;
  readonly missing?: readonly (string | number)[];
}

/** Exactly one of the tests. */
export interface Condition {
  readonly column: string;
  readonly in?: readonly (string | number)[];
  readonly not_in?: readonly (string | number)[];
  readonly zero?: boolean;
  readonly empty?: boolean;
}

export interface TableMapping {
  readonly keep?: readonly Condition[];
  readonly drop?: readonly { readonly reason: string; readonly when: readonly Condition[] }[];
  readonly columns: Readonly<Record<string, string | SourceRule>>;
  readonly bars?: BarLabels;
  /** Of orders: the volume is what was left after immediate fills, on every day. */
  readonly remainder?: boolean;
  /** What the mapping says of the columns that it does not deliver; see `provisionOf`. */
  readonly derives?: readonly string[];
  readonly lacks?: readonly string[];
}

export interface BarLabels {
  readonly labels: 'end' | 'start';
  /** Extra label → label whose bar takes its rows, `HH:MM`. */
  readonly fold?: Readonly<Record<string, string>>;
}

export interface Mapping {
  readonly name: string;
  readonly about: string;
  readonly file?: { readonly encoding?: 'utf-8' | 'gbk' | 'gb18030'; readonly delimiter?: string };
  /** Vendor columns that a file may lack. */
  readonly optional?: readonly string[];
  /** Every table but index_daily has it. */
  readonly symbol?: SymbolRule;
  /** The tables of indices have it. */
  readonly index?: SymbolRule;
  readonly date?: string;
  /** Every table with one folder per date has it. */
  readonly time?: { readonly column: string; readonly format: TimeFormat };
  readonly tables: Readonly<Partial<Record<ImportedTable, TableMapping>>>;
}

/** The rules for the keys that a table has. */
export function keyRules(mapping: Mapping, table: ImportedTable): { readonly symbol?: SymbolRule; readonly index?: SymbolRule; readonly time?: NonNullable<Mapping['time']> } {
  const { symbol, index, time } = mapping;
  return {
    ...(symbol === undefined || table === 'index_daily' ? {} : { symbol }),
    ...(index === undefined || (table !== 'index_member' && table !== 'index_daily') ? {} : { index }),
    ...(time === undefined || isDaily(table) ? {} : { time }),
  };
}

/** A source in its long form. */
export function sourceRule(source: string | SourceRule): SourceRule {
  return typeof source === 'string' ? { column: source } : source;
}

/** Vendor columns that a source reads. */
export function columnsOf(source: SourceRule): readonly string[] {
  if (source.column !== undefined) return [source.column];
  if (source.columns !== undefined) return source.columns;
  if (source.choose !== undefined) return [source.choose.by, ...Object.values(source.choose.from)];
  return [];
}

/** Tables in the order in which they are written. */
const ORDER: readonly ImportedTable[] = ['minute', 'trade', 'order', 'industry', 'daily', 'index_member', 'index_daily'];

/** Tables of a mapping with their rules. */
export function mappedTables(mapping: Mapping): readonly (readonly [ImportedTable, TableMapping])[] {
  const tables: (readonly [ImportedTable, TableMapping])[] = [];
  for (const table of ORDER) {
    const rules = mapping.tables[table];
    if (rules !== undefined) tables.push([table, rules]);
  }
  return tables;
}

/** Every vendor column that a mapping reads for one of its tables, once each. */
export function vendorColumns(mapping: Mapping, table: ImportedTable, rules: TableMapping): readonly string[] {
  const conditions = [...(rules.keep ?? []), ...(rules.drop ?? []).flatMap((drop) => drop.when)];
  const { symbol, index, time } = keyRules(mapping, table);
  const keys = [index, symbol].flatMap((rule) => (rule === undefined ? [] : [rule.column, ...(rule.exchangeColumn === undefined ? [] : [rule.exchangeColumn])]));
  return [
    ...new Set([
      ...keys,
      ...(mapping.date === undefined ? [] : [mapping.date]),
      ...(time === undefined ? [] : [time.column]),
      ...Object.values(rules.columns).flatMap((source) => columnsOf(sourceRule(source))),
      ...conditions.map((condition) => condition.column),
    ]),
  ];
}

/** The same without those that a file may lack. */
export function requiredColumns(mapping: Mapping, table: ImportedTable, rules: TableMapping): readonly string[] {
  return vendorColumns(mapping, table, rules).filter((column) => mapping.optional?.includes(column) !== true);
}
