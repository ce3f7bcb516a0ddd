/** Reading days of stocks for factors over them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { TRADED, TRADED_AT, type DailyColumn, type StoredDaily } from '../../compiler/daily/columns.ts';
import type { DailyData } from '../../compiler/reference/daily-data.ts';
import { streamedChunks, type Chunk } from './columns.ts';
import type { DailyRelation } from './daily-source.ts';
import { DataError } from './data-error.ts';
import { queryRows, quoteName, textIn } from './duckdb.ts';

/** What is read of days. */
export interface DailyRead {
  readonly columns: readonly StoredDaily[];
  readonly industry: boolean;
  readonly cap: boolean;
}

/** Columns of the table that reading some columns needs: a suspended day is found, and its prices are made, from more than is asked for. */
export function columnsNeeded({ columns, industry, cap }: DailyRead): readonly string[] {
  return [...new Set<string>([...columns, 'close', 'adj_factor', 'is_st', 'suspended', ...(industry ? ['industry'] : []), ...(cap ? ['float_market_cap'] : [])])];
}

/**
 * Reads some dates of the table, `before` of them empty days that lie before the first one stored. Numbers that are no numbers, and prices that are not above 0, are missing. Throws DataError if a
 * stock has two rows of one day.
 */
export async function readDaily(connection: DuckDBConnection, relation: DailyRelation, read: DailyRead, dates: readonly string[], before: number): Promise<DailyData> {
  const rows = `(SELECT * FROM ${relation.sql} WHERE "date" BETWEEN DATE '${dates[0] ?? ''}' AND DATE '${dates.at(-1) ?? ''}')`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE stocks_of_days AS SELECT symbol, CAST(row_number() OVER (ORDER BY symbol) - 1 AS INTEGER) AS place FROM (SELECT DISTINCT symbol FROM ${rows})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE days AS SELECT "date", CAST(row_number() OVER (ORDER BY "date") - 1 AS INTEGER) AS place FROM (SELECT DISTINCT "date" FROM ${rows})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE industries_of_days AS SELECT industry, CAST(row_number() OVER (ORDER BY industry) - 1 AS INTEGER) AS place FROM (SELECT DISTINCT ${read.industry ? 'CAST(industry AS VARCHAR)' : 'CAST(NULL AS VARCHAR)'} AS industry FROM ${relation.sql}) WHERE industry IS NOT NULL`);
  const symbols = (await queryRows(connection, 'SELECT symbol FROM stocks_of_days ORDER BY place')).map((row) => textIn(row, 'symbol') ?? '');
  const days = new DaysOf(read, [...Array.from({ length: before }, () => ''), ...dates], symbols);
  const number = (name: string): string => `CAST(r.${quoteName(name)} AS DOUBLE)`;
  const flag = (name: string): string => `CAST(coalesce(CAST(r.${quoteName(name)} AS BOOLEAN), false) AS TINYINT)`;
  const industry = read.industry ? 'CAST(coalesce(i.place, -1) AS INTEGER)' : 'CAST(-1 AS INTEGER)';
  const fields = ['d.place', 's.place', flag('is_st'), flag('suspended'), industry, ...days.numbers.map(number)];
  const sql = `SELECT ${fields.join(', ')} FROM ${rows} r JOIN days d ON d."date" = r."date" JOIN stocks_of_days s ON s.symbol = r.symbol${read.industry ? ' LEFT JOIN industries_of_days i ON i.industry = CAST(r.industry AS VARCHAR)' : ''}`;
  await tellDelivered(connection, relation, days);
  for await (const chunk of streamedChunks(connection, sql)) days.take(chunk, before);
  if (relation.dates[0] !== dates[0]) await takeEarlier(connection, relation, read, dates[0] ?? '', days);
  return days.finish();
}

/** Tells from which date on each column has numbers at all. */
async function tellDelivered(connection: DuckDBConnection, { sql }: DailyRelation, days: DaysOf): Promise<void> {
  const first = days.numbers.map((name) => `CAST(min("date") FILTER (WHERE ${quoteName(name)} IS NOT NULL) AS VARCHAR) AS ${quoteName(name)}`);
  const [row] = await queryRows(connection, `SELECT ${first.join(', ')} FROM ${sql}`);
  for (const name of days.numbers) {
    const date = textIn(row, name);
    if (date !== null) days.deliveredFrom(name, date);
  }
}

/** What the days that are read take over from those before: the last price, factor, cap and industry of each stock. */
async function takeEarlier(connection: DuckDBConnection, relation: DailyRelation, read: DailyRead, first: string, days: DaysOf): Promise<void> {
  const last = (value: string, rows: string): string => `arg_max(${value}, r."date") FILTER (WHERE ${rows})`;
  const isNumber = (name: string): string => `r.${name} > 0 AND isfinite(CAST(r.${name} AS DOUBLE))`;
  const traded = `NOT coalesce(CAST(r.suspended AS BOOLEAN), false) AND ${isNumber('close')}`;
  const fields = [
    last(`CAST(r.close AS DOUBLE) * CASE WHEN ${isNumber('adj_factor')} THEN CAST(r.adj_factor AS DOUBLE) ELSE 1 END`, traded),
    last('CAST(r.adj_factor AS DOUBLE)', isNumber('adj_factor')),
    read.cap ? last('CAST(r.float_market_cap AS DOUBLE)', isNumber('float_market_cap')) : 'NULL::DOUBLE',
    read.industry ? `CAST(coalesce(${last('i.place', 'r.industry IS NOT NULL')}, -1) AS INTEGER)` : 'CAST(-1 AS INTEGER)',
  ];
  const sql = `SELECT s.place, ${fields.join(', ')} FROM ${relation.sql} r JOIN stocks_of_days s ON s.symbol = r.symbol${read.industry ? ' LEFT JOIN industries_of_days i ON i.industry = CAST(r.industry AS VARCHAR)' : ''} WHERE r."date" < DATE '${first}' GROUP BY s.place`;
  for await (const chunk of streamedChunks(connection, sql)) days.takeEarlier(chunk);
}

/** What a stock had before the days that are read; missing numbers are NaN, a missing industry −1. */
interface Earlier {
  /** Last close, times its factor. */
  readonly price: number;
  readonly factor: number;
  readonly cap: number;
  readonly industry: number;
}

const NOTHING_EARLIER: Earlier = { price: NaN, factor: NaN, cap: NaN, industry: -1 };

/** Days while they are filled. */
class DaysOf {
  /** Columns that are read as numbers, in their order. */
  readonly numbers: readonly string[];
  private readonly held: ReadonlyMap<string, Float64Array>;
  private readonly rows: Uint8Array;
  private readonly universe: Uint8Array;
  private readonly suspended: Uint8Array;
  private readonly industry: Int16Array;
  private readonly earlier = new Map<number, Earlier>();
  /** First date on which anybody has a number of a column. */
  private readonly delivered = new Map<string, string>();

  constructor(
    private readonly read: DailyRead,
    private readonly dates: readonly string[],
    private readonly symbols: readonly string[],
  ) {
    const cells = dates.length * symbols.length;
    this.numbers = [...new Set<string>([...read.columns, 'close', 'adj_factor', ...(read.cap ? ['float_market_cap'] : [])])];
    this.held = new Map(this.numbers.map((name) => [name, new Float64Array(cells).fill(NaN)]));
    this.rows = new Uint8Array(cells);
    this.universe = new Uint8Array(cells);
    this.suspended = new Uint8Array(cells);
    this.industry = new Int16Array(read.industry ? cells : 0).fill(-1);
  }

  take(chunk: Chunk, before: number): void {
    const [days, stocks, st, suspended, industries] = [chunk.integers(0), chunk.integers(1), chunk.bytes(2), chunk.bytes(3), chunk.integers(4)];
    const width = this.dates.length;
    const places = new Int32Array(chunk.rows);
    for (let k = 0; k < chunk.rows; k++) {
      const place = (stocks[k] ?? 0) * width + before + (days[k] ?? 0);
      if (this.rows[place] === 1) throw this.repeated(before + (days[k] ?? 0), stocks[k] ?? 0);
      places[k] = place;
      this.rows[place] = 1;
      this.universe[place] = st[k] === 1 ? 0 : 1;
      this.suspended[place] = suspended[k] ?? 0;
      if (this.read.industry) this.industry[place] = industries[k] ?? -1;
    }
    this.numbers.forEach((name, i) => {
      const into = this.held.get(name);
      const values = chunk.numbers(5 + i);
      const least = TRADED.has(name as DailyColumn) ? 0 : Number.MIN_VALUE;
      for (let k = 0; into !== undefined && k < chunk.rows; k++) {
        const value = values[k] ?? NaN;
        into[places[k] ?? 0] = value >= least && value < Infinity ? value : NaN;
      }
    });
  }

  deliveredFrom(name: string, date: string): void {
    this.delivered.set(name, date);
  }

  takeEarlier(chunk: Chunk): void {
    const [stocks, prices, factors, caps, industries] = [chunk.integers(0), chunk.numbers(1), chunk.numbers(2), chunk.numbers(3), chunk.integers(4)];
    for (let k = 0; k < chunk.rows; k++) this.earlier.set(stocks[k] ?? 0, { price: prices[k] ?? NaN, factor: factors[k] ?? NaN, cap: caps[k] ?? NaN, industry: industries[k] ?? -1 });
  }

  finish(): DailyData {
    const { dates, symbols, read, held } = this;
    // What stocks are compared by is carried over days without; the column that a factor reads is not.
    const cap = read.cap ? (held.get('float_market_cap') ?? new Float64Array(0)).slice() : new Float64Array(0);
    for (let s = 0; s < symbols.length; s++) {
      const earlier = this.earlier.get(s) ?? NOTHING_EARLIER;
      this.carryPrices(s, earlier);
      if (read.cap) this.carry(cap, s, earlier.cap);
      if (read.industry) this.carry(this.industry, s, earlier.industry);
    }
    const columns = new Map(read.columns.map((name) => [name, held.get(name) ?? new Float64Array(dates.length * symbols.length).fill(NaN)]));
    return { dates, symbols, columns, rows: this.rows, universe: this.universe, cap, industry: this.industry };
  }

  /** On a suspended day prices are the last close, in terms of the day's factor, and nothing traded. */
  private carryPrices(stock: number, earlier: Earlier): void {
    const factors = this.held.get('adj_factor');
    const closes = this.held.get('close');
    if (factors === undefined || closes === undefined) return;
    const width = this.dates.length;
    let last = earlier.price;
    let { factor } = earlier;
    for (let at = stock * width; at < (stock + 1) * width; at++) {
      if (this.rows[at] === 0) continue;
      if (this.suspended[at] === 1) {
        if (Number.isNaN(factors[at])) factors[at] = factor;
        // Without factors prices are taken as they are.
        const price = Number.isNaN(factors[at]) ? last : last / (factors[at] ?? NaN);
        for (const name of TRADED_AT) this.stand(name, at, price);
        for (const name of TRADED) this.stand(name, at, 0);
      }
      if (!Number.isNaN(factors[at])) factor = factors[at] ?? NaN;
      const close = closes[at] ?? NaN;
      if (this.suspended[at] === 0 && !Number.isNaN(close)) last = Number.isNaN(factors[at]) ? close : close * (factors[at] ?? NaN);
    }
  }

  /** A number of a suspended day, in a column that somebody delivers: where nobody does, it stays missing. */
  private stand(name: string, at: number, value: number): void {
    const column = this.held.get(name);
    const from = this.delivered.get(name);
    if (column !== undefined && from !== undefined && (this.dates[at % this.dates.length] ?? '') >= from) column[at] = value;
  }

  private carry(numbers: Float64Array | Int16Array, stock: number, earlier: number): void {
    const width = this.dates.length;
    const missing = numbers instanceof Int16Array ? (value: number) => value < 0 : (value: number) => Number.isNaN(value);
    let last = earlier;
    for (let at = stock * width; at < (stock + 1) * width; at++) {
      if (missing(numbers[at] ?? NaN)) numbers[at] = last;
      else last = numbers[at] ?? NaN;
    }
  }

  private repeated(day: number, stock: number): DataError {
    return new DataError({ file: `daily/year=${(this.dates[day] ?? '').slice(0, 4)}`, found: `two rows of ${this.symbols[stock] ?? ''} on ${this.dates[day] ?? ''} in the table daily`, expected: 'one row per stock and day', remedy: 'Remove the file that repeats it from that folder of the store.' });
  }
}
