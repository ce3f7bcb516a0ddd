/** Measures contenders over executions and orders in turns and puts what they took and answered into one report. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { preparedFolder } from '../src/runtime/store/prepared-paths.ts';
import { accuracyOf } from './accuracy.ts';
import { answerOf } from './child-answer.ts';
import { computeArgs, prepareEventsArgs, startOfPeer, type EventEntry, type EventStart } from './event-contenders.ts';
import { readEventValues, valuesOf, type EventValues } from './event-factors.ts';
import { asDays, keptMarket, readThrough, withFreshStore, type KeptMarket } from './event-market.ts';
import { valuesIn, type MemoryAnswer } from './events-memory-answer.ts';
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
  device: string;
  recomputed: number | null;
  values: EventValues | null;
}

/** What one process took and found. */
type Found = Readonly<Gathered> & { readonly values: EventValues };

/** Timed runs of a process that has its rows in memory. */
const RUNS_IN_MEMORY = 3;

/** Measures everything in the plan, telling `say` how it goes on. */
export async function measureEvents(plan: EventPlan, say: Say): Promise<EventReport> {
  const { entries, rounds, stocks, seed } = plan;
  const markets = await makeMarkets(plan, say);
  const gathered = new Map(entries.map(({ name }): readonly [string, Gathered] => [name, { times: [], coreTimes: [], peakRssMib: 0, device: '', recomputed: null, values: null }]));
  // In turns: what disturbs the machine for a while then disturbs no contender alone.
  for (let round = 1; round <= rounds; round++) {
    for (const entry of entries) {
      const market = markets.get(keyOf(entry));
      const into = gathered.get(entry.name);
      if (market === undefined || into === undefined) continue;
      say(`round ${round} of ${rounds}: ${entry.name}, ${entry.about}`);
      const found = entry.from === 'memory' ? await runInMemory(entry.args, market) : await runFromFiles(entry, market);
      into.times.push(...found.times);
      into.coreTimes.push(...found.coreTimes);
      into.peakRssMib = Math.max(into.peakRssMib, found.peakRssMib);
      into.device = found.device;
      into.recomputed = found.recomputed;
      into.values = found.values;
      say(`  ${seconds(found.times)}, of cores ${seconds(found.coreTimes)}, ${found.peakRssMib.toFixed(0)} MiB`);
    }
  }
  const results: EventResult[] = [];
  for (const size of new Set(entries.map((entry) => entry.size))) {
    const ofSize = entries.filter((entry) => entry.size === size);
    const [first] = ofSize;
    // Days are alike.
    const exact = first === undefined ? null : await referenceValues(await marketOf(plan, size, say), gathered.get(first.name)?.values ?? null, say);
    for (const entry of ofSize) {
      const [found, market] = [gathered.get(entry.name), markets.get(keyOf(entry))];
      if (found !== undefined && market !== undefined && exact !== null) results.push(resultOf(entry, market, found, exact));
    }
  }
  return { stocks, seed, compared: Math.min(COMPARED, stocks), rounds, results: compare(entries, results) };
}

const keyOf = ({ size, days }: EventEntry): string => `${String(size)} × ${String(days)}`;

/** The market of one day. */
function marketOf({ stocks, executions, seed, folder }: EventPlan, size: number, say: Say): Promise<KeptMarket> {
  return keptMarket(folder, { stocks, executions: size * executions, seed }, () => {
    say(`making a market of ${size * executions} executions and as many orders, once; it takes minutes`);
  });
}

/** The markets that the contenders need, by size and days, each read once. */
async function makeMarkets(plan: EventPlan, say: Say): Promise<ReadonlyMap<string, KeptMarket>> {
  const markets = new Map<string, KeptMarket>();
  for (const entry of plan.entries) {
    const key = keyOf(entry);
    if (markets.has(key)) continue;
    const market = await asDays(await marketOf(plan, entry.size, say), entry.days);
    await readThrough(market.store);
    if (plan.entries.some((one) => keyOf(one) === key && one.from === 'prepared')) await runWhole(prepareEventsArgs(market.store), inRepository());
    markets.set(key, market);
  }
  return markets;
}

async function runFromFiles({ args, kind, from }: EventEntry, market: KeptMarket): Promise<Found> {
  const [{ milliseconds, coreMilliseconds, peakRssMib, said }, values] = await runOnce(args, market, from === 'prepared');
  const { device, recomputed } = saidOf(said);
  return { times: [milliseconds], coreTimes: [coreMilliseconds], peakRssMib, device, recomputed: kind === 'engine' ? recomputed : null, values };
}

async function runInMemory(argsOf: EventEntry['args'], market: KeptMarket): Promise<Found> {
  const answer = await answerOf<MemoryAnswer>(argsOf(market.store, String(RUNS_IN_MEMORY)));
  const { times, coreTimes, peakRssMib, device, recomputed } = answer;
  return { times: [...times], coreTimes: [...coreTimes], peakRssMib, device, recomputed, values: valuesIn(answer) };
}

function seconds(times: readonly number[]): string {
  return `${(timingOf(times).median / 1000).toFixed(2)} s`;
}

/** One process over a store without values; what it took and what it wrote. */
function runOnce(argsOf: EventEntry['args'], market: KeptMarket, prepared = false): Promise<readonly [WholeProcess, EventValues]> {
  return withFreshStore(market, async (store, folder) => {
    // Without what is known of the files: like a run over Parquet, this one hashes them.
    if (prepared) await symlink(preparedFolder(market.store), preparedFolder(store), 'junction');
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

function resultOf({ name, about, kind, from }: EventEntry, { rows }: KeptMarket, { times, coreTimes, peakRssMib, device, recomputed, values }: Gathered, exact: EventValues): EventResult {
  if (values === null) throw new Error(`${name} has no values`);
  return {
    name,
    about,
    kind,
    from,
    executions: rows.trade,
    orders: rows.order,
    timing: timingOf(times),
    cores: timingOf(coreTimes),
    peakRssMib,
    fasterThanDuckdb: null,
    perRowOfSmaller: null,
    accuracy: accuracyOf(valuesOf(values, exact.symbols), exact.values),
    recomputed,
    device,
  };
}

/** Adds how contenders compare: with DuckDB over the same rows from the same start, and with the same engine over fewer. */
function compare(entries: readonly EventEntry[], results: readonly EventResult[]): readonly EventResult[] {
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  const at = (kind: EventEntry['kind'], start: EventStart, size: number, days: number): EventResult | undefined =>
    results.find((result) => {
      const entry = entryOf.get(result.name);
      return result.kind === kind && result.from === start && entry?.size === size && entry.days === days;
    });
  return results.map((result) => {
    const { size = NaN, days = NaN } = entryOf.get(result.name) ?? {};
    const duckdb = at('peer', startOfPeer(result.from), size, days);
    const smaller = size > 1 ? at('engine', result.from, 1, days) : undefined;
    return {
      ...result,
      fasterThanDuckdb: duckdb === undefined ? null : duckdb.timing.median / result.timing.median,
      perRowOfSmaller: smaller === undefined ? null : nanosecondsPerRow(result) / nanosecondsPerRow(smaller),
    };
  });
}
