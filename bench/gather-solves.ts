/** Measures how long portfolios take to be solved, contenders in turns, and puts what they answered into one report. */
import { answerOf } from './child-answer.ts';
import { milliseconds, timingOf } from './measure.ts';
import type { SolveReport, SolveResult } from './results-solves.ts';
import { SOLVE_PROGRAM, type SolveAnswer, type SolveEntry } from './solve-contenders.ts';

export interface SolvePlan {
  readonly entries: readonly SolveEntry[];
  readonly rounds: number;
  readonly stocks: number;
  readonly seed: number;
}

interface Gathered {
  readonly times: number[];
  peakRssMib: number;
  last: SolveAnswer | null;
}

/** Measures everything in the plan, telling `say` how it goes on. */
export async function measureSolves({ entries, rounds, stocks, seed }: SolvePlan, say: (line: string) => void): Promise<SolveReport> {
  const gathered = new Map(entries.map(({ name }): readonly [string, Gathered] => [name, { times: [], peakRssMib: 0, last: null }]));
  for (let round = 1; round <= rounds; round++) {
    for (const { name, about, settings } of entries) {
      const into = gathered.get(name);
      if (into === undefined) continue;
      say(`round ${round} of ${rounds}: ${name}, a portfolio of ${stocks} stocks ${about}`);
      const answer = await answerOf<SolveAnswer>([SOLVE_PROGRAM, String(stocks), String(seed), JSON.stringify(settings)]);
      into.times.push(...answer.times);
      into.peakRssMib = Math.max(into.peakRssMib, answer.peakRssMib);
      into.last = answer;
      say(`  ${milliseconds(timingOf(answer.times).median)} ms a section, ${answer.peakRssMib.toFixed(0)} MiB`);
    }
  }
  const results = entries.flatMap(({ name, about, kind }): readonly SolveResult[] => {
    const found = gathered.get(name);
    if (found === undefined || found.last === null) return [];
    return [{ name, about, kind, timing: timingOf(found.times), peakRssMib: found.peakRssMib, fasterThanText: null, error: null, relaxed: found.last.relaxed }];
  });
  const text = entries.find(({ settings }) => settings.way === 'text')?.name;
  const [peer, exact] = [results.find(({ name }) => name === text), gathered.get(text ?? '')?.last?.expected];
  if (peer === undefined || exact === undefined) return { stocks, seed, rounds, results };
  return {
    stocks,
    seed,
    rounds,
    results: results.map((result) => ({ ...result, fasterThanText: peer.timing.median / result.timing.median, error: result === peer ? null : errorOf(gathered.get(result.name)?.last?.expected ?? [], exact) })),
  };
}

/** Largest distance of expected returns, as a share; of the sections that both have solved. */
export function errorOf(found: readonly number[], exact: readonly number[]): number {
  return Math.max(...exact.slice(0, found.length).map((right, i) => Math.abs(((found[i] ?? NaN) - right) / right)));
}
