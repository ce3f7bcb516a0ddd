/** `simulate`: a synthetic market in every table of a store, day by day; each day is written whole or not at all. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetSource, queryRows, textIn, withDatabase } from '../duckdb.ts';
import { listYears, partitionFiles } from '../layout.ts';
import { withTableWriter } from '../publish.ts';
import { withScratch } from '../scratch.ts';
import type { DatedTable } from '../tables.ts';
import { tradingDays } from './calendar.ts';
import { writeDaily, type DailyRow } from './daily-rows.ts';
import { planDay } from './day-plan.ts';
import { DayBars, summarise } from './day-rows.ts';
import { EventFiles, EVENT_TABLES, prepareStaging, type EventRows } from './event-files.ts';
import { Exchange } from './exchange.ts';
import { tradeDay } from './flow.ts';
import { writeIndices } from './indices.ts';
import { Ledger } from './ledger.ts';
import { makeListings, type Listing } from './listings.ts';
import { MarketState, type StockState } from './market-state.ts';
import { PURPOSE, Random } from './random.ts';
import { claimStore, type MarketOptions } from './record.ts';

export type { MarketOptions } from './record.ts';

export interface SimulateOptions extends MarketOptions {
  readonly store: string;
  /** Rows of a day that are held at once, more or less. The files' bytes depend on it. */
  readonly portionRows?: number;
  /** Stops the run between two stocks of a day or two days, by throwing its reason. Of a day that was begun nothing is to be seen. */
  readonly signal?: AbortSignal;
  /** Called before each day and after the last. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly date: string }) => void;
}

export interface SimulateReport {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly days: number;
  /** Days that an earlier run had finished. */
  readonly earlier: number;
  /** Rows written now. */
  readonly rows: EventRows & { readonly daily: number; readonly index_member: number; readonly index_daily: number };
  readonly cancels: number;
  readonly seconds: number;
}

/** What DuckDB may hold; a portion of a day takes a small part of it. */
const MEMORY_MIB = 1024;

/** Simulates the days that the store lacks. Throws DataError if it holds anything but the same market. */
export async function simulateMarket(options: SimulateOptions): Promise<SimulateReport> {
  const started = performance.now();
  const { store, days } = options;
  await claimStore(store, options);
  // One thread: the same rows then give the same bytes.
  return withDatabase({ threads: 1, memoryMiB: MEMORY_MIB }, (db) =>
    db.use((connection) =>
      withScratch(async (scratch) => {
        const run = new Simulation(options, connection, scratch);
        const { earlier, rows, cancels } = await run.perform();
        const { dates } = run;
        return { firstDate: dates[0] ?? '', lastDate: dates.at(-1) ?? '', days, earlier, rows, cancels, seconds: (performance.now() - started) / 1000 };
      }),
    ),
  );
}

class Simulation {
  readonly dates: readonly string[];
  private readonly listings: readonly Listing[];
  private readonly symbols: readonly string[];
  private readonly ledger: Ledger;
  private readonly exchange = new Exchange();
  private readonly bars = new DayBars();
  private readonly random: Random;
  private readonly rows = { order: 0, trade: 0, minute: 0, daily: 0, index_member: 0, index_daily: 0 };
  private cancels = 0;

  constructor(
    private readonly options: SimulateOptions,
    private readonly connection: DuckDBConnection,
    private readonly scratch: string,
  ) {
    const { seed, stocks, days, from, ordersPerStock } = options;
    this.dates = tradingDays(from, days);
    this.listings = makeListings(seed, stocks, ordersPerStock);
    this.symbols = this.listings.map(({ symbol }) => symbol);
    this.ledger = new Ledger(stocks);
    this.random = new Random(seed);
  }

