/** What a run computes in one way: factors over minute bars, over executions and orders, or over days. */
import type { Database } from '../store/duckdb.ts';
import type { DayValues } from './day-values.ts';
import type { EngineSource } from './engine-source.ts';
import type { ComputedTable, Shelf, TableVersions } from './shelf.ts';
import type { TableVersionReader } from './table-versions.ts';
import type { ValuesRequest } from './values-run.ts';

export interface WorkContext {
  readonly db: Database;
  readonly request: ValuesRequest;
  readonly source: EngineSource;
  readonly reader: TableVersionReader;
  /** Sorted; null for all. */
  readonly symbols: readonly string[] | null;
  /** Tells what is going on; `date` is empty if it is about no day. */
  readonly tell: (date: string, note: string) => void;
}

/** A day's values of some factors, and the versions of the tables that they were computed from. */
export interface ComputedDay {
  readonly values: DayValues;
  readonly versions: TableVersions;
  /** Symbols that have a row in each table: a factor has rows for those of its tables, whatever else was computed with it. */
  readonly held: ReadonlyMap<ComputedTable, ReadonlySet<string>>;
}

/** Factors are named by their places in the request. */
export interface Work {
  readonly factors: readonly number[];
  /** How many days may still be written while the next is computed. */
  readonly daysInWriting: number;
  /** Where a factor's values are kept; the same object for factors of one shelf. */
  shelfOf(factor: number): Shelf;
  /** What a factor computes, as a text that is equal for equal computations. */
  identityOf(factor: number): string;
  /** Computes some of its factors for some days, in the order of the days. */
  compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void>;
}
