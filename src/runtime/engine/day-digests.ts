/** Versions of single days of the table `daily`, of which one file holds a year. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../store/data-error.ts';
import { openDailyRelation } from '../store/daily-source.ts';
import { writeWhole } from '../store/durable.ts';
import { queryRows, textIn, type Database } from '../store/duckdb.ts';
import type { VersionReader } from '../store/fingerprint.ts';
import { listYears, valuesFolder } from '../store/layout.ts';
import { DAILY_TABLES } from '../store/daily-tables.ts';

const MEMO = '.days.json';

/** Digests of the days of a year's files. */
interface Year {
  /** Of the files. */
  readonly version: string;
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * The version of a day covers it and every day before: a factor over days rests on those. So a new day leaves the versions of the days before as they are, and a corrected day changes its own and
 * all later ones. Digests of days are remembered in the store; the rows of a year are read again only if its files have changed.
 */
export class DayDigests {
  private readonly memo = new Map<string, Year>();
  private loaded = false;
  private learned = false;
  private versions: ReadonlyMap<string, string> = new Map();
  private measured: string | null = null;

  constructor(
    private readonly db: Database,
    private readonly store: string,
    private readonly reader: VersionReader,
  ) {}

  /** Version of a date as it is now: 64 hexadecimal digits; `none` if `daily` does not have it. */
  async versionOf(date: string): Promise<string> {
    await this.measure();
    return this.versions.get(date) ?? 'none';
  }

  /** Versions of several dates at one moment. */
  async versionsOf(dates: readonly string[]): Promise<ReadonlyMap<string, string>> {
    await this.measure();
    return new Map(dates.map((date) => [date, this.versions.get(date) ?? 'none']));
  }

  /** Dates of `daily`, ascending. */
  async dates(): Promise<readonly string[]> {
    await this.measure();
    return [...this.versions.keys()];
  }

  /** Writes what was learned into the store's memo. */
  async save(): Promise<void> {
    if (!this.learned) return;
    this.learned = false;
    try {
      await writeWhole(join(valuesFolder(this.store), MEMO), `${JSON.stringify({ years: Object.fromEntries(this.memo) })}\n`);
    } catch (error) {
      // A store that may only be read is read anew each time.
      if (!['EROFS', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
    }
  }

  private async measure(): Promise<void> {
    for (let files = await this.files(); nameOf(files) !== this.measured; ) {
      await this.load();
      const changed = [...files].filter(([year, version]) => this.memo.get(year)?.version !== version);
      if (changed.length > 0) await this.digest(changed.map(([year]) => year), files);
      const now = changed.length > 0 ? await this.files() : files;
      // Files that were written while their rows were read are read again.
      if (nameOf(now) === nameOf(files)) this.link(files);
      files = now;
    }
  }

  /** Versions of the files of each year. */
  private async files(): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    for (const year of await listYears(this.store)) files.set(year, await this.reader.versionOf('daily', year));
    return files;
  }

  private link(files: ReadonlyMap<string, string>): void {
    const days = [...files.keys()].flatMap((year) => Object.entries(this.memo.get(year)?.digests ?? {})).sort(([a], [b]) => (a < b ? -1 : 1));
    let chain = '';
    this.versions = new Map(
      days.map(([date, digest]) => {
        chain = createHash('sha256').update(`${chain}\n${date} ${digest}`).digest('hex');
        return [date, chain];
      }),
    );
    this.measured = nameOf(files);
  }

  /** Order of rows does not matter; a changed cell does. */
  private async digest(years: readonly string[], files: ReadonlyMap<string, string>): Promise<void> {
    const columns = DAILY_TABLES.daily.columns.filter(({ unstored }) => unstored !== true).map(({ name }) => name);
    for (const year of years) {
      const digests = await this.db.use(async (connection) => {
        const { sql, dates } = await openDailyRelation(connection, this.store, columns, undefined, [year]);
        if (dates.length === 0) return {};
        const rows = await queryRows(connection, `SELECT CAST("date" AS VARCHAR) AS day, CAST(count(*) AS VARCHAR) || '-' || CAST(sum(CAST(hash(${['symbol', ...columns].map((name) => `"${name}"`).join(', ')}) AS HUGEINT)) AS VARCHAR) AS digest FROM ${sql} GROUP BY ALL ORDER BY day`);
        return Object.fromEntries(rows.map((row) => [textIn(row, 'day') ?? '', textIn(row, 'digest') ?? '']));
      });
      this.memo.set(year, { version: files.get(year) ?? 'none', digests });
      this.learned = true;
    }
  }

  private async load(): Promise<void> {
    if (this.loaded) return;
    this.loaded = true;
    try {
      const parsed: unknown = JSON.parse(await readFile(join(valuesFolder(this.store), MEMO), 'utf8'));
      const years: unknown = typeof parsed === 'object' && parsed !== null && 'years' in parsed ? parsed.years : null;
      if (typeof years !== 'object' || years === null) return;
      for (const [year, entry] of Object.entries(years)) if (isYear(entry)) this.memo.set(year, entry);
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '') && !(error instanceof SyntaxError)) throw error;
    }
  }
}

function nameOf(files: ReadonlyMap<string, string>): string {
  return [...files].flat().join(' ');
}

function isYear(value: unknown): value is Year {
  return typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string' && 'digests' in value && typeof value.digests === 'object' && value.digests !== null && Object.values(value.digests).every((digest) => typeof digest === 'string');
}
