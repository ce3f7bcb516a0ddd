/** Computing what is missing of a request's values, day by day, into the store. */
import { columnsRead } from '../../compiler/columns-read.ts';
import type { Program } from '../../compiler/compile.ts';
import { DataError } from '../store/data-error.ts';
import type { Database } from '../store/duckdb.ts';
import type { VersionReader } from '../store/fingerprint.ts';
import { batchesOf, type Batch } from './batches.ts';
import type { ComputeRequest } from './compute.ts';
import { ahead, joinParts } from './day-parts.ts';
import { readDays } from './day-reader.ts';
import type { DayValues } from './day-values.ts';
import type { EngineSource } from './engine-source.ts';
import { mergeValues } from './values-merge.ts';
import { findValues, type DateValues, type OnRemoved } from './values-store.ts';
import { writeValues } from './values-write.ts';
import type { FoundValues, WantedValues } from './wanted-values.ts';

/** Values that were stored may be gone when they are looked for, because another run has replaced them. They are computed again, at most so often. */
export const ROUNDS = 4;

/** Of each date, where the values of each factor are. */
export type Places = ReadonlyMap<string, readonly FoundValues[]>;

export interface MissingValuesOptions {
  readonly db: Database;
  readonly request: ComputeRequest;
  /** Computes every factor of the request. */
  readonly program: Program;
  readonly wanted: WantedValues;
  readonly source: EngineSource;
  readonly reader: VersionReader;
  /** Null for all. */
  readonly symbols: readonly string[] | null;
  readonly onRemoved: OnRemoved;
}

export class MissingValues {
  /** Of each date that was computed, how many values of each factor were computed in float64. */
  readonly computed = new Map<string, Map<number, number>>();
  private done = 0;
  private total = 0;

  constructor(private readonly options: MissingValuesOptions) {}

  /** Tells what is going on; `date` is empty if it is about no day. */
  readonly progress = (date: string, note: string): void => {
    this.options.request.onProgress?.({ done: this.done, total: this.total, date, note });
  };

  /** Computes until every value of every date is stored; returns where. */
  async complete(dates: readonly string[]): Promise<Places> {
    const { db, onRemoved, program, reader, request, wanted } = this.options;
    const versions = new Map<string, string>();
    for (const date of dates) {
      request.signal?.throwIfAborted();
      this.progress('', `looking for values of ${date}`);
      versions.set(date, await reader.versionOf(date));
    }
    await reader.save();
    const found = new Map<string, DateValues>();
    let open = dates;
    for (let round = 1; ; round++) {
      const now = await findValues(db, request.store, new Map(open.map((date) => [date, versions.get(date) ?? 'none'])), onRemoved);
      for (const date of open) found.set(date, now.get(date) ?? new Map());
      const batches = batchesOf(request.factors, program, open, (date, factor) => wanted.find(factor, found.get(date)) !== null);
      if (batches.length === 0) break;
      open = batches.flatMap((batch) => batch.dates);
      if (round > ROUNDS) throw keptFromStaying(request.store, open);
      this.total += open.length;
      for (const batch of batches) await this.computeBatch(batch, versions);
    }
    await reader.save();
    return new Map(dates.map((date) => [date, this.placesOf(found.get(date))]));
  }

  private placesOf(values: DateValues | undefined): readonly FoundValues[] {
    const { request, wanted } = this.options;
    return request.factors.map((factor, i) => {
      const place = wanted.find(i, values);
      if (place === null) throw new Error(`values of ${factor.name} are not stored for every date`);
      return place;
    });
  }

  /** Computes days one after the other; the next part, of this day or the next, is read while one computes. */
  private async computeBatch(batch: Batch, versions: Map<string, string>): Promise<void> {
    const { db, reader, request, source, symbols } = this.options;
    const { signal } = request;
    const onlyFields = columnsRead(batch.program.sources);
    const parts = readDays({ db, store: request.store, dates: batch.dates, onlyFields, symbols, versionOf: (date) => reader.versionOf(date), ...(signal === undefined ? {} : { signal }) });
    let results: DayValues[] = [];
    for await (const part of ahead(parts)) {
      signal?.throwIfAborted();
      this.progress(part.date, part.date);
      if (part.first) results = [];
      const engine = await source.engineFor(batch.program, part.data?.symbols.length ?? 1);
      if (part.data !== null) results.push(await engine.compute(part.data));
      if (part.version === null) continue;
      await this.keep(batch, joinParts(part.date, results), part.version);
      versions.set(part.date, part.version);
      this.done++;
      this.progress(part.date, part.date);
    }
  }

  /** Stores the values of a day. Values of no symbol are stored too: then nothing looks for them again. */
  private async keep(batch: Batch, values: DayValues, version: string): Promise<void> {
    const { db, onRemoved, reader, request, source, wanted } = this.options;
    const { factors, store } = request;
    const engine = source.ran?.name;
    if (engine === undefined) throw new Error('values without an engine');
    const ofDate = this.computed.get(values.date) ?? new Map<number, number>();
    const columns = batch.factors.map((factor, i) => {
      ofDate.set(factor, values.recomputed[i] ?? 0);
      return { name: factors[factor]?.name ?? '', identity: wanted.identity(factor, engine), values: values.columns[i] ?? new Float64Array(0) };
    });
    await writeValues(db, store, { date: values.date, version, symbols: values.symbols, columns }, () => reader.versionOf(values.date));
    await mergeValues(db, store, { date: values.date, version }, wanted.identities, onRemoved);
    this.computed.set(values.date, ofDate);
  }
}

function keptFromStaying(store: string, dates: readonly string[]): DataError {
  return new DataError({
    file: store,
    found: `values of ${dates[0] ?? ''} that were gone after they were stored, ${String(ROUNDS)} times`,
    expected: 'days that stay as they are while they are computed',
    remedy: 'Wait until what writes these days or their values is done, then run again: finished days are kept.',
  });
}