  async perform(): Promise<Pick<SimulateReport, 'earlier' | 'rows' | 'cancels'>> {
    const { options, connection, dates, listings, ledger } = this;
    const { store, seed, information } = options;
    const earlier = await this.finishedDays();
    if (earlier > 0) await ledger.read(connection, await this.dailyFiles(), this.symbols);
    await prepareStaging(connection, this.symbols);
    const market = new MarketState(seed, listings, information);
    for (const [day, date] of dates.entries()) {
      const states = market.next(date);
      if (day < earlier) continue;
      options.onProgress?.({ done: day - earlier, total: dates.length - earlier, date });
      options.signal?.throwIfAborted();
      await this.simulateDay(day, date, states);
    }
    options.onProgress?.({ done: dates.length - earlier, total: dates.length - earlier, date: '' });
    options.signal?.throwIfAborted();
    Object.assign(this.rows, await writeIndices(connection, store, await this.dailyFiles(), dates, this.symbols));
    return { earlier, rows: this.rows, cancels: this.cancels };
  }

  private async simulateDay(day: number, date: string, states: readonly StockState[]): Promise<void> {
    const { connection, options, scratch, symbols } = this;
    const { store } = options;
    const files = new EventFiles(connection, scratch, symbols.length, options.portionRows);
    const daily: DailyRow[] = [];
    for (const [i, state] of states.entries()) {
      if (!state.listed) continue;
      daily.push(await this.simulateStock(day, i, state, files));
      options.signal?.throwIfAborted();
    }
    const rows = await this.publish(date, files);
    for (const table of EVENT_TABLES) this.rows[table] += rows[table];
    // The last of a day's tables: a day that is in it is complete.
    await writeDaily(connection, store, date, symbols, daily);
    this.rows.daily += daily.length;
  }

  private async simulateStock(day: number, i: number, state: StockState, files: EventFiles): Promise<DailyRow> {
    const { ledger, exchange, bars, options } = this;
    const listing = this.listings[i];
    if (listing === undefined) throw new RangeError(`there is no stock ${i}`);
    // A market that begins has stocks that were listed before; they begin as if it had been the day before.
    if (ledger.close[i] === 0) ledger.list(i, listing.firstPrice, listing.floatShares);
    const { events, limit } = state;
    const reference = ledger.open(i, events);
    const plan = planDay(options.seed, day, listing, state, reference, ledger.factor[i] ?? 1);
    exchange.tape.clear();
    if (!events.suspended) tradeDay(exchange, plan, this.random.start(options.seed, PURPOSE.flow, listing.key, day));
    bars.fill(exchange.tape);
    const summary = summarise(bars, reference);
    if (!events.suspended) await files.add(i, exchange.tape, bars);
    this.cancels += exchange.tape.cancels.n;
    ledger.close[i] = summary.close;
    return { stock: i, summary, reference, factor: ledger.factor[i] ?? 1, shares: ledger.shares[i] ?? 0, limits: limit > 0 ? plan.limits : null, isSt: events.isSt, suspended: events.suspended, industry: listing.industry };
  }

  /** Writes the day's files aside, then makes them visible one table after the other. */
  private async publish(date: string, files: EventFiles): Promise<EventRows> {
    const { store } = this.options;
    const existing = (table: DatedTable): Promise<readonly string[]> => partitionFiles(store, table, date);
    return withTableWriter(store, 'order', (orders) =>
      withTableWriter(store, 'trade', (trades) =>
        withTableWriter(store, 'minute', async (bars) => {
          const writers = { order: orders, trade: trades, minute: bars };
          const rows = await files.finish((table) => writers[table].stagedFile(date));
          for (const table of EVENT_TABLES) await writers[table].publish([{ date, replaces: await existing(table) }]);
          return rows;
        }),
      ),
    );
  }

  private async dailyFiles(): Promise<readonly string[]> {
    const { store } = this.options;
    const files: string[] = [];
    for (const year of await listYears(store)) files.push(...(await partitionFiles(store, 'daily', year)));
    return files;
  }

  /** Days that `daily` holds: those before the day at which a run was stopped. */
  private async finishedDays(): Promise<number> {
    const files = await this.dailyFiles();
    if (files.length === 0) return 0;
    const rows = await queryRows(this.connection, `SELECT DISTINCT CAST("date" AS VARCHAR) AS "date" FROM ${parquetSource(files)}`);
    const stored = new Set(rows.map((row) => textIn(row, 'date')));
    const missing = this.dates.findIndex((date) => !stored.has(date));
    return missing < 0 ? this.dates.length : missing;
  }
}
