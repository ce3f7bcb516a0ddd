/** Values of all shards of a date become values of the date. Whoever ends the last shard does it; two who do it at once write the same. */
import { shelfVersion, type Shelf } from '../engine/shelf.ts';
import { dropValues } from '../engine/values-drop.ts';
import { findValues, dateFolder, fileNameOf, type DateValues, type OnRemoved } from '../engine/values-store.ts';
import { writeParquet } from '../engine/values-write.ts';
import { ALL, enginesOf, WantedValues, whomOf, type EngineName } from '../engine/wanted-values.ts';
import type { ValuesRequest, ValuesRun } from '../engine/values-run.ts';
import { parquetSource, quoteName, type Database } from '../store/duckdb.ts';

export interface ShardsOfDate {
  readonly db: Database;
  readonly request: ValuesRequest;
  readonly run: ValuesRun;
  readonly date: string;
  /** How many shards there are. */
  readonly of: number;
  /** Hash of the symbols that they share out. */
  readonly split: string;
  readonly onRemoved: OnRemoved;
}

/** Writes the values of the whole date if those of every shard are there, by one engine. Returns whether the date is whole. */
export async function joinShards({ db, request, run, date, of, split, onRemoved }: ShardsOfDate): Promise<boolean> {
  const identities = request.factors.map((_, factor) => run.works.find((work) => work.factors.includes(factor))?.identityOf(factor) ?? '');
  const wantedOf = (whom: string): WantedValues => new WantedValues(request.factors, identities, request.engine, whom);
  const whole = wantedOf(ALL);
  const shards = Array.from({ length: of }, (_, i) => wantedOf(whomOf(null, { place: i + 1, of, split })));
  // Of no more use once the date is whole; they may be merged with each other and with other values.
  const spent = new Set(shards.flatMap(({ identities }) => [...identities]).filter((identity) => !whole.identities.has(identity)));
  const shelves = new Map<Shelf, number[]>();
  for (const work of run.works) for (const factor of work.factors) shelves.set(work.shelfOf(factor), [...(shelves.get(work.shelfOf(factor)) ?? []), factor]);
  let isWhole = true;
  for (const [shelf, factors] of shelves) {
    const version = shelfVersion(shelf, run.missing.versionsOf(date));
    const find = async (): Promise<DateValues | undefined> => (await findValues(db, shelf.folder, new Map([[date, version]]), onRemoved)).get(date);
    const has = (values: DateValues | undefined): boolean => factors.every((factor) => whole.find(factor, values) !== null);
    const found = await find();
    const folder = dateFolder(shelf.folder, date);
    if (has(found)) {
      // A shard that was late.
      await dropValues(db, shelf.folder, { date, version }, spent, onRemoved);
      continue;
    }
    const engine = enginesOf(request.engine).find((name) => factors.every((factor) => shards.every((shard) => found?.has(shard.identity(factor, name)) === true)));
    if (engine === undefined || found === undefined) {
      isWhole = false;
      continue;
    }
    const sources = new Set<string>();
    const cells = factors.map((factor) => {
      const columns = shards.map((shard) => {
        const place = found.get(shard.identity(factor, engine));
        if (place === undefined) throw new Error('a shard that was there is gone');
        sources.add(place.file);
        return quoteName(place.column);
      });
      // Of a symbol one shard has the value.
      return `any_value(coalesce(${columns.join(', ')})) AS ${quoteName(`${request.factors[factor]?.name ?? ''}@${whole.identity(factor, engine)}`)}`;
    });
    try {
      await writeParquet(db, folder, wholeName(version, whole, factors, engine), () => Promise.resolve(`SELECT symbol, ${cells.join(', ')} FROM ${parquetSource([...sources])} GROUP BY symbol ORDER BY symbol`));
    } catch (error) {
      // Somebody else has joined them and removed the shards meanwhile.
      if (!has(await find())) throw error;
    }
    await dropValues(db, shelf.folder, { date, version }, spent, onRemoved);
  }
  return isWhole;
}

function wholeName(version: string, wanted: WantedValues, factors: readonly number[], engine: EngineName): string {
  return fileNameOf(version, factors.map((factor) => wanted.identity(factor, engine)));
}
