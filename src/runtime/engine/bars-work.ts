/** Factors over minute bars, computed day by day. */
import { columnsRead } from '../../compiler/columns-read.ts';
import { compile, type Program } from '../../compiler/compile.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { partitionFolder } from '../store/layout.ts';
import { preparedRows } from '../store/prepared-paths.ts';
import type { BarsPool } from './bars-pool.ts';
import { bytesToRead } from './bytes-to-read.ts';
import { ahead, joinParts } from './day-parts.ts';
import { readDays } from './day-reader.ts';
import type { DayValues } from './day-values.ts';
import { inTurn } from './in-turn.ts';
import { readInOneVersion, type ReadPart } from './one-version.ts';
import { barsShelf, type Shelf } from './shelf.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';

export class BarsWork implements Work {
  /** Other days are computed meanwhile. */
  readonly daysInWriting = 2;
  private readonly shelf: Shelf;

  /** @param factors places in the request of the factors of `program`, in its order */
  constructor(
    private readonly context: WorkContext,
    readonly factors: readonly number[],
    private readonly program: Program,
  ) {
    this.shelf = barsShelf(context.request.store);
  }

  shelfOf(): Shelf {
    return this.shelf;
  }

  identityOf(factor: number): string {
    return this.program.identities[this.factors.indexOf(factor)] ?? '';
  }

  /** Several days at once on threads of their own, where that pays; else the next part, of this day or the next, is read while one computes. */
  async *compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { request, source, symbols } = this.context;
    const { store } = request;
    const pool = await source.barsPoolFor({ factors: factors.map((place) => argument(request.factors, place)), store, symbols, dates, bytes: await bytesToRead(store, ['minute'], dates, symbols) });
    if (pool === null) yield* this.onThisThread(this.programOf(factors), dates);
    else yield* this.onThreads(pool, dates);
  }

  private async *onThreads(pool: BarsPool, dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { reader, request, source, tell } = this.context;
    const { signal, store } = request;
    const giveUp = (): void => pool.giveUp();
    signal?.addEventListener('abort', giveUp);
    try {
      const days = inTurn(dates, pool.atOnce, (date) =>
        lastPart(
          readInOneVersion({
            dates: [date],
            versionOf: (of, over) => reader.versionOf('minute', of, over),
            isSame: (a, b) => a === b,
            read: async function* (of, version) {
              const { values, read } = await pool.day({ date: of, prepared: preparedRows(store, of, version) });
              source.read.of('minute').note(of, read);
              yield values;
            },
            folderOf: (of) => partitionFolder(store, 'minute', of),
          }),
        ),
      );
      for await (const { date, data, version } of days) {
        signal?.throwIfAborted();
        tell(date, date);
        if (data !== null && version !== null) yield computedDay(data, version);
      }
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  private async *onThisThread(program: Program, dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { db, reader, request, source, symbols, tell } = this.context;
    const { signal, store } = request;
    const parts = readDays({ db, store, dates, onlyFields: columnsRead(program.sources), symbols, versionOf: (date, over) => reader.versionOf('minute', date, over), onRead: (date, read) => source.read.of('minute').note(date, read), ...(signal === undefined ? {} : { signal }) });
    let results: DayValues[] = [];
    for await (const { date, data, first, version } of ahead(parts)) {
      signal?.throwIfAborted();
      tell(date, date);
      if (first) results = [];
      const engine = await source.engineFor(program, data?.symbols.length ?? 1);
      if (data !== null) results.push(await engine.compute(data));
      if (version !== null) yield computedDay(joinParts(date, results), version);
    }
  }

  private programOf(factors: readonly number[]): Program {
    if (factors.length === this.factors.length) return this.program;
    const { program } = compile(this.context.request.factors.filter((_, place) => factors.includes(place)));
    if (program === null) throw new Error('factors over minute bars must compile to a program over them');
    return program;
  }
}

function computedDay(values: DayValues, version: string): ComputedDay {
  return { values, versions: new Map([['minute', version]]), held: new Map([['minute', new Set(values.symbols)]]) };
}

/** The last part of one date, which is all of it where a date has one part. */
async function lastPart<T>(parts: AsyncGenerator<ReadPart<T, string>, void>): Promise<ReadPart<T, string>> {
  let last: ReadPart<T, string> | null = null;
  for await (const part of parts) last = part;
  if (last === null) throw new Error('a date without a part');
  return last;
}
