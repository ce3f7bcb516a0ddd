/** metrics.json: the figures under the keys that users script against. */
import type { Evaluation } from './evaluation.ts';
import type { Figures } from './figures.ts';

export interface Metrics {
  /** By name of the signal; keys are those of `FIGURES`. */
  readonly signals: Readonly<Record<string, Figures>>;
  /** RankIC of each section that has one, by name of the signal. */
  readonly rankIc: Readonly<Record<string, readonly { readonly date: string; readonly value: number }[]>>;
  readonly settings: Evaluation['settings'];
  readonly period: Evaluation['period'];
}

/** The metrics of an evaluation. */
export function metricsOf({ signals, sections: dates, settings, period }: Evaluation): Metrics {
  return {
    signals: Object.fromEntries(signals.map(({ name, figures }) => [name, figures])),
    rankIc: Object.fromEntries(signals.map(({ name, sections }) => [name, sections.flatMap(({ rankIc }, i) => (rankIc === null ? [] : [{ date: dates[i] ?? '', value: rankIc }]))])),
    settings,
    period,
  };
}
