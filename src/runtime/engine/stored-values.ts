/** Stored values of many dates as one table, and what is in it. */
import { numberIn, parquetSource, queryRows, quoteName, quoteText, textIn, type Database } from '../store/duckdb.ts';
import type { EngineName, FoundValues } from './wanted-values.ts';

/** The values of a request: of each date, where the column of each factor is. */
export interface StoredValues {
  /** Names of the factors. */
  readonly names: readonly string[];
  /** In step with the names; null where a factor has no value on the date, because none of its tables is there. */
  readonly places: ReadonlyMap<string, readonly (FoundValues | null)[]>;
  /** Null for all. */
  readonly symbols: readonly string[] | null;
}

/** What the values hold. */
export interface ValuesSummary {
  readonly rows: number;
  /** Dates that have a row, ascending. */
  readonly dates: readonly string[];
  /** Symbols that have a row on any date; null if the values are of all symbols. */
  readonly symbols: ReadonlySet<string> | null;
  /** Of each factor, the dates with rows of which none has a value, ascending. */
  readonly missingOn: readonly (readonly string[])[];
}

/** SQL of a cell, from SQL of the stored value and what computed it. */
export type CellForm = (value: string, engine: EngineName) => string;

const AS_STORED: CellForm = (value) => value;

/**
 * Query of the rows in the order of dates and symbols. Where each date has its values in one file, and all alike, the rows lie in that order: files are written by symbol, and read
 * in the order of their dates. Sorting a year of a market takes longer than writing it, and holds all of it.
 */
export function sortedRowsOf(values: StoredValues, form: CellForm = AS_STORED): string {
  const groups = alike(values.places);
  const rows = rowsOf(values, form);
  const dates = [...values.places.keys()];
  const inOrder = groups.length === 1 && groups[0]?.oneFileEach === true && dates.every((date, i) => i === 0 || (dates[i - 1] ?? '') < date);
  return inOrder ? rows : `SELECT * FROM (${rows}) ORDER BY date, symbol`;
}

/** Query of one row per date and symbol, unsorted: date, symbol, and a column per factor. */
export function rowsOf({ names, places, symbols }: StoredValues, form: CellForm = AS_STORED): string {
  const filter = symbols === null ? '' : `WHERE symbol IN (${symbols.map(quoteText).join(', ')})`;
  const queries = alike(places).map(({ columns, engines, files, oneFileEach }) => {
    const day = "CAST(regexp_extract(filename, 'date=([0-9-]{10})[/\\\\][^/\\\\]*$', 1) AS DATE)";
    const source = `(SELECT *, ${day} AS day FROM ${parquetSource(files, ['filename'])} ${filter})`;
    const cells = columns.map((column, i) => `${cellOf(column, oneFileEach, (value) => form(value, engines[i] ?? 'reference'))} AS ${quoteName(names[i] ?? '')}`);
    return `SELECT day AS date, symbol, ${cells.join(', ')} FROM ${source}${oneFileEach ? '' : ' GROUP BY day, symbol'}`;
  });
  return queries.join('\nUNION ALL ');
}

function cellOf(column: string | null, oneFileEach: boolean, form: (value: string) => string): string {
  if (column === null) return form('CAST(NULL AS DOUBLE)');
  return form(oneFileEach ? quoteName(column) : `any_value(${quoteName(column)})`);
}

/** Dates on which values lie alike, which one query reads. */
interface Alike {
  readonly columns: readonly (string | null)[];
  /** What computed each column: part of the identity in its name. */
  readonly engines: readonly (EngineName | null)[];
  readonly files: readonly string[];
  /** Each date's values are in one file: then a row of the file is a row of the result. */
  readonly oneFileEach: boolean;
}

/** A factor may be stored under an earlier name, and in another file than its neighbours. */
function alike(places: StoredValues['places']): readonly Alike[] {
  const groups = new Map<string, Omit<Alike, 'files'> & { readonly files: Set<string> }>();
  for (const ofDate of places.values()) {
    const columns = ofDate.map((place) => place?.column ?? null);
    const files = new Set(ofDate.flatMap((place) => (place === null ? [] : [place.file])));
    if (files.size === 0) continue;
    const oneFileEach = files.size === 1;
    const key = JSON.stringify([oneFileEach, columns]);
    const group = groups.get(key) ?? { columns, engines: ofDate.map((place) => place?.engine ?? null), oneFileEach, files: new Set<string>() };
    files.forEach((file) => group.files.add(file));
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ ...group, files: [...group.files] }));
}

/** Counts what the values hold. */
export async function summarise(db: Database, values: StoredValues): Promise<ValuesSummary> {
  return db.use(async (connection) => {
    const counts = values.names.map((name, i) => `count(${quoteName(name)}) AS present_${String(i)}`);
    const rows = await queryRows(connection, `SELECT CAST(date AS VARCHAR) AS date, count(*) AS n, ${counts.join(', ')} FROM (${rowsOf(values)}) GROUP BY ALL ORDER BY 1`);
    const total = (column: string): number => rows.reduce((sum, row) => sum + numberIn(row, column), 0);
    const symbols = values.symbols === null ? null : await queryRows(connection, `SELECT DISTINCT symbol FROM (${rowsOf(values)})`);
    return {
      rows: total('n'),
      dates: rows.map((row) => textIn(row, 'date') ?? ''),
      symbols: symbols === null ? null : new Set(symbols.map((row) => textIn(row, 'symbol') ?? '')),
      missingOn: values.names.map((_, i) => rows.filter((row) => numberIn(row, `present_${String(i)}`) === 0).map((row) => textIn(row, 'date') ?? '')),
    };
  });
}
