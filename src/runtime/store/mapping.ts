/** Mappings: how a vendor's files become rows of the store. Presets and users' own files have the same form. */
import type { DatedTable } from './tables.ts';

export type Exchange = 'SH' | 'SZ' | 'BJ';

/** How a time is written; see the schema of presets. */
export type TimeFormat = 'clock' | 'timestamp' | 'HHMMSSmmm' | 'HHMMSS' | 'HHMM' | 'YYYYMMDDHHMMSSmmm' | 'YYYYMMDDHHMMSS';

export interface SymbolRule {
  readonly column: string;
  readonly form: 'digits' | 'suffix' | 'prefix';
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
  readonly symbol: SymbolRule;
  readonly date?: string;
  readonly time: { readonly column: string; readonly format: TimeFormat };
  readonly tables: Readonly<Partial<Record<DatedTable, TableMapping>>>;
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

/** Tables of a mapping with their rules. */
export function mappedTables(mapping: Mapping): readonly (readonly [DatedTable, TableMapping])[] {
  const tables: (readonly [DatedTable, TableMapping])[] = [];
  for (const table of ['minute', 'trade', 'order'] as const) {
    const rules = mapping.tables[table];
    if (rules !== undefined) tables.push([table, rules]);
  }
  return tables;
}

/** Every vendor column that a mapping reads for one of its tables, once each. */
export function vendorColumns(mapping: Mapping, table: TableMapping): readonly string[] {
  const conditions = [...(table.keep ?? []), ...(table.drop ?? []).flatMap((drop) => drop.when)];
  return [
    ...new Set([
      mapping.symbol.column,
      ...(mapping.symbol.exchangeColumn === undefined ? [] : [mapping.symbol.exchangeColumn]),
      ...(mapping.date === undefined ? [] : [mapping.date]),
      mapping.time.column,
      ...Object.values(table.columns).flatMap((source) => columnsOf(sourceRule(source))),
      ...conditions.map((condition) => condition.column),
    ]),
  ];
}
