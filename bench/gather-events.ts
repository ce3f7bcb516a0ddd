/** Measures contenders over executions and orders in turns and puts what they took and answered into one report. */
import { join } from 'node:path';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { accuracyOf } from './accuracy.ts';
import { computeArgs, type EventEntry } from './event-contenders.ts';
import { readEventValues, valuesOf, type EventValues } from './event-factors.ts';
import { keptMarket, readThrough, withFreshStore, type KeptMarket } from './event-market.ts';
import { timingOf } from './measure.ts';
import { inRepository } from './repository.ts';
import { nanosecondsPerRow, type EventReport, type EventResult } from './results.ts';
import { runWhole, type WholeProcess } from './whole-process.ts';

export interface EventPlan {
  readonly entries: readonly EventEntry[];
  /** Runs of each contender, every one in a process of its own. */
  readonly rounds: number;
  readonly stocks: number;
  /** Executions of the smaller market, about; as many orders. */
  readonly executions: number;
  readonly seed: number;
  /** Where generated markets are kept. */
  readonly folder: string;
}

type Say = (line: string) => void;

/** The reference takes one stock at a time; so many tell as much as all. */
const COMPARED = 500;

/** What a contender took, run by run, and the values of its last run. */
interface Gathered {
  readonly times: number[];
  readonly coreTimes: number[];
  peakRssMib: number;
  said: string;
  values: EventValues | null;
}

/** Measures everything in the plan, telling `say` how it goes on. */
export async function measureEvents(plan: EventPlan, say: Say): Promise<EventReport> {
  const { entries, rounds, stocks, seed } = plan;
  const markets = await makeMarkets(plan, say);
  const gathered = new Map(entries.map(({ name }): readonly [string, Gathered] => [name, { times: [], coreTimes: [], peakRssMib: 0, said: '', values: null }]));
  // In turns: what disturbs the machine for a while then disturbs no contender alone.
  for (let round = 1; round <= rounds; round++) {
    for (const entry of entries) {
      const market = markets.get(entry.size);
      const into = gathered.get(entry.name);
      if (market === undefined || into === undefined) continue;
      say(`round ${round} of ${rounds}: ${entry.name}, ${entry.about}`);
      const [{ milliseconds, coreMilliseconds, peakRssMib, said }, values] = await runOnce(entry.args, market);
      into.times.push(milliseconds);
      into.coreTimes.push(coreMilliseconds);
      into.peakRssMib = Math.max(into.peakRssMib, peakRssMib);
      into.said = said;
      into.values = values;
      say(`  ${(milliseconds / 1000).toFixed(2)} s, of cores ${(coreMilliseconds / 1000).toFixed(2)} s, ${peakRssMib.toFixed(0)} MiB`);
    }
  }
  const results: EventResult[] = [];
  for (const [size, market] of markets) {
    const ofSize = entries.filter((entry) => entry.size === size);
    const exact = await referenceValues(market, gathered.get(ofSize[0]?.name ?? '')?.values ?? null, say);
    for (const entry of ofSize) {
      const found = gathered.get(entry.name);
      if (found !== undefined) results.push(resultOf(entry, market, found, exact));
    }
  }
  return { stocks, seed, compared: Math.min(COMPARED, stocks), rounds, results: compare(entries, results) };
}

/** The markets that the contenders need, by size, each read once. */
async function makeMarkets({ entries, stocks, executions, seed, folder }: EventPlan, say: Say): Promise<ReadonlyMap<number, KeptMarket>> {
  const markets = new Map<number, KeptMarket>();
  for (const { size } of entries) {
    if (markets.has(size)) continue;
    const market = await keptMarket(folder, { stocks, executions: size * executions, seed }, () => {
      say(`making a market of ${size * executions} executions and as many orders, once; it takes minutes`);
    });
    await readThrough(market.store);
    markets.set(size, market);
  }
  return markets;
}

/** One process over a store without values; what it took and what it wrote. */
function runOnce(argsOf: EventEntry['args'], market: KeptMarket): Promise<readonly [WholeProcess, EventValues]> {
  return withFreshStore(market, async (store, folder) => {
    const out = join(folder, 'values.parquet');
    const taken = await runWhole(argsOf(store, out), inRepository());
    return [taken, await withDatabase({}, (db) => db.use((connection) => readEventValues(connection, out)))];
  });
}

/** Values of the float64 reference, of stocks evenly spread over the symbols. */
async function referenceValues(market: KeptMarket, values: EventValues | null, say: Say): Promise<EventValues> {
  if (values === null) throw new Error('there is nothing to compare');
  const { symbols } = values;
  const count = Math.min(COMPARED, symbols.length);
  const chosen = Array.from({ length: count }, (_, i) => symbols[Math.floor((i * symbols.length) / count)] ?? '');
  say(`the reference of ${count} stocks, for the errors`);
  const [, exact] = await runOnce((store, out) => [...computeArgs('reference', store, out), '--symbols', ...chosen], market);
  return exact;
}

/** What `compute` says of what ran and of values that were computed in float64. */
export function saidOf(said: string): { readonly device: string; readonly recomputed: number } {
  const device = /^Engine: \S+ \((.*)\)\./m.exec(said)?.[1];
  if (device === undefined) throw new Error(`expected a line "Engine: NAME (WHERE).", found ${said === '' ? 'nothing' : said}`);
  const counts = [...said.matchAll(/^\w+: (\d+) values? computed in float64/gm)];
  return { device, recomputed: counts.reduce((total, [, count]) => total + Number(count), 0) };
}

function resultOf({ name, about, kind }: EventEntry, { rows }: KeptMarket, { times, coreTimes, peakRssMib, said, values }: Gathered, exact: EventValues): EventResult {
  if (values === null) throw new Error(`${name} has no values`);
  const { device, recomputed } = saidOf(said);
  return {
    name,
    about,
    kind,
    executions: rows.trade,
    orders: rows.order,
    timing: timingOf(times),
    cores: timingOf(coreTimes),
    peakRssMib,
    fasterThanDuckdb: null,
    perRowOfSmaller: null,
    accuracy: accuracyOf(valuesOf(values, exact.symbols), exact.values),
    recomputed: kind === 'engine' ? recomputed : null,
    device,
  };
}

/** Adds how contenders compare: with DuckDB over the same rows, and with the same engine over fewer. */
function compare(entries: readonly EventEntry[], results: readonly EventResult[]): readonly EventResult[] {
  const sizeOf = new Map(entries.map(({ name, size }) => [name, size]));
  const at = (kind: EventEntry['kind'], size: number): EventResult | undefined => results.find((result) => result.kind === kind && sizeOf.get(result.name) === size);
  return results.map((result) => {
    const size = sizeOf.get(result.name) ?? NaN;
    const duckdb = at('peer', size);
    const smaller = size > 1 ? at('engine', 1) : undefined;
    return {
      ...result,
      fasterThanDuckdb: duckdb === undefined ? null : duckdb.timing.median / result.timing.median,
      perRowOfSmaller: smaller === undefined ? null : nanosecondsPerRow(result) / nanosecondsPerRow(smaller),
    };
  });
}
