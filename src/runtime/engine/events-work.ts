/** Factors over executions and orders, computed day by day and stock by stock. */
import { tablesRead } from '../../compiler/columns-read.ts';
import { compileEvents, type EventProgram } from '../../compiler/events/compile.ts';
import { partitionFolder } from '../store/layout.ts';
import type { DatedTable } from '../store/tables.ts';
import { ahead } from './day-parts.ts';
import { readInOneVersion, type ReadPart } from './one-version.ts';
import { eventShelf, type Shelf, type TableVersions } from './shelf.ts';
import { stocksOfDay, type StockRows } from './stocks-of-day.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';

export class EventsWork implements Work {
  private readonly shelves: ReadonlyMap<number, Shelf>;

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

  /** The next stock, of this day or the next, is read while one computes. */
  async *compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { request, source, tell } = this.context;
    const { signal } = request;
    const program = this.programOf(factors);
    const engine = await source.eventEngineFor(program);
    let symbols: string[] = [];
    let held = nothingHeld();
    for await (const { date, data, first, version } of ahead(this.read(program, factors, dates))) {
      signal?.throwIfAborted();
      if (first) {
        // Left from an attempt that is void, or from a batch that was given up.
        await engine.finish();
        symbols = [];
        held = nothingHeld();
      }
      if (data !== null) {
        symbols.push(data.symbol);
        for (const [table, has] of held) if (data.data[table] !== null) has.add(data.symbol);
        tell(date, `${date}, stock ${String(symbols.length)}`);
        await engine.add(data.data);
      }
      if (version === null) continue;
      const { columns, recomputed } = await engine.finish();
      yield { values: { date, symbols, columns: columns.map((column) => Float64Array.from(column)), recomputed }, versions: version, held };
    }
  }

  private read(program: EventProgram, factors: readonly number[], dates: readonly string[]): AsyncGenerator<ReadPart<StockRows, TableVersions>, void> {
    const { db, reader, request, symbols } = this.context;
    const { signal, store } = request;
    const tables = [...new Set(factors.flatMap((factor) => this.shelfOf(factor).tables))];
    const days = { db, store, tables: tablesRead(program.sources), symbols, ...(signal === undefined ? {} : { signal }) };
    return readInOneVersion({
      dates,
      versionOf: async (date) => {
        const versions = new Map<DatedTable, string>();
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

function nothingHeld(): ReadonlyMap<DatedTable, Set<string>> {
  return new Map((['minute', 'trade', 'order'] as const).map((table) => [table, new Set<string>()]));
}
