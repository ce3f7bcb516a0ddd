/** What the data of a store are, as hashes: of days up to a date, so that a day that comes later changes nothing of a run that ends before. */
import { hashOf } from '../model/signal/kept.ts';
import { TableVersionReader } from '../engine/table-versions.ts';
import { numberIn, parquetSource, queryRows, quoteText, textIn, type Database } from '../store/duckdb.ts';
import { VersionReader } from '../store/fingerprint.ts';
import { partitionFiles } from '../store/layout.ts';
import { WHOLE } from '../store/partition-name.ts';

type DayTable = 'minute' | 'trade' | 'order' | 'daily';

export interface TableHash {
  readonly hash: string;
  readonly dates: number;
}

export class DataHashes {
  private readonly found = new Map<string, TableHash>();

  private constructor(
    private readonly db: Database,
    private readonly store: string,
    private readonly reader: TableVersionReader,
    private readonly files: VersionReader,
    private readonly to: string | null,
  ) {}

  static async open(db: Database, store: string, to: string | null): Promise<DataHashes> {
    return new DataHashes(db, store, await TableVersionReader.open(db, store), await VersionReader.open(store), to);
  }

  /** Of a table with days; none of its days gives a hash as well. */
  async days(table: DayTable): Promise<TableHash> {
    const known = this.found.get(table);
    if (known !== undefined) return known;
    const dates = await this.reader.datesOf(table, this.to === null ? {} : { to: this.to });
    const versions: string[] = [];
    if (table === 'daily') {
      const of = await this.reader.versionsOfDays(dates);
      versions.push(...dates.map((date) => `${date} ${of.get(date) ?? ''}`));
    } else for (const date of dates) versions.push(`${date} ${await this.reader.versionOf(table, date)}`);
    const result = { hash: hashOf(versions), dates: dates.length };
    this.found.set(table, result);
    return result;
  }

  /** Of the rows of a table of indices, up to the last date of the run. */
  async index(table: 'index_member' | 'index_daily'): Promise<string> {
    const { db, store, to } = this;
    if (to === null) return this.files.versionOf(table, WHOLE);
    const files = await partitionFiles(store, table, WHOLE);
    if (files.length === 0) return 'none';
    const rows = await db.use((connection) => queryRows(connection, `SELECT CAST(sum(hash(t)) AS VARCHAR) AS hashes, count(*) AS rows FROM ${parquetSource(files)} t WHERE CAST("date" AS DATE) <= DATE ${quoteText(to)}`));
    return hashOf([textIn(rows[0], 'hashes') ?? '', String(numberIn(rows[0], 'rows'))]);
  }

  /** Writes what was learned into the store's memos. */
  async save(): Promise<void> {
    await this.reader.save();
    await this.files.save();
  }
}
