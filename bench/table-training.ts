/** The tables of trainings. */
import { milliseconds } from './measure.ts';
import type { TrainingReport } from './results.ts';
import { table, times } from './table-cells.ts';

/** What was measured, section by section: a line on the step, the table, and the whole epoch if there was one. */
export function describeTrainings({ rounds, results, fit, unavailable }: TrainingReport): readonly (readonly string[])[] {
  const rows = results.map(({ about, timing, gathering, peakRssMib, fasterThanOperations, error }) => [about, milliseconds(timing.median), milliseconds(timing.spread), milliseconds(gathering.median), times(fasterThanOperations), error.toExponential(1), peakRssMib.toFixed(0)]);
  const devices = [...new Set(results.map(({ device }) => device))];
  const steps = results.length === 0 ? [] : [
    [`One step of training with 5,000 samples: forward, backward and Adam; ${rounds} processes per contender, on ${devices.join(' and ')}.`],
    table(['', 'ms', 'quartiles apart', 'ms gathering, meanwhile', 'faster than op by op', 'largest error', 'peak MiB'], rows),
  ];
  return [
    ...steps,
    ...(unavailable.length === 0 ? [] : [unavailable.map(({ name, why }) => `- ${name} did not run: ${why}`)]),
    ...(fit === null ? [] : [fitLine(fit)]),
  ];
}

function fitLine({ stocks, dates, seconds, inSteps, inValidation, steps, peakRssMib }: NonNullable<TrainingReport['fit']>): readonly string[] {
  const share = (part: number): string => `${((100 * part) / seconds).toFixed(1)} %`;
  return [`An epoch of hf_gru over ${stocks} stocks × ${dates} dates: ${seconds.toFixed(0)} s, of which ${steps} steps ${share(inSteps)} and predictions of the validation ${share(inValidation)}; peak ${peakRssMib.toFixed(0)} MiB.`];
}
