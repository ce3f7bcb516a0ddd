/** The store that the studio has open. */
import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { encodeDays } from '../../runtime/store/day-format.ts';
import { withDatabase } from '../../runtime/store/duckdb.ts';
import { DAILY_TABLES } from '../../runtime/store/daily-tables.ts';
import { isDate, listDates } from '../../runtime/store/layout.ts';
import { listSymbols, readMinuteDay } from '../../runtime/store/read-minute.ts';
import { TABLES } from '../../runtime/store/tables.ts';
import type { StoreSummary } from '../api.ts';
import { RequestError } from './failure.ts';
import { TrialStore } from './trial-store.ts';

/** Stocks of a day that a page gets at most: beyond that it would not answer while somebody types. */
const MOST_STOCKS = 1000;

export class OpenStore {
  readonly path: string;
  readonly trials: TrialStore;

  constructor(path: string) {
    this.path = realpathSync(path);
    this.trials = new TrialStore(this.path);
  }

  async summary(): Promise<StoreSummary> {
    const entries = await readdir(this.path);
    return { path: this.path, dates: await listDates(this.path, 'minute'), tables: [...Object.keys(TABLES), ...Object.keys(DAILY_TABLES)].filter((table) => entries.includes(table)) };
  }

  /** A day of at most so many stocks, evenly taken from all, in the form of day-format.ts. */
  async day(date: string, stocks: string): Promise<Uint8Array<ArrayBuffer>> {
    const most = Number(stocks);
    if (!isDate(date)) throw new RequestError(400, 'date: expected a date such as 2023-02-01.');
    if (!Number.isInteger(most) || most < 1 || most > MOST_STOCKS) throw new RequestError(400, `stocks: expected a whole number from 1 to ${String(MOST_STOCKS)}.`);
    if (!(await listDates(this.path, 'minute')).includes(date)) throw new RequestError(404, `The store has no minute bars of ${date}.`);
    return withDatabase({}, async (db) => {
      const all = await listSymbols(db, this.path, date);
      const count = Math.min(most, all.length);
      const symbols = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? '');
      return encodeDays([await readMinuteDay(db, this.path, date, { symbols })]);
    });
  }
}
