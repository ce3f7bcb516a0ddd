/** The days of a store, one after the other, for a backtest: rows of `daily`, a signal, and an index. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { lastDay } from '../evaluate/sections.ts';
import { openValues } from '../evaluate/values-file.ts';
import { streamedChunks } from '../store/columns.ts';
import { openDailyRelation } from '../store/daily-source.ts';
import { DataError } from '../store/data-error.ts';
import { queryRows, quoteName, textIn } from '../store/duckdb.ts';
import { readIndex, type StoredIndex } from './market-index.ts';
import type { MarketDay, MarketNames } from './market-day.ts';
import { requirePortfolioColumns } from './portfolio-columns.ts';
import { EQUAL_INDEX, type PortfolioSettings } from './settings.ts';

const COLUMNS = ['close', 'vwap', 'adj_factor', 'limit_up', 'limit_down', 'is_st', 'suspended', 'float_market_cap', 'industry'] as const;
export type MarketColumn = (typeof COLUMNS)[number];

export interface MarketRequest {
  readonly store: string;
  /** Values of any tool with a column of the signal: .parquet, .csv or .json. */
  readonly signals: string;
  readonly settings: PortfolioSettings;
  /** First date of a section, and last of everything. */
  readonly from?: string;
  readonly to?: string;
  readonly scratch: string;
}

export interface Market extends MarketNames {
  /** Dates of the days that are given, ascending. */
  readonly dates: readonly string[];
  /** First section. */
  readonly first: string;
  /** Last date of a signal that a section takes. */
  readonly last: string;
  /** Last day that the store has, up to the last one asked for. */
  readonly lastDay: string;
  readonly index: StoredIndex | null;
  days(): AsyncGenerator<MarketDay, void, undefined>;
}

/** Opens the days: those of the portfolio, and about a year before the first section for what is carried into it. Throws DataError for data that cannot be used, and DataFindings for columns that are null throughout. */
export async function openMarket(connection: DuckDBConnection, request: MarketRequest): Promise<Market> {
  const { store, settings, to, scratch } = request;
  const values = await openValues(connection, request.signals, scratch);
  if (!values.factors.includes(settings.signal)) throw new DataError({ file: request.signals, column: settings.signal, found: `no such column among ${values.factors.join(', ')}`, expected: 'the signal of the portfolio', remedy: 'Name a signal that the file has.' });
  const daily = await openDailyRelation(connection, store, COLUMNS, to);
  if (daily.dates.length === 0) throw new DataError({ file: store, found: 'no rows of the table daily', expected: 'days of stocks', remedy: 'Import them first: npx fullband import --list shows the formats of daily.' });
  await connection.run(`CREATE OR REPLACE TEMP TABLE sections AS ${sectionsSql(values.relation, daily.sql, request)}`);
  const signalDates = (await queryRows(connection, 'SELECT DISTINCT CAST("date" AS VARCHAR) AS day FROM sections ORDER BY day')).map((row) => textIn(row, 'day') ?? '');
  const [first, last] = [daily.dates.indexOf(signalDates[0] ?? ''), daily.dates.indexOf(signalDates.at(-1) ?? '')];
  if (first < 0) throw new DataError({ file: request.signals, column: settings.signal, found: 'no value of stocks and dates that daily has', expected: 'the signal of its stocks', remedy: 'Train or compute it on this store.' });
  // Caps, industries and prices that are carried into the first section; members may be older.
  const start = Math.max(0, first - HISTORY_DAYS);
  const end = lastDay(first, last, daily.dates.length, { every: settings.every, horizon: settings.every });
  const dates = daily.dates.slice(start, end + 1);
  const rows = `(SELECT * FROM ${daily.sql} WHERE "date" BETWEEN DATE '${dates[0] ?? ''}' AND DATE '${dates.at(-1) ?? ''}')`;
  await requirePortfolioColumns(connection, rows, settings);
  const names = async (column: string): Promise<readonly string[]> => (await queryRows(connection, `SELECT DISTINCT CAST(${column} AS VARCHAR) AS name FROM ${rows} WHERE ${column} IS NOT NULL ORDER BY name`)).map((row) => textIn(row, 'name') ?? '');
  const [symbols, industries] = [await names('symbol'), await names('industry')];
  const signal = await readSignal(connection, symbols);
  const index = settings.index === EQUAL_INDEX ? null : await readIndex(connection, store, settings.index, symbols, dates, dates[first - start] ?? '');
  return { symbols, industries, dates, first: dates[first - start] ?? '', last: daily.dates[last] ?? '', lastDay: daily.dates.at(-1) ?? '', index, days: () => daysOf(connection, rows, { symbols, industries, dates, index, signal }) };
}

/** A stock that is suspended when the first section comes has had a price within about a year. */
const HISTORY_DAYS = 250;

/** Values of the signal by date, in step with the symbols; NaN where a stock has none. */
type SignalByDate = ReadonlyMap<string, Float64Array>;

