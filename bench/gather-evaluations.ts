/** Measures contenders of evaluations in turns and puts what they took and answered into one report. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withScratch } from '../src/runtime/store/scratch.ts';
import { accuracyOf } from './accuracy.ts';
import { writeEvaluationMarket, type EvaluationFiles, type EvaluationMarket } from './data-evaluation.ts';
import type { EvaluationEntry } from './evaluation-contenders.ts';
import { referenceEvaluation } from './evaluation-reference.ts';
import { columnsOf, readRows } from './evaluation-rows.ts';
import { timingOf } from './measure.ts';
import { inRepository } from './repository.ts';
import type { EvaluationReport, EvaluationResult } from './results.ts';
import { runWhole } from './whole-process.ts';

export interface EvaluationPlan {
  readonly entries: readonly EvaluationEntry[];
  /** Runs of each contender, every one in a process of its own. */
  readonly rounds: number;
  readonly days: number;
  readonly seed: number;
}

interface Gathered {
  readonly times: number[];
  readonly coreTimes: number[];
  peakRssMib: number;
  figures: Readonly<Record<string, Float64Array>> | null;
}

/** Measures everything in the plan, telling `say` how it goes on. */
export function measureEvaluations({ entries, rounds, days, seed }: EvaluationPlan, say: (line: string) => void): Promise<EvaluationReport> {
  return withScratch(async (scratch) => {
    const markets = new Map<string, { readonly market: EvaluationMarket; readonly files: EvaluationFiles }>();
    for (const { factors, stocks } of entries) {
      const key = keyOf({ factors, stocks });
      if (markets.has(key)) continue;
      const folder = join(scratch, key);
      await mkdir(folder);
      const market = { factors, stocks, days, seed };
      markets.set(key, { market, files: await writeEvaluationMarket(folder, market) });
    }
    const gathered = new Map(entries.map(({ name }): readonly [string, Gathered] => [name, { times: [], coreTimes: [], peakRssMib: 0, figures: null }]));
    // In turns: what disturbs the machine for a while then disturbs no contender alone.
    for (let round = 1; round <= rounds; round++) {
      for (const entry of entries) {
        const [into, made] = [gathered.get(entry.name), markets.get(keyOf(entry))];
        if (into === undefined || made === undefined) continue;
        say(`round ${round} of ${rounds}: ${entry.name}, ${entry.about}`);
        const out = join(scratch, `${entry.name}.json`);
        const { milliseconds, coreMilliseconds, peakRssMib } = await runWhole(entry.args(made.files, out), inRepository());
        into.times.push(milliseconds);
        into.coreTimes.push(coreMilliseconds);
        into.peakRssMib = Math.max(into.peakRssMib, peakRssMib);
        into.figures = await readRows(out);
        say(`  ${(milliseconds / 1000).toFixed(2)} s, of cores ${(coreMilliseconds / 1000).toFixed(2)} s, ${peakRssMib.toFixed(0)} MiB`);
      }
    }
    const results: EvaluationResult[] = [];
    for (const [key, { market, files }] of markets) {
      const exact = columnsOf(await referenceEvaluation(files, market));
      for (const { name, about, kind, factors, stocks } of entries.filter((entry) => keyOf(entry) === key)) {
        const found = gathered.get(name);
        if (found === undefined || found.figures === null) throw new Error(`${name} has no figures`);
        results.push({ name, about, kind, factors, stocks, timing: timingOf(found.times), cores: timingOf(found.coreTimes), peakRssMib: found.peakRssMib, fasterThanDuckdb: null, accuracy: accuracyOf(found.figures, exact) });
      }
    }
    const peerOf = (result: EvaluationResult): EvaluationResult | undefined => results.find((other) => other.kind === 'peer' && keyOf(other) === keyOf(result));
    return { days, seed, rounds, results: results.map((result) => ({ ...result, fasterThanDuckdb: (peerOf(result)?.timing.median ?? NaN) / result.timing.median || null })) };
  });
}

function keyOf({ factors, stocks }: { readonly factors: number; readonly stocks: number }): string {
  return `${String(factors)}-factors-${String(stocks)}-stocks`;
}
