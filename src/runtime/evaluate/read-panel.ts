/** Reading `daily` into a panel. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamedChunks } from '../store/columns.ts';
import { DataError } from '../store/data-error.ts';
import { openDailyRelation } from '../store/daily-source.ts';
import { numberIn, queryRows, quoteName, textIn } from '../store/duckdb.ts';
import { isWithin, type DateRange } from '../store/layout.ts';
import { carryForward, DAILY_COLUMNS, FLAG, type DailyColumn, type DailyPanel } from './daily-panel.ts';
import type { TradePrice } from './settings.ts';

/** A trade price this close to the upper limit, CNY, is at it: limits are in whole cents, an average price is not. */
const LIMIT_MARGIN = 0.005;
/** What the difference of two prices in float64 may be off. */
const ROUNDING = 1e-9;

/** `daily` as a relation of the connection. */
export interface DailySource {
  /** SQL that stands for the table after FROM, with every one of `DAILY_COLUMNS`. */
  readonly relation: string;
  /** Every date of the table up to the last one asked for, ascending. */
  readonly dates: readonly string[];
}

/** Opens `daily` up to a date. Throws DataError if the store has none. */
export async function openDaily(connection: DuckDBConnection, store: string, to: string | undefined): Promise<DailySource> {
  const { sql: relation, dates } = await openDailyRelation(connection, store, DAILY_COLUMNS, to);
  if (dates.length === 0) throw noDays(store, relation === '' ? 'no rows of the table daily' : `no rows of the table daily up to ${to ?? 'any date'}`);
  return { relation, dates };
}

function noDays(store: string, found: string): DataError {
  return new DataError({ file: store, found, expected: 'days of stocks', remedy: 'Import them first: npx fullband import --list shows the formats of daily.' });
}

/**
 * Reads the days of a range into a panel. Without `forStyles` the arrays that only styles read (close, amount, turnover) are empty: 16 of 35 bytes per stock and day.
 * Throws DataError if a stock has two rows of one day.
 */
