/** Days of minute bars as they are stored, for a thread that reads them with a database of its own. Loaded where one has to be read: DuckDB takes longer to load than all else of a thread. */
import { openDatabase, type Database } from '../store/duckdb.ts';
import type { MinuteData } from '../store/minute-data.ts';
import { RowsOutOfOrder } from '../store/stream-minute.ts';
import { storedBars, type BarsToRead } from './day-reader.ts';

export class StoredBars {
  private constructor(
    private readonly db: Database,
    private readonly bars: BarsToRead,
    private readonly most: number,
  ) {}

  /**
   * @param most stocks of a part
   * @param memoryMiB that the database may hold
   */
  static async open(bars: Omit<BarsToRead, 'db'>, most: number, memoryMiB: number): Promise<StoredBars> {
    // One thread of DuckDB reads the next rows while this one computes.
    const db = await openDatabase({ threads: 1, memoryMiB });
    return new StoredBars(db, { ...bars, db }, most);
  }

  /** What `use` makes of a day's parts, each of which is void when the next is asked for. It begins again where the rows turn out not to lie stock by stock. */
  async day<T>(date: string, use: (parts: AsyncGenerator<MinuteData, void>) => Promise<T>): Promise<T> {
    const parts = (outOfOrder: boolean): AsyncGenerator<MinuteData, void> => storedBars(this.bars, date, { most: this.most, reused: true }, outOfOrder);
    try {
      return await use(parts(false));
    } catch (error) {
      if (!(error instanceof RowsOutOfOrder)) throw error;
      return use(parts(true));
    }
  }

  close(): void {
    this.db.close();
  }
}
