/** Computing what is missing of a request's values, day by day, into the store. */
import { DataError } from '../store/data-error.ts';
import { AtOnce } from './at-once.ts';
import { batchesOf, type Batch } from './batches.ts';
import { shelfVersion, type ComputedTable, type Shelf, type TableVersions } from './shelf.ts';
import { mergeValues } from './values-merge.ts';
import { dateFolder, findValues, namesIn, type DateValues, type OnRemoved } from './values-store.ts';
import { writeValues, type NewValues } from './values-write.ts';
import type { FoundValues, WantedValues } from './wanted-values.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';

/** Values that were stored may be gone when they are looked for, because another run has replaced them. They are computed again, at most so often. */
export const ROUNDS = 4;

/** Of each date, where the values of each factor are; null where none of its tables is there. */
export type Places = ReadonlyMap<string, readonly (FoundValues | null)[]>;

export interface MissingValuesOptions extends WorkContext {
  /** Together they have every factor of the request. */
  readonly works: readonly Work[];
  readonly wanted: WantedValues;
  /** Identities that stay where files of a day are merged. */
  readonly kept: ReadonlySet<string>;
  /** Dates of each table that a factor reads. */
  readonly dates: ReadonlyMap<ComputedTable, ReadonlySet<string>>;
  readonly onRemoved: OnRemoved;
  /** Is told of days that are to be computed, and of each that is. */
  readonly onDays: (toDo: number, done: number) => void;
}

export class MissingValues {
  /** Of each date that was computed, how many values of each factor were computed in float64. */
  readonly computed = new Map<string, Map<number, number>>();
  private readonly shelves: readonly Shelf[];
  /** Versions of the tables as they were measured, or read. */
  private readonly versions = new Map<string, Map<ComputedTable, string>>();

  constructor(private readonly options: MissingValuesOptions) {
    this.shelves = [...new Set(options.works.flatMap((work) => work.factors.map((factor) => work.shelfOf(factor))))];
  }

  /** Computes until every value of every date is stored; returns where. */
  async complete(dates: readonly string[]): Promise<Places> {
    const { onDays, reader, request } = this.options;
    await this.measure(await this.withValues(dates));
    const found = this.nothingFound();
    let open = dates;
    for (let round = 1; ; round++) {
      await this.find(open, found);
      const batches = this.batches(open, found);
      if (batches.length === 0) break;
      const toDo = batches.flatMap((batch) => batch.dates);
      open = [...new Set(toDo)];
      if (round > ROUNDS) throw keptFromStaying(request.store, open);
      onDays(toDo.length, 0);
      for (const { work, factors, dates: ofBatch } of batches) await this.computeBatch(work, factors, ofBatch);
    }
    await reader.save();
    return new Map(dates.map((date) => [date, this.placesOn(date, found)]));
  }

  /** What is missing, and computes nothing: dates that lack values of the same factors stand together. */
  async lacking(dates: readonly string[]): Promise<readonly Batch[]> {
    await this.measure(dates);
    const found = this.nothingFound();
    await this.find(dates, found);
    return this.batches(dates, found);
  }

  /** Versions of the tables on a date that was asked about. */
  versionsOf(date: string): TableVersions {
    return this.versions.get(date) ?? new Map<ComputedTable, string>();
  }

  private nothingFound(): Map<Shelf, Map<string, DateValues>> {
    return new Map(this.shelves.map((shelf) => [shelf, new Map<string, DateValues>()]));
  }

  private batches(dates: readonly string[], found: ReadonlyMap<Shelf, ReadonlyMap<string, DateValues>>): readonly (Batch & { readonly work: Work })[] {
    return this.options.works.flatMap((work) => batchesOf(work.factors, dates, (date, factor) => !this.isOn(work.shelfOf(factor), date) || this.placeOf(work, factor, date, found) !== null).map((batch) => ({ ...batch, work })));
  }

  /** Computes some days and stores them. */
  private async computeBatch(work: Work, factors: readonly number[], dates: readonly string[]): Promise<void> {
    const writing = new AtOnce(work.daysInWriting);
    try {
      for await (const day of work.compute(factors, dates)) {
        this.options.request.signal?.throwIfAborted();
        await writing.add(async () => {
          await this.keep(work, factors, day);
          this.options.onDays(0, 1);
          this.options.tell(day.values.date, day.values.date);
        });
      }
      await writing.finish();
    } finally {
      await writing.settle();
    }
  }

  /** Measures the versions of the tables on some dates. */
  async measure(dates: readonly string[]): Promise<void> {
    const { reader, request, tell } = this.options;
    const tables = new Set(this.shelves.flatMap((shelf) => shelf.tables));
    for (const date of dates) {
      request.signal?.throwIfAborted();
      tell('', `looking for values of ${date}`);
      const versions = new Map<ComputedTable, string>();
      for (const table of tables) versions.set(table, await reader.versionOf(table, date));
      this.versions.set(date, versions);
    }
    await reader.save();
  }

