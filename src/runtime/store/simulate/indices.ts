/** Two indices, of middle and of small stocks: members and weights by float market cap, closes from members' returns. Made from `daily` alone. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamChunks } from '../columns.ts';
import { mergeRows } from '../daily-writer.ts';
import { parquetSource, quoteText } from '../duckdb.ts';
import { ColumnAppender } from '../column-appender.ts';
import { INDICES } from './index-names.ts';

const FIRST_CLOSE = 1000;
/** Members are chosen anew on the first trading day of these months. */
const REVIEW_MONTHS: ReadonlySet<string> = new Set(['06', '12']);

/** How many of the largest stocks are in neither index, and how many are in each; the real indices' numbers where the market is large enough. */
export function indexSizes(stocks: number): { readonly large: number; readonly members: readonly [number, number] } {
  const part = (share: number, most: number): number => Math.min(most, Math.round(share * stocks));
  return { large: part(0.1, 300), members: [part(0.3, 500), part(0.4, 1000)] };
}

/** Rows of the two tables. */
export interface IndexRows {
  readonly index_member: number;
  readonly index_daily: number;
}

interface StockOfDay {
  readonly stock: number;
  readonly cap: number;
  /** Return of the day, from the close before as adjusted. */
  readonly change: number;
}

interface Rows {
  readonly date: number[];
  readonly index: number[];
  readonly stock: number[];
  readonly value: number[];
}

/** Writes members (on the first trading day of every month) and closes of every day of `daily`; returns their number. */
export async function writeIndices(connection: DuckDBConnection, store: string, files: readonly string[], dates: readonly string[], symbols: readonly string[]): Promise<IndexRows> {
  const market = new IndexMarket(dates, symbols.length);
  const places = new Map(symbols.map((symbol, i) => [symbol, i]));
  const days = new Map(dates.map((date, i) => [date, i]));
  let day = -1;
  let stocks: StockOfDay[] = [];
  const select = `SELECT CAST("date" AS VARCHAR), symbol, float_market_cap, "close" / pre_close - 1 FROM ${parquetSource(files)} ORDER BY "date", symbol`;
  await streamChunks(connection, select, (chunk) => {
    const [caps, changes] = [chunk.numbers(2), chunk.numbers(3)];
    for (let row = 0; row < chunk.rows; row++) {
      const next = days.get(chunk.text(0, row) ?? '') ?? -1;
      if (next !== day) {
        if (day >= 0) market.add(day, stocks);
        [day, stocks] = [next, []];
      }
      stocks.push({ stock: places.get(chunk.text(1, row) ?? '') ?? -1, cap: caps[row] ?? 0, change: changes[row] ?? 0 });
    }
    return true;
  });
  if (day >= 0) market.add(day, stocks);
  await stage(connection, 'staged_member', market.members);
  await stage(connection, 'staged_close', market.closes);
  const list = (texts: readonly string[]): string => `[${texts.map(quoteText).join(', ')}]`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE index_dates AS SELECT unnest(${list(dates)}) AS "date", unnest(range(${dates.length})) AS day`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE index_symbols AS SELECT unnest(${list(symbols)}) AS symbol, unnest(range(${symbols.length})) AS stock`);
  const dated = `CAST("date" AS DATE) AS "date", (${list(INDICES)})[CAST("index" AS INTEGER) + 1] AS "index"`;
  await mergeRows(connection, store, 'index_member', `SELECT ${dated}, symbol, "value" AS weight FROM staged_member JOIN index_dates USING (day) JOIN index_symbols USING (stock)`);
  await mergeRows(connection, store, 'index_daily', `SELECT ${dated}, "value" AS "close" FROM staged_close JOIN index_dates USING (day)`);
  return { index_member: market.members.date.length, index_daily: market.closes.date.length };
}

class IndexMarket {
  readonly members: Rows = { date: [], index: [], stock: [], value: [] };
  readonly closes: Rows = { date: [], index: [], stock: [], value: [] };
  /** Which index a stock is in, −1 for neither; and its float market cap at the close before. */
  private readonly indexOf: Int8Array;
  private readonly capBefore: Float64Array;
  private readonly level: [number, number] = [FIRST_CLOSE, FIRST_CLOSE];

  constructor(
    private readonly dates: readonly string[],
    stocks: number,
  ) {
    this.indexOf = new Int8Array(stocks).fill(-1);
    this.capBefore = new Float64Array(stocks);
  }

  add(day: number, stocks: readonly StockOfDay[]): void {
    const month = (i: number): string => this.dates[i]?.slice(0, 7) ?? '';
    const newMonth = day === 0 || month(day) !== month(day - 1);
    // The day's return is that of yesterday's members; a stock without a cap of yesterday has just been listed.
    INDICES.forEach((_, index) => {
      let [weight, gained] = [0, 0];
      for (const { stock, change } of stocks) {
        if (this.indexOf[stock] !== index) continue;
        weight += this.capBefore[stock] ?? 0;
        gained += (this.capBefore[stock] ?? 0) * change;
      }
      const level = (this.level[index] ?? FIRST_CLOSE) * (1 + (weight > 0 ? gained / weight : 0));
      this.level[index] = level;
      push(this.closes, day, index, 0, Math.round(level * 10_000) / 10_000);
    });
    this.capBefore.fill(0);
    for (const { stock, cap } of stocks) this.capBefore[stock] = cap;
    if (day === 0 || (newMonth && REVIEW_MONTHS.has(month(day).slice(5)))) this.review(stocks);
    if (newMonth) this.noteMembers(day, stocks);
  }

  private review(stocks: readonly StockOfDay[]): void {
    const { large, members } = indexSizes(stocks.length);
    this.indexOf.fill(-1);
    const bySize = [...stocks].sort((one, other) => other.cap - one.cap || one.stock - other.stock);
    bySize.slice(large, large + members[0] + members[1]).forEach(({ stock }, rank) => (this.indexOf[stock] = rank < members[0] ? 0 : 1));
  }

  private noteMembers(day: number, stocks: readonly StockOfDay[]): void {
    INDICES.forEach((_, index) => {
      const members = stocks.filter(({ stock }) => this.indexOf[stock] === index);
      const sum = members.reduce((total, { cap }) => total + cap, 0);
      for (const { stock, cap } of members) push(this.members, day, index, stock, cap / sum);
    });
  }
}

function push(rows: Rows, day: number, index: number, stock: number, value: number): void {
  rows.date.push(day);
  rows.index.push(index);
  rows.stock.push(stock);
  rows.value.push(value);
}

async function stage(connection: DuckDBConnection, table: string, { date, index, stock, value }: Rows): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (day DOUBLE, "index" DOUBLE, stock DOUBLE, "value" DOUBLE)`);
  const appender = await ColumnAppender.open(connection, table);
  appender.append([date, index, stock, value].map((column) => Float64Array.from(column)), date.length);
  appender.close();
}
