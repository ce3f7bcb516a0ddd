/** Factors over minute bars, computed day by day. */
import { columnsRead } from '../../compiler/columns-read.ts';
import { compile, type Program } from '../../compiler/compile.ts';
import { ahead, joinParts } from './day-parts.ts';
import { readDays } from './day-reader.ts';
import type { DayValues } from './day-values.ts';
import { barsShelf, type Shelf } from './shelf.ts';
import type { ComputedDay, Work, WorkContext } from './work.ts';

export class BarsWork implements Work {
  readonly daysInWriting = 0;
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

  /** The next part, of this day or the next, is read while one computes. */
  async *compute(factors: readonly number[], dates: readonly string[]): AsyncGenerator<ComputedDay, void> {
    const { db, reader, request, source, symbols, tell } = this.context;
    const program = this.programOf(factors);
    const { signal, store } = request;
    const parts = readDays({ db, store, dates, onlyFields: columnsRead(program.sources), symbols, versionOf: (date) => reader.versionOf('minute', date), ...(signal === undefined ? {} : { signal }) });
    let results: DayValues[] = [];
    for await (const { date, data, first, version } of ahead(parts)) {
      signal?.throwIfAborted();
      tell(date, date);
      if (first) results = [];
      const engine = await source.engineFor(program, data?.symbols.length ?? 1);
      if (data !== null) results.push(await engine.compute(data));
      if (version === null) continue;
      const values = joinParts(date, results);
      yield { values, versions: new Map([['minute', version]]), held: new Map([['minute', new Set(values.symbols)]]) };
    }
  }

  private programOf(factors: readonly number[]): Program {
    if (factors.length === this.factors.length) return this.program;
    const { program } = compile(this.context.request.factors.filter((_, place) => factors.includes(place)));
    if (program === null) throw new Error('factors over minute bars must compile to a program over them');
    return program;
  }
}
