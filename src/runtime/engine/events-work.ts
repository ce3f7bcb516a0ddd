/** Factors over executions and orders, computed day by day and stock by stock. */
import { statSync } from 'node:fs';
import { tablesRead } from '../../compiler/columns-read.ts';
import { compileEvents, type EventProgram } from '../../compiler/events/compile.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import type { EventTable } from '../store/event-columns.ts';
import { partitionFiles, partitionFolder } from '../store/layout.ts';
import { PreparedDamaged } from '../store/prepared-file.ts';
import { preparedRows, type PreparedTable } from '../store/prepared-paths.ts';
import { throwFault } from '../store/read-events.ts';
import { ahead } from './day-parts.ts';
import { planDay, rangesOf, type StoreTables } from './day-ranges.ts';
import { readInOneVersion, type ReadPart } from './one-version.ts';
import { HELD_TABLES, joined, type RangeEngine, type RangeOutcome, type RangeValues } from './range-engine.ts';
import { eventShelf, type ComputedTable, type Shelf, type TableVersions } from './shelf.ts';
import { eventFields } from './stocks-of-day.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';

/** Stocks of a market, to guess how much of it some symbols are. */
const MARKET = 5000;

/** Ranges per thread that are asked for at once: none waits for the one before it, and few are left to a run that is stopped. */
const RANGES_AHEAD = 3;

export class EventsWork implements Work {
  readonly daysInWriting = 0;
  /** What is wrong with prepared rows, by their file: found out while they are read. */
  private readonly damage = new Map<string, string>();
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

  /** Ranges of stocks are read and computed on several threads where there is enough to do. */
  async *compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { db, request, source } = this.context;
    const program = this.programOf(factors);
    const tables: StoreTables = { db, store: request.store, tables: tablesRead(program.sources) };
    const engine = await source.eventEngineFor(program, factors.map((place) => argument(request.factors, place)), tables, await this.bytesOf(program, dates));
    const days = this.read(engine, tables, factors, dates);
    let parts: RangeValues[] = [];
    for await (const { date, data, first, version } of engine.threads > 1 ? ahead(days) : days) {
      request.signal?.throwIfAborted();
      // Those before are left from an attempt that is void.
      if (first) parts = [];
      if (data !== null) parts.push(data);
      if (version === null) continue;
      yield { values: { date, symbols: parts.flatMap(({ symbols }) => symbols), ...joined(parts) }, versions: version, held: heldBy(parts) };
    }
  }

  /** Values of a day's ranges, in their order. */
  private async *valuesOf(engine: RangeEngine, tables: StoreTables, date: string, versions: TableVersions): AsyncGenerator<RangeValues, void> {
    const { request, symbols, tell } = this.context;
    const fileOf = (table: PreparedTable): string | null => preparedRows(tables.store, date, versions.get(table) ?? 'none', table);
    const damageOf = (table: PreparedTable): string | null => this.damage.get(fileOf(table) ?? '') ?? null;
    const day = await planDay(tables, symbols, date, (table) => (damageOf(table) === null ? fileOf(table) : null));
    const { read } = this.context.source;
    if (day.minute !== null) read.of('minute').note(date, { prepared: day.preparedBars !== null, damage: damageOf('minute') });
    for (const plan of day.events) read.of(plan.table).note(date, { prepared: 'path' in plan, damage: damageOf(plan.table) });
    const ranges = rangesOf(day);
    const asked: Promise<RangeOutcome>[] = [];
    let stocks = 0;
    const onStock = (count: number): void => {
      tell(date, `${date}, stock ${String(stocks + count)}`);
      request.signal?.throwIfAborted();
    };
    try {
      for (let place = 0; place < ranges.length; place++) {
        const until = Math.min(ranges.length, place + (engine.threads > 1 ? RANGES_AHEAD * engine.threads : 1));
        for (const range of ranges.slice(asked.length, until)) {
          const outcome = engine.compute(range, onStock);
          // A failure surfaces where the outcome is awaited; until then it must not count as unhandled.
          outcome.catch(() => undefined);
          asked.push(outcome);
        }
        const outcome = await argument(asked, place);
        if ('fault' in outcome) return await this.throwFault(tables, outcome.fault, date);
        stocks += outcome.symbols.length;
        if (engine.threads > 1) onStock(0);
        yield outcome;
      }
    } finally {
      engine.giveUp();
      await Promise.allSettled(asked);
    }
  }

  private throwFault({ db, store, tables }: StoreTables, fault: EventTable, date: string): Promise<never> {
    const columns = tables.find(({ table }) => table === fault)?.columns ?? [];
    return throwFault(db, store, fault, date, eventFields(fault, columns));
  }

  /** Bytes of the files of executions and orders that a program reads, of its symbols about. */
  private async bytesOf(program: EventProgram, dates: readonly string[]): Promise<number> {
    let bytes = 0;
    for (const { table } of tablesRead(program.sources)) {
      if (table === 'minute') continue;
      for (const date of dates) {
        for (const file of await partitionFiles(this.context.request.store, table, date)) bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      }
    }
    const { symbols } = this.context;
    return symbols === null ? bytes : bytes * Math.min(1, symbols.length / MARKET);
  }

  private read(engine: RangeEngine, stored: StoreTables, factors: readonly number[], dates: readonly string[]): AsyncGenerator<ReadPart<RangeValues, TableVersions>, void> {
    const { reader } = this.context;
    const tables = [...new Set(factors.flatMap((factor) => this.shelfOf(factor).tables))];
    return readInOneVersion({
      dates,
      versionOf: async (date, signal) => {
        const versions = new Map<ComputedTable, string>();
        for (const table of tables) versions.set(table, await reader.versionOf(table, date, signal));
        return versions;
      },
      isSame: (a, b) => tables.every((table) => a.get(table) === b.get(table)),
      read: (date, versions) => this.valuesOf(engine, stored, date, versions),
      beginsAgain: (error) => {
        if (error instanceof PreparedDamaged) this.damage.set(error.path, error.message);
        return error instanceof PreparedDamaged;
      },
      folderOf: (date) => tables.map((table) => partitionFolder(stored.store, table, date)).join(', '),
    });
  }

  private programOf(factors: readonly number[]): EventProgram {
    return factors.length === this.factors.length ? this.program : compileEvents(this.context.request.factors.filter((_, place) => factors.includes(place)));
  }
}

/** Symbols that have a row in each table. */
function heldBy(parts: readonly RangeValues[]): ReadonlyMap<ComputedTable, ReadonlySet<string>> {
  return new Map(HELD_TABLES.map((table, place) => [table, new Set(parts.flatMap(({ symbols, held }) => symbols.filter((_, i) => ((held[i] ?? 0) & (1 << place)) !== 0)))]));
}
