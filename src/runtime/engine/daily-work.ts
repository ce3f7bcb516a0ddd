/** Factors over days, computed in stretches of days: all stocks of a stretch at once, because factors may compare them. */
import { compileDaily, type DailyProgram } from '../../compiler/daily/compile.ts';
import { DataError } from '../store/data-error.ts';
import { openDailyRelation, type DailyRelation } from '../store/daily-source.ts';
import { partitionFolder } from '../store/layout.ts';
import { columnsNeeded, readDaily, type DailyRead } from '../store/read-daily.ts';
import type { DailyResults } from './daily-engine.ts';
import { dailyShelf, type Shelf } from './shelf.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';
import type { DailyData } from '../../compiler/reference/daily-data.ts';

/** Numbers of a stretch that are held at once, all columns and results together: 256 MiB. */
const MOST_CELLS = 32 * 2 ** 20;
/** A stretch has at least so many days, however many stocks there are. */
const FEWEST_DAYS = 32;
/** A table that is written while it is read is read again, at most so often. */
const ATTEMPTS = 4;

/** Days [first, first + count) of a calendar. */
interface Stretch {
  readonly first: number;
  readonly count: number;
}

export class DailyWork implements Work {
  /** Days come by the hundred, and each is small. */
  readonly daysInWriting = 3;
  private readonly shelf: Shelf;

  /** @param factors places in the request of the factors of `program`, in its order */
  constructor(
    private readonly context: WorkContext,
    readonly factors: readonly number[],
    private readonly program: DailyProgram,
  ) {
    this.shelf = dailyShelf(context.request.store);
  }

  shelfOf(): Shelf {
    return this.shelf;
  }

  identityOf(factor: number): string {
    return this.program.identities[this.factors.indexOf(factor)] ?? '';
  }

  async *compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const program = this.programOf(factors);
    const wanted = new Set(dates);
    const read: DailyRead = { columns: program.columns, ...program.needs };
    const calendar = await this.context.reader.datesOf('daily');
    const stocks = await this.stocksOf(calendar);
    for (const stretch of stretchesOf(calendar, wanted, this.longestStretch(program, stocks))) {
      yield* this.computeStretch(program, read, calendar, stretch, wanted, stocks);
    }
  }

  private async *computeStretch(program: DailyProgram, read: DailyRead, calendar: readonly string[], stretch: Stretch, wanted: ReadonlySet<string>, stocks: number): AsyncGenerator<ComputedDay, void> {
    const { reader, request, source, symbols, tell } = this.context;
    const inStretch = calendar.slice(stretch.first, stretch.first + stretch.count);
    const last = inStretch.at(-1) ?? '';
    request.signal?.throwIfAborted();
    tell(last, `${inStretch[0] ?? ''} … ${last}`);
    for (let attempt = 1; ; attempt++) {
      const versions = await reader.versionsOfDays(inStretch);
      const data = await this.read(read, calendar, stretch, program.lookback);
      if ((await reader.versionOf('daily', last)) === versions.get(last)) {
        const engine = await source.dailyEngineFor(program, Math.max(1, stocks));
        const results = await engine.compute(data, program.lookback, request.signal);
        for (const [i, date] of inStretch.entries()) {
          if (wanted.has(date)) yield dayOf(data, results, program.lookback + i, versions.get(date) ?? 'none', symbols);
        }
        return;
      }
      if (attempt === ATTEMPTS) {
        throw new DataError({ file: partitionFolder(request.store, 'daily', last.slice(0, 4)), found: `data that changed ${String(ATTEMPTS)} times while it was read`, expected: 'days that stay as they are for a moment', remedy: 'Wait until what writes them is done, then run again: finished days are kept.' });
      }
    }
  }

  /** Days of a stretch and those that it rests on; where the calendar begins later, empty ones in their place. */
  private async read(read: DailyRead, calendar: readonly string[], { first, count }: Stretch, lookback: number): Promise<DailyData> {
    const { db, request } = this.context;
    const start = Math.max(0, first - lookback);
    return db.use(async (connection) => {
      const relation: DailyRelation = await openDailyRelation(connection, request.store, columnsNeeded(read), calendar[first + count - 1]);
      return readDaily(connection, relation, read, calendar.slice(start, first + count), lookback - (first - start));
    });
  }

  private longestStretch(program: DailyProgram, stocks: number): number {
    // Columns are held of the days before as well, results are not.
    const columns = program.columns.length + 3;
    const days = Math.floor((MOST_CELLS / Math.max(1, stocks) - columns * program.lookback) / (columns + 2 * program.sources.length));
    const { days: ofTile } = program.plan;
    return Math.max(FEWEST_DAYS, days > ofTile ? days - (days % ofTile) : days);
  }

  /** About how many stocks the days have. */
  private async stocksOf(calendar: readonly string[]): Promise<number> {
    const { db, request } = this.context;
    return db.use(async (connection) => {
      const { sql } = await openDailyRelation(connection, request.store, [], calendar.at(-1));
      const reader = await connection.runAndReadAll(`SELECT CAST(count(DISTINCT symbol) AS INTEGER) FROM ${sql}`);
      return Number(reader.getRows()[0]?.[0] ?? 0);
    });
  }

  private programOf(factors: readonly number[]): DailyProgram {
    return factors.length === this.factors.length ? this.program : compileDaily(this.context.request.factors.filter((_, place) => factors.includes(place)));
  }
}

/** Stretches of the calendar that hold the dates asked for, none longer than `longest`; dates that are not asked for are in them only between others. */
function stretchesOf(calendar: readonly string[], wanted: ReadonlySet<string>, longest: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let first = 0; first < calendar.length; ) {
    if (!wanted.has(calendar[first] ?? '')) {
      first++;
      continue;
    }
    let last = first;
    for (let at = first; at < Math.min(calendar.length, first + longest); at++) if (wanted.has(calendar[at] ?? '')) last = at;
    stretches.push({ first, count: last - first + 1 });
    first = last + 1;
  }
  return stretches;
}

/** The values of one day, of the stocks that have a row and are asked for. */
function dayOf({ dates, symbols, rows }: DailyData, { columns, first, recomputed }: DailyResults, day: number, version: string, only: readonly string[] | null): ComputedDay {
  const wanted = only === null ? null : new Set(only);
  const places = [...symbols.keys()].filter((s) => rows[s * dates.length + day] === 1 && (wanted === null || wanted.has(symbols[s] ?? '')));
  const held = places.map((s) => symbols[s] ?? '');
  const days = dates.length - first;
  return {
    values: { date: dates[day] ?? '', symbols: held, columns: columns.map((column) => Float64Array.from(places, (s) => column[s * days + day - first] ?? NaN)), recomputed: recomputed.map((counts) => counts[day - first] ?? 0) },
    versions: new Map([['daily', version]]),
    held: new Map([['daily', new Set(held)]]),
  };
}
