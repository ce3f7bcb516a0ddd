/** Measures `fullband compute` of the minute factors from Parquet to Parquet over markets of several sizes, in turns. */
import { basename, join } from 'node:path';
import { parquetSource, withDatabase } from '../src/runtime/store/duckdb.ts';
import { listDates } from '../src/runtime/store/layout.ts';
import { withScratch } from '../src/runtime/store/scratch.ts';
import { accuracyOf } from './accuracy.ts';
import { MINUTE_FACTORS } from './factor-table.ts';
import { saidOf } from './gather-events.ts';
import { cutMarket, keptMinuteMarket, readBars, takePrepared, type MarketPart } from './market-minutes.ts';
import { timingOf } from './measure.ts';
import { inRepository } from './repository.ts';
import type { ScalingReport, ScalingResult } from './results-scaling.ts';
import { minuteArgs, prepareArgs, type ScalingEntry } from './scaling-contenders.ts';
import { runWhole, type WholeProcess } from './whole-process.ts';

export interface ScalingPlan {
  readonly entries: readonly ScalingEntry[];
  /** Runs of each size, every one in a process and a store of its own. */
  readonly rounds: number;
  /** A store with minute bars; null to generate one. */
  readonly market: string | null;
  /** Stocks of the generated market. */
  readonly stocks: number;
  readonly seed: number;
  /** Where generated markets are kept. */
  readonly folder: string;
}

type Say = (line: string) => void;

interface Size {
  readonly entry: ScalingEntry;
  readonly part: MarketPart;
  readonly times: number[];
  readonly coreTimes: number[];
  peakRssMib: number;
}

/** Stocks whose values are held against the reference, about; it takes one stock at a time. */
const COMPARED = 500;

/** Measures everything in the plan, telling `say` how it goes on. Sizes of more days than the market has are left out, and told. */
export async function measureScaling(plan: ScalingPlan, say: Say): Promise<ScalingReport> {
  const { rounds, seed, stocks, folder } = plan;
  const days = Math.max(...plan.entries.map((entry) => entry.days));
  const market = plan.market ?? (await keptMinuteMarket(folder, { stocks, days, seed }, () => say(`making a market of ${days} days of minute bars of ${stocks} stocks, once`)));
  const available = (await listDates(market, 'minute')).length;
  const entries = plan.entries.filter((entry) => entry.days <= available);
  for (const { name } of plan.entries.filter((entry) => entry.days > available)) say(`${name} is left out: ${market} has ${available} days`);
  return withScratch(async (scratch) => {
    const sizes: Size[] = [];
    for (const entry of entries) {
      const part = await cutMarket(market, join(scratch, entry.name), entry.share, entry.days);
      await readBars(join(scratch, entry.name));
      // What it knows of the files' content is kept beside the bars, as it is between two runs of a user.
      if (entry.kind === 'prepared') await runWhole(prepareArgs(join(scratch, entry.name)), inRepository());
      sizes.push({ entry, part, times: [], coreTimes: [], peakRssMib: 0 });
    }
    // In turns: what disturbs the machine for a while then disturbs no size alone.
    for (let round = 1; round <= rounds; round++) {
      for (const size of sizes) {
        const { entry, part } = size;
        say(`round ${round} of ${rounds}: ${entry.name}, ${part.stocks} stocks × ${part.days} days`);
        const { milliseconds, coreMilliseconds, peakRssMib } = await runOver(join(scratch, entry.name), join(scratch, `${entry.name}-${round}`), entry.args);
        size.times.push(milliseconds);
        size.coreTimes.push(coreMilliseconds);
        size.peakRssMib = Math.max(size.peakRssMib, peakRssMib);
        say(`  ${(milliseconds / 1000).toFixed(2)} s, of cores ${(coreMilliseconds / 1000).toFixed(2)} s, ${peakRssMib.toFixed(0)} MiB`);
      }
    }
    const [first] = sizes;
    if (first === undefined) throw new Error(`${market} has no day of minute bars`);
    say(`the reference of about ${COMPARED} stocks, for the errors`);
    const sample = await cutMarket(market, join(scratch, 'compared'), Math.min(1, COMPARED / (first.part.stocks / first.entry.share)), 1);
    const [found, exact] = [await valuesBy('webasm', scratch), await valuesBy('reference', scratch)];
    return { market: basename(market), rounds, results: ratios(sizes.map(resultOf), sizes), compared: sample.stocks, accuracy: accuracyOf(found.values, exact.values), device: found.device };
  });
}

/** One process over a new store with links to the bars of another, so that no value is taken from an earlier run. */
async function runOver(bars: string, store: string, argsOf: ScalingEntry['args']): Promise<WholeProcess> {
  await cutMarket(bars, store, 1, (await listDates(bars, 'minute')).length);
  await takePrepared(bars, store);
  return runWhole(argsOf(store, join(store, 'values.parquet')), inRepository());
}

async function valuesBy(engine: string, scratch: string): Promise<{ readonly values: Readonly<Record<string, Float64Array>>; readonly device: string }> {
  const store = join(scratch, `compared-${engine}`);
  const { said } = await runOver(join(scratch, 'compared'), store, (from, out) => minuteArgs(engine, from, out));
  return withDatabase({}, async (db) => {
    const columns = await db.use(async (connection) => (await connection.runAndReadAll(`SELECT ${MINUTE_FACTORS.join(', ')} FROM ${parquetSource([join(store, 'values.parquet')])} ORDER BY symbol`)).getColumns());
    const values = Object.fromEntries(MINUTE_FACTORS.map((factor, i) => [factor, Float64Array.from(columns[i] ?? [], (value) => Number(value ?? NaN))]));
    return { values, device: saidOf(said).device };
  });
}

function resultOf({ entry: { name, kind }, part, times, coreTimes, peakRssMib }: Size): ScalingResult {
  return { name, kind, ...part, timing: timingOf(times), cores: timingOf(coreTimes), peakRssMib, ofOneDay: null };
}

/** Adds how each size compares with all stocks on one day. */
function ratios(results: readonly ScalingResult[], sizes: readonly Size[]): readonly ScalingResult[] {
  const one = results[sizes.findIndex(({ entry }) => entry.kind === 'engine' && entry.share === 1 && entry.days === 1)];
  if (one === undefined) return results;
  return results.map((result) => (result.kind !== 'engine' ? result : { ...result, ofOneDay: { time: result.timing.median / one.timing.median, bars: result.bars / one.bars } }));
}
