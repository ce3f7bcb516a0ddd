/** A day's stocks in ranges, for several threads to read and compute. */
import type { TableRead } from '../../compiler/columns-read.ts';
import type { Database } from '../store/duckdb.ts';
import { planEvents, type EventPlan } from '../store/event-plan.ts';
import { partOf } from '../store/event-portions.ts';
import { partitionFiles } from '../store/layout.ts';
import { BARS } from '../store/minute-data.ts';
import { planPreparedEvents, type PreparedPlan } from '../store/prepared-events-read.ts';
import type { PreparedTable } from '../store/prepared-paths.ts';
import { PreparedBars } from '../store/prepared-read.ts';
import { listSymbols } from '../store/read-minute.ts';
import { eventFields } from './stocks-of-day.ts';

/** Neighbouring stocks of a day, in all tables that are read. Plain data. */
export interface DayRange {
  readonly date: string;
  /** Symbols with bars; null if bars are not read or the date has none. */
  readonly minute: readonly string[] | null;
  /** The file of prepared bars that they are read from; null: they are read as they are stored. */
  readonly preparedBars: string | null;
  readonly events: readonly (EventPlan | PreparedPlan)[];
}

/** Rows that a range has about: more do not make it cheaper, and fewer are read with others' rows before and after them. */
const MOST = 4_000_000;
const LEAST = 500_000;
/** Parts of what is left that a range has at most. */
const PARTS = 8;

/** What is read of a store. */
export interface StoreTables {
  readonly db: Database;
  readonly store: string;
  readonly tables: readonly TableRead[];
}

/** The file of a table's prepared rows, of all stocks; null where there are none. */
export type PreparedFile = (table: PreparedTable) => string | null;

/** What a day has of its tables, as one range. Throws DataError, and PreparedDamaged for prepared rows that cannot be used. */
export async function planDay({ db, store, tables }: StoreTables, symbols: readonly string[] | null, date: string, preparedFile: PreparedFile = () => null): Promise<DayRange> {
  let minute: readonly string[] | null = null;
  let preparedBars: string | null = null;
  const events: (EventPlan | PreparedPlan)[] = [];
  for (const { table, columns } of tables) {
    if ((await partitionFiles(store, table, date)).length === 0) continue;
    const path = preparedFile(table);
    if (table === 'minute') {
      const prepared = path === null ? null : await preparedSymbols(path, date);
      if (prepared !== null) preparedBars = path;
      const all = prepared ?? (await listSymbols(db, store, date));
      const asked = symbols === null ? null : new Set(symbols);
      minute = asked === null ? all : all.filter((symbol) => asked.has(symbol));
      continue;
    }
    const fields = eventFields(table, columns);
    const prepared = path === null ? null : await planPreparedEvents({ store, table, date, path, fields, symbols });
    events.push(prepared ?? (await planEvents(db, store, table, date, symbols ?? undefined, fields)));
  }
  return { date, minute, preparedBars, events };
}

/** Stocks of prepared bars; null for a file that is gone. Throws PreparedDamaged. */
async function preparedSymbols(path: string, date: string): Promise<readonly string[] | null> {
  const bars = await PreparedBars.open(path, date);
  await bars?.close();
  return bars?.symbols ?? null;
}

/**
 * The day in ranges, by symbol. They get smaller towards the end, so that threads end together, and begin where files begin if they may: a group of rows that two ranges share is read
 * twice. Scattered rows are read through whole for each range, which are as large as can be. The ranges do not depend on the number of threads: where a stock lies in a range decides
 * the last digits of its sums.
 */
export function rangesOf(day: DayRange): readonly DayRange[] {
  const rows = rowsBySymbol(day);
  const starts = fileStarts(day);
  const scattered = day.events.some(({ portions }) => portions.some((portion) => portion.scattered));
  const ranges: DayRange[] = [];
  let left = [...rows.values()].reduce((total, some) => total + some, 0);
  let [after, last, held] = ['', '', 0];
  const cut = (): void => {
    ranges.push(between(day, after, last));
    left -= held;
    [after, held] = [last, 0];
  };
  for (const symbol of [...rows.keys()].sort()) {
    const wanted = scattered ? MOST : Math.max(LEAST, Math.min(MOST, left / PARTS));
    if (held >= 1.5 * wanted || (starts.has(symbol) && held >= wanted / 2)) cut();
    held += rows.get(symbol) ?? 0;
    last = symbol;
  }
  if (held > 0) cut();
  return ranges;
}

function rowsBySymbol({ minute, events }: DayRange): ReadonlyMap<string, number> {
  const rows = new Map<string, number>((minute ?? []).map((symbol) => [symbol, BARS]));
  for (const { portions } of events) {
    for (const { stocks } of portions) for (const { symbol, rows: some, wanted } of stocks) if (wanted) rows.set(symbol, (rows.get(symbol) ?? 0) + some);
  }
  return rows;
}

/** First stocks of files. */
function fileStarts({ events }: DayRange): ReadonlySet<string> {
  const starts = new Set<string>();
  for (const { portions } of events) {
    let before: string | null = null;
    for (const { symbol, file } of portions.flatMap(({ stocks }) => stocks)) {
      if (file !== before) starts.add(symbol);
      before = file;
    }
  }
  return starts;
}

function between({ date, minute, preparedBars, events }: DayRange, after: string, last: string): DayRange {
  const part = minute?.filter((symbol) => symbol > after && symbol <= last) ?? null;
  return {
    date,
    minute: part !== null && part.length > 0 ? part : null,
    preparedBars,
    events: events.map((plan) => ({ ...plan, portions: partOf(plan.portions, after, last) })).filter(({ portions }) => portions.length > 0),
  };
}