/** Values on every n-th day of the calendar from the first that has any, of stocks that have a row of it. */
function sectionsSql(relation: string, daily: string, { settings, from }: MarketRequest): string {
  const name = quoteName(settings.signal);
  const since = from === undefined ? '' : ` AND v."date" >= DATE '${from}'`;
  return `WITH calendar AS (SELECT "date", row_number() OVER (ORDER BY "date") AS place FROM (SELECT DISTINCT "date" FROM ${daily})),
    signal AS (SELECT v."date", v.symbol, v.${name} AS value, c.place FROM ${relation} v JOIN calendar c ON c."date" = v."date" WHERE v.${name} IS NOT NULL${since})
    SELECT s."date", s.symbol, s.value FROM signal s SEMI JOIN ${daily} d ON d."date" = s."date" AND d.symbol = s.symbol WHERE (s.place - (SELECT min(place) FROM signal)) % ${String(settings.every)} = 0`;
}

async function readSignal(connection: DuckDBConnection, symbols: readonly string[]): Promise<SignalByDate> {
  const place = new Map(symbols.map((symbol, i) => [symbol, i]));
  const found = new Map<string, Float64Array>();
  for await (const chunk of streamedChunks(connection, 'SELECT CAST("date" AS VARCHAR), symbol, CAST(value AS DOUBLE) FROM sections')) {
    const [dates, names, values] = [chunk.texts(0), chunk.texts(1), chunk.numbers(2)];
    for (let row = 0; row < chunk.rows; row++) {
      const date = dates[row] ?? '';
      const of = found.get(date) ?? new Float64Array(symbols.length).fill(NaN);
      found.set(date, of);
      const s = place.get(names[row] ?? '');
      if (s !== undefined) of[s] = values[row] ?? NaN;
    }
  }
  return found;
}

interface Shown extends MarketNames {
  readonly dates: readonly string[];
  readonly index: StoredIndex | null;
  readonly signal: SignalByDate;
}

/** Streams rows sorted by date; a day is given once its last row is there. */
async function* daysOf(connection: DuckDBConnection, rows: string, shown: Shown): AsyncGenerator<MarketDay, void, undefined> {
  const place = new Map(shown.symbols.map((symbol, i) => [symbol, i]));
  const industry = new Map(shown.industries.map((name, i) => [name, i]));
  const number = (name: MarketColumn): string => `CAST(${quoteName(name)} AS DOUBLE)`;
  const flag = (name: MarketColumn): string => `CAST(coalesce(CAST(${quoteName(name)} AS BOOLEAN), false) AS TINYINT)`;
  const sql = `SELECT CAST("date" AS VARCHAR), symbol, ${(['close', 'vwap', 'adj_factor', 'limit_up', 'limit_down', 'float_market_cap'] as const).map(number).join(', ')}, ${flag('is_st')}, ${flag('suspended')}, CAST(industry AS VARCHAR) FROM ${rows} ORDER BY "date", symbol`;
  let open: MarketDay | null = null;
  for await (const chunk of streamedChunks(connection, sql)) {
    const [dates, symbols, industries] = [chunk.texts(0), chunk.texts(1), chunk.texts(10)];
    const numbers = [2, 3, 4, 5, 6, 7].map((column) => chunk.numbers(column));
    const [st, suspended] = [chunk.bytes(8), chunk.bytes(9)];
    for (let k = 0; k < chunk.rows; k++) {
      const date = dates[k] ?? '';
      if (open?.date !== date) {
        if (open !== null) yield open;
        open = emptyDay(date, shown);
      }
      const s = place.get(symbols[k] ?? '') ?? -1;
      if (open.hasRow[s] === 1) throw new DataError({ file: null, found: `two rows of ${symbols[k] ?? ''} on ${date} in the table daily`, expected: 'one row per stock and day', remedy: 'Remove the file that repeats it from its folder daily/year=….' });
      open.hasRow[s] = 1;
      [open.close, open.vwap, open.adjFactor, open.limitUp, open.limitDown, open.cap].forEach((column, i) => (column[s] = numbers[i]?.[k] ?? NaN));
      open.isSt[s] = st[k] ?? 0;
      open.isSuspended[s] = suspended[k] ?? 0;
      open.industry[s] = industry.get(industries[k] ?? '') ?? -1;
    }
  }
  if (open !== null) yield open;
}

function emptyDay(date: string, { symbols, index, signal }: Shown): MarketDay {
  const { length } = symbols;
  const missing = (): Float64Array => new Float64Array(length).fill(NaN);
  return {
    date, hasRow: new Uint8Array(length), isSt: new Uint8Array(length), isSuspended: new Uint8Array(length),
    close: missing(), vwap: missing(), adjFactor: missing(), limitUp: missing(), limitDown: missing(), cap: missing(),
    industry: new Int16Array(length).fill(-1), signal: signal.get(date) ?? null, index: index?.closes.get(date) ?? null, members: index?.members.get(date) ?? null,
  };
}
