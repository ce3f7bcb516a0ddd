/** Measures contenders of trainings in turns and puts what they answered into one report. */
import { answerOf } from './child-answer.ts';
import { timingOf } from './measure.ts';
import type { TrainingReport, TrainingResult } from './results.ts';
import { FIT_CONTENDER, FIT_PROGRAM, STEP_PROGRAM, type TrainingEntry } from './training-contenders.ts';
import type { FitAnswer } from './training-fit.ts';
import type { StepAnswer } from './training-step.ts';

export interface TrainingPlan {
  readonly entries: readonly TrainingEntry[];
  readonly rounds: number;
  /** Stocks and dates of a whole epoch; null to leave it out. */
  readonly fit: { readonly stocks: number; readonly dates: number } | null;
}

interface Gathered {
  readonly times: number[];
  readonly gathering: number[];
  peakRssMib: number;
  last: StepAnswer | null;
}

/** Measures everything in the plan, telling `say` how it goes on. */
export async function measureTrainings({ entries, rounds, fit }: TrainingPlan, say: (line: string) => void): Promise<TrainingReport> {
  const gathered = new Map(entries.map(({ name }): readonly [string, Gathered] => [name, { times: [], gathering: [], peakRssMib: 0, last: null }]));
  const unavailable: { name: string; why: string }[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const { name, about, kind, settings } of entries) {
      const into = gathered.get(name);
      if (into === undefined || unavailable.some((other) => other.name === name)) continue;
      say(`round ${round} of ${rounds}: ${name}, ${about}`);
      let answer: StepAnswer;
      try {
        answer = await answerOf<StepAnswer>([STEP_PROGRAM, JSON.stringify(settings)]);
      } catch (error) {
        // A backend that is not here is no fault of the benchmark; the engine's own is.
        if (kind === 'engine' || !(error instanceof Error) || !error.message.includes('does not run here')) throw error;
        unavailable.push({ name, why: /does not run here: ([^\n]*)/.exec(error.message)?.[1] ?? 'it does not run here' });
        continue;
      }
      into.times.push(...answer.times);
      into.gathering.push(...answer.gathering);
      into.peakRssMib = Math.max(into.peakRssMib, answer.peakRssMib);
      into.last = answer;
      say(`  ${timingOf(answer.times).median.toFixed(0)} ms, ${answer.peakRssMib.toFixed(0)} MiB`);
    }
  }
  const results = entries.flatMap(({ name, about, kind, model }): readonly TrainingResult[] => {
    const found = gathered.get(name);
    if (found === undefined || found.last === null) return [];
    return [{ name, about, kind, model, timing: timingOf(found.times), gathering: timingOf(found.gathering), peakRssMib: found.peakRssMib, fasterThanOperations: null, error: found.last.error, device: found.last.device }];
  });
  const byOperation = (model: string): TrainingResult | undefined => results.find(({ name }) => name === `train-${model}-operations`);
  if (fit !== null) say(`${FIT_CONTENDER.name}: ${FIT_CONTENDER.about}`);
  return {
    rounds,
    results: results.map((result) => ({ ...result, fasterThanOperations: (byOperation(result.model)?.timing.median ?? NaN) / result.timing.median || null })),
    fit: fit === null ? null : { ...fit, ...(await answerOf<FitAnswer>([FIT_PROGRAM, String(fit.stocks), String(fit.dates)])) },
    unavailable,
  };
}
