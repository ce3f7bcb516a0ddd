/**
 * Where values of factors are kept: one folder for those over minute bars, and one for each other set of tables that factors read. The version of a shelf's data covers
 * just those tables, so that importing a table again makes stale what rests on it and nothing else.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { tablesRead, type TableRead } from '../../compiler/columns-read.ts';
import type { Node } from '../../compiler/ir.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { valuesFolder } from '../store/layout.ts';
import type { DatedTable } from '../store/tables.ts';

/** Tables that factors read. */
export type ComputedTable = DatedTable | 'daily';

/** Versions of one date's tables. */
export type TableVersions = ReadonlyMap<ComputedTable, string>;

export interface Shelf {
  /** Sorted. */
  readonly tables: readonly ComputedTable[];
  /** Absolute or as the store is named: holds a folder for each date. */
  readonly folder: string;
}

/** Of factors over minute bars. */
export function barsShelf(store: string): Shelf {
  return { tables: ['minute'], folder: valuesFolder(store) };
}

/** Of factors over days. */
export function dailyShelf(store: string): Shelf {
  return { tables: ['daily'], folder: join(valuesFolder(store), 'daily') };
}

/** Of a factor that reads executions or orders; `source` is its graph. */
export function eventShelf(store: string, factor: CheckedFactor, source: Node): Shelf {
  const read = tablesRead([source]).map(({ table }: TableRead): DatedTable => table).sort();
  const tables: readonly ComputedTable[] = read.length === 0 ? [factor.table] : read;
  return { tables, folder: join(valuesFolder(store), 'events', tables.join('-')) };
}

/** Version of a shelf's data on one date: that of its table, or a hash of those of several. */
export function shelfVersion({ tables }: Shelf, versions: TableVersions): string {
  const each = tables.map((table) => versions.get(table) ?? 'none');
  const [only, ...others] = each;
  return only !== undefined && others.length === 0 ? only : createHash('sha256').update(each.join('\n')).digest('hex');
}
