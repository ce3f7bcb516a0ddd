/** Versions of the tables that factors read, date by date. */
import type { Database } from '../store/duckdb.ts';
import { VersionReader } from '../store/fingerprint.ts';
import { isWithin, listDates, requireStore, type DateRange } from '../store/layout.ts';
import { DayDigests } from './day-digests.ts';
import type { ComputedTable } from './shelf.ts';

/** Versions of dates as they are when asked for. */
export class TableVersionReader {
  private constructor(
    private readonly store: string,
    private readonly files: VersionReader,
    private readonly days: DayDigests,
  ) {}

  static async open(db: Database, store: string): Promise<TableVersionReader> {
    const files = await VersionReader.open(store);
    return new TableVersionReader(store, files, new DayDigests(db, store, files));
  }

  /** Of one date of a table; `none` if it has none. */
  async versionOf(table: ComputedTable, date: string, signal?: AbortSignal): Promise<string> {
    return table === 'daily' ? this.days.versionOf(date) : this.files.versionOf(table, date, signal);
  }

  /** Of days of `daily`, all at one moment. */
  versionsOfDays(dates: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.days.versionsOf(dates);
  }

  /** Dates of a table, ascending. Throws DataError if there is no store. */
  async datesOf(table: ComputedTable, range: DateRange = {}): Promise<readonly string[]> {
    if (table !== 'daily') return listDates(this.store, table, range);
    await requireStore(this.store);
    const dates = await this.days.dates();
    return dates.filter((date) => isWithin(range, date));
  }

  /** Writes what was learned into the store's memos. */
  async save(): Promise<void> {
    await this.files.save();
    await this.days.save();
  }
}