  /** Dates that have values of any version. What is to be computed anyway is measured when it is read: hashes of a market's files take longer than the start of the threads that could read them. */
  private async withValues(dates: readonly string[]): Promise<readonly string[]> {
    const has: string[] = [];
    for (const date of dates) {
      for (const { folder } of this.shelves) {
        if ((await namesIn(dateFolder(folder, date))).length === 0) continue;
        has.push(date);
        break;
      }
    }
    return has;
  }

  /** Looks for stored values of some dates. */
  private async find(dates: readonly string[], found: ReadonlyMap<Shelf, Map<string, DateValues>>): Promise<void> {
    const { db, onRemoved } = this.options;
    for (const [shelf, values] of found) {
      const own = dates.filter((date) => this.isOn(shelf, date));
      const now = await findValues(db, shelf.folder, new Map(own.map((date) => [date, shelfVersion(shelf, this.versionsOf(date))])), onRemoved);
      for (const date of own) values.set(date, now.get(date) ?? new Map());
    }
  }

  /** Whether a date has one of the shelf's tables. */
  private isOn(shelf: Shelf, date: string): boolean {
    return shelf.tables.some((table) => this.options.dates.get(table)?.has(date) === true);
  }

  private placeOf(work: Work, factor: number, date: string, found: ReadonlyMap<Shelf, ReadonlyMap<string, DateValues>>): FoundValues | null {
    return this.options.wanted.find(factor, found.get(work.shelfOf(factor))?.get(date));
  }

  private placesOn(date: string, found: ReadonlyMap<Shelf, ReadonlyMap<string, DateValues>>): readonly (FoundValues | null)[] {
    const { request, works } = this.options;
    return request.factors.map(({ name }, factor) => {
      const work = works.find(({ factors }) => factors.includes(factor));
      if (work === undefined) throw new Error(`nothing computes ${name}`);
      const place = this.placeOf(work, factor, date, found);
      if (place === null && this.isOn(work.shelfOf(factor), date)) throw new Error(`values of ${name} are not stored for every date`);
      return place;
    });
  }

  /** Stores the values of a day. Values of no symbol are stored too: then nothing looks for them again. */
  private async keep(work: Work, factors: readonly number[], { values, versions, held }: ComputedDay): Promise<void> {
    const { db, kept, onRemoved, reader, request, source, wanted } = this.options;
    const { date } = values;
    const engine = source.ran?.name;
    if (engine === undefined) throw new Error('values without an engine');
    const ofDate = this.computed.get(date) ?? new Map<number, number>();
    const columns = new Map<Shelf, NewValues['columns'][number][]>();
    const stocks = new Map(this.shelves.map((shelf) => [shelf, stocksOn(shelf, values.symbols, held)]));
    factors.forEach((factor, i) => {
      const shelf = work.shelfOf(factor);
      const onShelf = columns.get(shelf) ?? [];
      onShelf.push({ name: request.factors[factor]?.name ?? '', identity: wanted.identity(factor, engine), values: chosen(values.columns[i], stocks.get(shelf) ?? []) });
      columns.set(shelf, onShelf);
      ofDate.set(factor, values.recomputed[i] ?? 0);
    });
    for (const [shelf, own] of columns) {
      const version = shelfVersion(shelf, versions);
      const symbols = (stocks.get(shelf) ?? []).map((stock) => values.symbols[stock] ?? '');
      await writeValues(db, shelf.folder, { date, version, symbols, columns: own }, async () => shelfVersion(shelf, new Map(await Promise.all(shelf.tables.map(async (table) => [table, await reader.versionOf(table, date)] as const)))));
      await mergeValues(db, shelf.folder, { date, version }, kept, onRemoved);
    }
    this.versions.set(date, new Map([...this.versionsOf(date), ...versions]));
    this.computed.set(date, ofDate);
  }
}

/** Places of the symbols that have a row in one of a shelf's tables. */
function stocksOn({ tables }: Shelf, symbols: readonly string[], held: ComputedDay['held']): readonly number[] {
  const symbolsOf = tables.flatMap((table) => held.get(table) ?? []);
  const stocks: number[] = [];
  for (const [stock, symbol] of symbols.entries()) if (symbolsOf.some((has) => has.has(symbol))) stocks.push(stock);
  return stocks;
}

function chosen(column: Float64Array | undefined, stocks: readonly number[]): Float64Array<ArrayBuffer> {
  const values = new Float64Array(stocks.length);
  for (const [i, stock] of stocks.entries()) values[i] = column?.[stock] ?? NaN;
  return values;
}

function keptFromStaying(store: string, dates: readonly string[]): DataError {
  return new DataError({
    file: store,
    found: `values of ${dates[0] ?? ''} that were gone after they were stored, ${String(ROUNDS)} times`,
    expected: 'days that stay as they are while they are computed',
    remedy: 'Wait until what writes these days or their values is done, then run again: finished days are kept.',
  });
}
