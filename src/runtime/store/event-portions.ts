/** Where the stocks of a day lie in its files, and so which queries read them one after the other. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { numberIn, parquetSource, queryRows, quoteText, textIn } from './duckdb.ts';
import type { EventField, EventTable } from './event-columns.ts';
import { eventFault } from './event-faults.ts';
import { unreadable } from './partition-file.ts';

/** Rows that are sorted at once if a file's stocks are scattered over it. */
const ROWS_AT_ONCE = 4_000_000;
/** Rows of other stocks that cost less to pass over than another query. */
const ROWS_PASSED_OVER = 500_000;

/** Stocks that one query reads, in its order. */
export interface Portion {
  readonly files: readonly string[];
  readonly stocks: readonly Stock[];
  /** SQL of the rows' choice. */
  readonly where: string;
  /** Whether the query must put the rows in order. */
  readonly scattered: boolean;
}

export interface Stock {
  readonly symbol: string;
  readonly rows: number;
  /** Where its rows lie; null if they are scattered. */
  readonly file: string | null;
  /** False: its rows lie between those of others and are passed over. */
  readonly wanted: boolean;
}

/** A stock's rows in one file. */
interface Stretch extends Stock {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/**
 * The portions in which the stocks of some files are read, by symbol; of all stocks, or of `symbols`. Files whose stocks lie together and in order are read as they
 * are, others are sorted by the query. Throws DataError for a file that does not read or a row without a symbol.
 */
export async function portionsOf(connection: DuckDBConnection, table: EventTable, fields: readonly EventField[], files: readonly string[], symbols: readonly string[] | undefined): Promise<readonly Portion[]> {
  const wanted = symbols === undefined ? null : [...new Set(symbols)].sort();
  const stretches: Stretch[] = [];
  for (const file of files) {
    let rows;
    try {
      rows = await queryRows(connection, `SELECT CAST(symbol AS VARCHAR) AS symbol, count(*)::DOUBLE AS "rows", min(file_row_number)::DOUBLE AS "first", max(file_row_number)::DOUBLE AS "last" FROM ${parquetSource([file], ['file_row_number'])} ${wanted === null ? '' : symbolsBetween(wanted)} GROUP BY symbol ORDER BY "first"`);
    } catch (error) {
      throw unreadable(file, error);
    }
    for (const row of rows) {
      const symbol = textIn(row, 'symbol');
      if (symbol === null) throw (await eventFault(connection, files, table, fields)) ?? new Error('a symbol is null in one query and not in the next');
      stretches.push({ file, symbol, rows: numberIn(row, 'rows'), first: numberIn(row, 'first'), last: numberIn(row, 'last'), wanted: wanted === null || includes(wanted, symbol) });
    }
  }
  // Files whose stocks do not overlap are read one after the other.
  const starts = new Map<string, string>();
  for (const { file, symbol } of stretches) if (!starts.has(file)) starts.set(file, symbol);
  const places = new Map([...starts].sort(([, a], [, b]) => compare(a, b)).map(([file], i) => [file, i]));
  const path = stretches.sort((a, b) => (places.get(a.file) ?? 0) - (places.get(b.file) ?? 0) || a.first - b.first);
  const sorted = path.every(({ symbol, rows, first, last }, i) => last - first + 1 === rows && (i === 0 || compare(path[i - 1]?.symbol ?? '', symbol) < 0));
  if (!sorted) return portions(path, files);
  const inOrder = [...places.keys()];
  if (wanted === null) return path.length === 0 ? [] : [{ files: inOrder, stocks: path, where: '', scattered: false }];
  return runs(path, inOrder);
}

/**
 * The portions of `symbols` alone, as `portionsOf` finds them, from those of all stocks; null where these are scattered: some of them may lie in order all the same, and would be read otherwise.
 */
export function portionsOfSome(portions: readonly Portion[], symbols: readonly string[]): readonly Portion[] | null {
  if (portions.some(({ scattered }) => scattered)) return null;
  const wanted = [...new Set(symbols)].sort();
  const [first = '', last = ''] = [wanted[0], wanted.at(-1)];
  const path = portions.flatMap(({ stocks }) => stocks).filter(({ symbol }) => compare(symbol, first) >= 0 && compare(symbol, last) <= 0);
  return runs(path.map((stock) => ({ ...stock, wanted: includes(wanted, stock.symbol) })), [...new Set(path.flatMap(({ file }) => file ?? []))]);
}

/** What some portions have of the stocks after one symbol up to another; '' is before all. Whole files are read without a condition on their rows. */
export function partOf(portions: readonly Portion[], after: string, last: string): readonly Portion[] {
  return portions.flatMap((portion): readonly Portion[] => {
    const stocks = portion.stocks.filter(({ symbol }) => compare(symbol, after) > 0 && compare(symbol, last) <= 0);
    if (stocks.length === portion.stocks.length) return [portion];
    if (!stocks.some(({ wanted }) => wanted)) return [];
    if (portion.scattered) return [{ ...portion, stocks, where: whereOf(stocks) }];
    const files = new Set(stocks.map(({ file }) => file));
    const whole = portion.where === '' && portion.stocks.filter(({ file }) => files.has(file)).length === stocks.length;
    return [{ ...portion, stocks, files: portion.files.filter((file) => files.has(file)), where: whole ? '' : whereOf(stocks) }];
  });
}

/** Stretches in the order of symbols, cut where many rows of other stocks lie between. */
function runs(path: readonly Stock[], files: readonly string[]): readonly Portion[] {
  const found: Stock[][] = [];
  let between: Stock[] = [];
  let gap = Infinity;
  for (const stock of path) {
    if (!stock.wanted) {
      between.push(stock);
      gap += stock.rows;
      continue;
    }
    if (gap > ROWS_PASSED_OVER) found.push([]);
    else found.at(-1)?.push(...between);
    found.at(-1)?.push(stock);
    between = [];
    gap = 0;
  }
  return found.map((stocks) => ({ files, stocks, where: whereOf(stocks), scattered: false }));
}

/** Neighbouring symbols, a bounded number of rows at a time. */
function portions(stretches: readonly Stretch[], files: readonly string[]): readonly Portion[] {
  const stocks = new Map<string, Stock>();
  for (const { symbol, rows, wanted } of stretches) stocks.set(symbol, { symbol, wanted, file: null, rows: (stocks.get(symbol)?.rows ?? 0) + rows });
  const found: Stock[][] = [];
  let held = Infinity;
  for (const stock of [...stocks.values()].sort((a, b) => compare(a.symbol, b.symbol))) {
    held += stock.rows;
    if (held > ROWS_AT_ONCE) {
      found.push([]);
      held = stock.rows;
    }
    found.at(-1)?.push(stock);
  }
  return found.filter((portion) => portion.some(({ wanted }) => wanted)).map((portion) => ({ files, stocks: portion, where: whereOf(portion), scattered: true }));
}

const whereOf = (stocks: readonly Stock[]): string => symbolsBetween(stocks.map(({ symbol }) => symbol));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** SQL that lets whole row groups of sorted files be passed over; no join, which would not keep the rows' order. */
function symbolsBetween(symbols: readonly string[]): string {
  return `WHERE symbol BETWEEN ${quoteText(symbols[0] ?? '')} AND ${quoteText(symbols.at(-1) ?? '')}`;
}

/** Whether a sorted list has an element. */
function includes(sorted: readonly string[], text: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] ?? '', text) < 0) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === text;
}
