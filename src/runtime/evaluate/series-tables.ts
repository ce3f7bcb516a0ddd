/** Every series of an evaluation as tidy tables: one row per observation, one column per variable. */
import type { Evaluation, SignalEvaluation } from './evaluation.ts';
import { FIGURE_KEYS } from './figures.ts';

export type Cell = string | number | null;

type ColumnType = 'VARCHAR' | 'DATE' | 'DOUBLE' | 'INTEGER' | 'BOOLEAN';

export interface SeriesTable {
  /** Name of its files, without extension. */
  readonly name: string;
  /** Types are those of SQL. */
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly rows: () => Iterable<readonly Cell[]>;
}

const TEXT = 'VARCHAR';
const NUMBER = 'DOUBLE';
const COUNT = 'INTEGER';

function columnsOf(columns: Readonly<Record<string, ColumnType>>): SeriesTable['columns'] {
  return Object.entries(columns).map(([name, type]) => ({ name, type }));
}

/** The tables of an evaluation; rows are made as they are asked for. */
export function seriesTables(evaluation: Evaluation): readonly SeriesTable[] {
  const { signals, sections, styles } = evaluation;
  const table = (name: string, columns: Readonly<Record<string, ColumnType>>, rows: () => Iterable<readonly Cell[]>): SeriesTable => ({ name, columns: columnsOf(columns), rows });
  const each = (of: (signal: SignalEvaluation, index: number) => Iterable<readonly Cell[]>) =>
    function* () {
      for (const [i, signal] of signals.entries()) for (const row of of(signal, i)) yield [signal.name, ...row];
    };
  return [
    table('figures', { signal: TEXT, figure: TEXT, value: NUMBER }, each(({ figures }) => FIGURE_KEYS.map((key) => [key, figures[key]]))),
    table('sections', { signal: TEXT, date: 'DATE', rank_ic: NUMBER, ic: NUMBER, stocks: COUNT, rank_autocorrelation: NUMBER }, each((signal) => signal.sections.map(({ rankIc, ic, stocks, autocorrelation }, s) => [sections[s] ?? '', rankIc, ic, stocks, autocorrelation]))),
    table('universe', { date: 'DATE', stocks: COUNT }, () => sections.map((date, s) => [date, evaluation.universe[s] ?? null])),
    table('decay', { signal: TEXT, horizon: COUNT, rank_ic_mean: NUMBER, sections: COUNT }, each(({ decay }) => decay.map(({ horizon, rankIcMean, sections: count }) => [horizon, rankIcMean, count]))),
    table('benchmark_returns', { date: 'DATE', return: NUMBER }, () => evaluation.benchmark.dates.map((date, i) => [date, evaluation.benchmark.values[i] ?? null])),
    table('layer_returns', { signal: TEXT, layer: COUNT, date: 'DATE', return: NUMBER }, each(({ layers, dates }) => layers.flatMap(({ layer, returns }) => dates.map((date, i) => [layer, date, returns[i] ?? null])))),
    table('layers', { signal: TEXT, layer: COUNT, annual_return: NUMBER, annual_excess_return: NUMBER, tracking_error: NUMBER, information_ratio: NUMBER, max_excess_drawdown: NUMBER, monthly_win_rate: NUMBER, turnover: NUMBER, stocks: NUMBER }, each(({ layers }) =>
      layers.map((layer) => [layer.layer, layer.annualReturn, layer.annualExcessReturn, layer.trackingError, layer.informationRatio, layer.maxExcessDrawdown, layer.monthlyWinRate, layer.turnover, layer.stocks]),
    )),
    table('turnover', { signal: TEXT, layer: COUNT, date: 'DATE', turnover: NUMBER }, each(({ layers }) => layers.flatMap(({ layer, turnovers }) => turnovers.dates.map((date, i) => [layer, date, turnovers.values[i] ?? null])))),
    table('excess', { signal: TEXT, date: 'DATE', top_excess: NUMBER, long_short: NUMBER }, each(({ dates, excess, longShort }) => dates.map((date, i) => [date, excess[i] ?? null, longShort[i] ?? null]))),
    table('years', { signal: TEXT, year: COUNT, rank_ic_mean: NUMBER, sections: COUNT, top_excess_return: NUMBER }, each(({ years }) => years.map(({ year, rankIcMean, sections: count, topExcessReturn }) => [Number(year), rankIcMean, count, topExcessReturn]))),
    table('groups', { signal: TEXT, kind: TEXT, group: TEXT, rank_ic_mean: NUMBER, sections: COUNT, stocks: NUMBER }, each(({ industries, sizes }) =>
      [...industries.map((group) => ['industry', group] as const), ...sizes.map((group) => ['size', group] as const)].map(([kind, { group, rankIcMean, sections: count, stocks }]) => [kind, group, rankIcMean, count, stocks]),
    )),
    table('correlations', { signal: TEXT, other: TEXT, rank_correlation: NUMBER }, each((_, i) => signals.map(({ name }, j) => [name, evaluation.correlations[i]?.[j] ?? null]))),
    table('style_correlations', { signal: TEXT, style: TEXT, rank_correlation: NUMBER }, each((_, i) => styles.map((style, j) => [style, evaluation.styleCorrelations[i]?.[j] ?? null]))),
    table('weights', { signal: TEXT, date: 'DATE', factor: TEXT, weight: NUMBER }, each(({ weights }) => {
      return (weights?.sections ?? []).flatMap((row, s) => (weights?.parts ?? []).map((name, f) => [sections[s] ?? '', name, row[f] ?? null]));
    })),
    ...trainingTables(signals),
  ];
}

/** What the models that were trained for the test went through; nothing for other signals. */
function trainingTables(signals: readonly SignalEvaluation[]): readonly SeriesTable[] {
  const trained = signals.flatMap(({ name, training }) => (training === null ? [] : [{ name, training }]));
  if (trained.length === 0) return [];
  return [
    {
      name: 'training',
      columns: columnsOf({ signal: TEXT, refit: 'DATE', seed: COUNT, epoch: COUNT, loss: NUMBER, validation_ic: NUMBER, is_best: 'BOOLEAN' }),
      rows: () => trained.flatMap(({ name, training }) => training.runs.flatMap(({ refit, seed, best, epochs }) => epochs.map(({ loss, ic }, i) => [name, refit, seed, i + 1, loss, ic, String(i + 1 === best)]))),
    },
    {
      name: 'importance',
      columns: columnsOf({ signal: TEXT, input: TEXT, feature: TEXT, rank_ic_loss: NUMBER, standard_error: NUMBER, dates: COUNT }),
      rows: () => trained.flatMap(({ name, training: { importance } }) => (importance?.features ?? []).map((feature) => [name, feature.input, feature.name, feature.loss, feature.error, importance?.dates ?? 0])),
    },
  ];
}
