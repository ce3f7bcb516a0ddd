/** Factors over executions and orders, computed day by day and stock by stock. */
import { tablesRead } from '../../compiler/columns-read.ts';
import { compileEvents, type EventProgram } from '../../compiler/events/compile.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { partitionFolder } from '../store/layout.ts';
import { throwFault } from '../store/read-events.ts';
import { bytesToRead } from './bytes-to-read.ts';
import { DayInBatches } from './day-in-batches.ts';
import { ahead } from './day-parts.ts';
import type { DayValues } from './day-values.ts';
import { readInOneVersion, type ReadPart } from './one-version.ts';
import { Slabs } from './slabs.ts';
import { eventShelf, type ComputedTable, type Shelf, type TableVersions } from './shelf.ts';
import { eventFields, stocksOfDay, type StockRows } from './stocks-of-day.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';

export class EventsWork implements Work {
  readonly daysInWriting = 0;
  private readonly shelves: ReadonlyMap<number, Shelf>;
  private readonly slabs = { trade: new Slabs(), order: new Slabs() };

  /** @param factors places in the request of the factors of `program`, in its order */
  constructor(
    private readonly context: WorkContext,
    readonly factors: readonly number[],
    private readonly program: EventProgram,
  ) {
    const { outputs } = program.plan;
    const byFolder = new Map<string, Shelf>();
    this.shelves = new Map(
      outputs.map(({ factor, source }, i) => {
        const shelf = eventShelf(context.request.store, factor, source);
        const known = byFolder.get(shelf.folder) ?? shelf;
        byFolder.set(shelf.folder, known);
        return [factors[i] ?? NaN, known];
      }),
    );
  }

  shelfOf(factor: number): Shelf {
    const shelf = this.shelves.get(factor);
    if (shelf === undefined) throw new RangeError(`factor ${String(factor)} reads no executions or orders`);
    return shelf;
  }

  identityOf(factor: number): string {
    return this.program.identities[this.factors.indexOf(factor)] ?? '';
  }

  /** Rows are read while batches of stocks are computed, on several threads where there is enough to do. */
  async *compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { request, source, symbols, tell } = this.context;
    const program = this.programOf(factors);
    const tables = tablesRead(program.sources).flatMap(({ table }) => (table === 'minute' ? [] : [table]));
    const bytes = await bytesToRead(request.store, tables, dates, symbols);
    const engine = await source.eventEngineFor(program, factors.map((place) => argument(request.factors, place)), bytes);
    let day = new DayInBatches(engine);
    try {
      for await (const { date, data, first, version } of ahead(this.read(program, factors, dates))) {
        request.signal?.throwIfAborted();
        if (first) {
          // Left from an attempt that is void.
          await day.giveUp();
          day = new DayInBatches(engine);
        }
        if (data !== null) {
          await day.add(data);
          tell(date, `${date}, stock ${String(day.symbols.length)}`);
        }
        if (version === null) continue;
        const values = await this.finish(day, date, program);
        yield { values: { date, ...values }, versions: version, held: day.held };
      }
    } finally {
      await day.giveUp();
    }
  }

  private async finish(day: DayInBatches, date: string, program: EventProgram): Promise<Omit<DayValues, 'date'>> {
    const values = await day.finish();
    if (!('fault' in values)) return values;
    const { db, request } = this.context;
    const { fault } = values;
    const columns = tablesRead(program.sources).find(({ table }) => table === fault)?.columns ?? [];
    return throwFault(db, request.store, fault, date, eventFields(fault, columns));
  }

  private read(program: EventProgram, factors: readonly number[], dates: readonly string[]): AsyncGenerator<ReadPart<StockRows, TableVersions>, void> {
    const { db, reader, request, symbols } = this.context;
    const { signal, store } = request;
    const tables = [...new Set(factors.flatMap((factor) => this.shelfOf(factor).tables))];
    const days = { db, store, tables: tablesRead(program.sources), symbols, slabs: this.slabs, ...(signal === undefined ? {} : { signal }) };
    return readInOneVersion({
      dates,
      versionOf: async (date) => {
        const versions = new Map<ComputedTable, string>();
        for (const table of tables) versions.set(table, await reader.versionOf(table, date));
        return versions;
      },
      isSame: (a, b) => tables.every((table) => a.get(table) === b.get(table)),
      read: (date) => stocksOfDay(days, date),
      folderOf: (date) => tables.map((table) => partitionFolder(store, table, date)).join(', '),
    });
  }

  private programOf(factors: readonly number[]): EventProgram {
    return factors.length === this.factors.length ? this.program : compileEvents(this.context.request.factors.filter((_, place) => factors.includes(place)));
  }
}