export async function readPanel(connection: DuckDBConnection, { relation, dates: all }: DailySource, price: TradePrice, adjusted: boolean, range: DateRange, forStyles = true): Promise<DailyPanel> {
  const dates = all.filter((date) => isWithin(range, date));
  const rows = `(SELECT * FROM ${relation} WHERE "date" BETWEEN DATE '${dates[0] ?? ''}' AND DATE '${dates.at(-1) ?? ''}')`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE calendar AS SELECT "date", CAST(row_number() OVER (ORDER BY "date") - 1 AS INTEGER) AS place FROM (SELECT DISTINCT "date" FROM ${rows})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE stocks AS SELECT symbol, CAST(row_number() OVER (ORDER BY symbol) - 1 AS INTEGER) AS place FROM (SELECT DISTINCT symbol FROM ${rows})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE industries AS SELECT industry, CAST(row_number() OVER (ORDER BY industry) - 1 AS INTEGER) AS place FROM (SELECT DISTINCT CAST(industry AS VARCHAR) AS industry FROM ${rows} WHERE industry IS NOT NULL)`);
  const symbols = (await queryRows(connection, 'SELECT symbol FROM stocks ORDER BY place')).map((row) => textIn(row, 'symbol') ?? '');
  const industries = (await queryRows(connection, 'SELECT industry FROM industries ORDER BY place')).map((row) => textIn(row, 'industry') ?? '');
  const panel = emptyPanel(dates, symbols, industries, await absentColumns(connection, rows), forStyles);
  await fill(connection, panel, rows, price, adjusted);
  for (const carried of [panel.price, panel.close, panel.cap, panel.industry]) carryForward(carried, symbols.length);
  return panel;
}

/** Columns that are null on every day and stock of some rows. */
export async function absentColumns(connection: DuckDBConnection, rows: string): Promise<ReadonlySet<DailyColumn>> {
  const [counts] = await queryRows(connection, `SELECT ${DAILY_COLUMNS.map((name) => `count(${quoteName(name)}) AS ${quoteName(name)}`).join(', ')} FROM ${rows}`);
  return new Set(DAILY_COLUMNS.filter((name) => numberIn(counts, name) === 0));
}

function emptyPanel(dates: readonly string[], symbols: readonly string[], industries: readonly string[], absent: ReadonlySet<DailyColumn>, forStyles: boolean): DailyPanel {
  const cells = dates.length * symbols.length;
  const ofStyles = forStyles ? cells : 0;
  // What threads of a training read as well.
  const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes * cells);
  return {
    dates,
    symbols,
    industries,
    absent,
    flags: new Uint8Array(shared(1)),
    price: new Float64Array(cells).fill(NaN),
    close: new Float64Array(ofStyles).fill(NaN),
    cap: new Float64Array(shared(8)).fill(NaN),
    industry: new Int16Array(shared(2)).fill(-1),
    amount: new Float32Array(ofStyles).fill(NaN),
    turnover: new Float32Array(ofStyles).fill(NaN),
  };
}

async function fill(connection: DuckDBConnection, panel: DailyPanel, rows: string, price: TradePrice, adjusted: boolean): Promise<void> {
  const number = (name: DailyColumn): string => `CAST(r.${quoteName(name)} AS DOUBLE)`;
  const flag = (name: DailyColumn): string => `CAST(coalesce(CAST(r.${quoteName(name)} AS BOOLEAN), false) AS TINYINT)`;
  const sql = `SELECT d.place, s.place, ${number(price)}, ${number('close')}, ${adjusted ? number('adj_factor') : '1::DOUBLE'}, ${number('limit_up')}, ${flag('is_st')}, ${flag('suspended')}, ${number('float_market_cap')}, CAST(coalesce(i.place, -1) AS INTEGER), ${number('amount')}, ${number('turnover')}
    FROM ${rows} r JOIN calendar d ON d."date" = r."date" JOIN stocks s ON s.symbol = r.symbol LEFT JOIN industries i ON i.industry = CAST(r.industry AS VARCHAR)`;
  const width = panel.symbols.length;
  for await (const chunk of streamedChunks(connection, sql)) {
    const [days, stocks, prices, closes, factors, limits] = [chunk.integers(0), chunk.integers(1), chunk.numbers(2), chunk.numbers(3), chunk.numbers(4), chunk.numbers(5)];
    const [st, suspended, caps, industries, amounts, turnovers] = [chunk.bytes(6), chunk.bytes(7), chunk.numbers(8), chunk.integers(9), chunk.numbers(10), chunk.numbers(11)];
    for (let k = 0; k < chunk.rows; k++) {
      const place = (days[k] ?? 0) * width + (stocks[k] ?? 0);
      if (((panel.flags[place] ?? 0) & FLAG.row) !== 0) throw repeated(panel, days[k] ?? 0, stocks[k] ?? 0);
      const isSuspended = suspended[k] === 1;
      const raw = prices[k] ?? NaN;
      const adjustedPrice = raw * (factors[k] ?? NaN);
      // What the table says of a suspended day is the last close under another name, not a price at which one trades.
      const priced = !isSuspended && adjustedPrice > 0 && Number.isFinite(adjustedPrice);
      const atLimit = priced && raw >= (limits[k] ?? NaN) - LIMIT_MARGIN - ROUNDING;
      panel.flags[place] = FLAG.row | (st[k] === 1 ? FLAG.st : 0) | (isSuspended ? FLAG.suspended : 0) | (atLimit ? FLAG.atLimit : 0) | (priced ? FLAG.priced : 0);
      if (priced) panel.price[place] = adjustedPrice;
      if ((caps[k] ?? NaN) > 0) panel.cap[place] = caps[k] ?? NaN;
      panel.industry[place] = industries[k] ?? -1;
      if (panel.close.length === 0) continue;
      const close = (closes[k] ?? NaN) * (factors[k] ?? NaN);
      if (close > 0 && !isSuspended) panel.close[place] = close;
      panel.amount[place] = amounts[k] ?? NaN;
      panel.turnover[place] = turnovers[k] ?? NaN;
    }
  }
}

function repeated(panel: DailyPanel, day: number, stock: number): DataError {
  return new DataError({ file: null, found: `two rows of ${panel.symbols[stock] ?? ''} on ${panel.dates[day] ?? ''} in the table daily`, expected: 'one row per stock and day', remedy: 'Remove the file that repeats it from its folder daily/year=….' });
}
