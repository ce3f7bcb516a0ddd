import { beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation, SignalEvaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { parseSteps } from '../../../src/runtime/evaluate/steps.ts';
import { average, deviation, naiveTest, type Naive, type NaiveSettings } from './naive.ts';
import { evaluated, randomMarket, weekdays } from './support.ts';

const DATES = weekdays('2021-11-01', 190);
const DIRECTIONS = { first: 1, second: -1 } as const;

/** The last case has values up to here only. */
const VALUES_END = DATES[143] ?? '';

const CASES: readonly (readonly [name: string, seed: number, settings: NaiveSettings])[] = [
  ['the default', 1, { steps: ['mean20', 'winsorize', 'neutralize', 'zscore'], horizon: 5, every: 5, layers: 5, icirWindow: 12 }],
  ['raw values, overlapping returns', 2, { steps: [], horizon: 7, every: 3, layers: 3, icirWindow: 20 }],
  ['every day, ties', 3, { steps: ['winsorize', 'zscore'], horizon: 1, every: 1, layers: 2, icirWindow: 15 }],
  ['values that end long before the days', 4, { steps: ['mean20', 'zscore'], horizon: 4, every: 8, layers: 3, icirWindow: 12 }],
];

const close = (ours: number | null | undefined, theirs: number | null | undefined): void => {
  if (theirs === null || theirs === undefined || Number.isNaN(theirs)) expect(ours ?? null).toBeNull();
  else expect(ours).toBeCloseTo(theirs, 9);
};
const allClose = (ours: readonly (number | null)[], theirs: readonly (number | null)[]): void => {
  expect(ours.map((value) => value === null)).toEqual(theirs.map((value) => value === null));
  ours.forEach((value, i) => close(value, theirs[i]));
};

describe.each(CASES)('a random market, %s', (_, seed, settings) => {
  let ours: Evaluation;
  let naive: Naive;
  const signal = (name: string): SignalEvaluation => {
    const found = ours.signals.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no signal ${name}`);
    return found;
  };

  beforeAll(async () => {
    const market = randomMarket(seed, DATES, 26);
    const { days, rows } = seed === 4 ? { ...market, rows: market.rows.filter(({ date }) => date <= VALUES_END) } : market;
    const steps = parseSteps(settings.steps.length === 0 ? 'none' : settings.steps.join(','));
    ours = await evaluated(days, rows, { directions: new Map(Object.entries(DIRECTIONS)), settings: { ...settings, steps } });
    naive = naiveTest(days, rows, DIRECTIONS, settings);
  });

  test('its sections and universe are those of the definition', () => {
    expect(ours.sections).toEqual(naive.sections);
    expect(ours.universe).toEqual(naive.universe);
    expect(ours.signals.map(({ name, kind }) => [name, kind])).toEqual([['first', 'factor'], ['second', 'factor'], ['equal_weight', 'combination'], ['icir_weight', 'combination']]);
  });

  test.each(['first', 'second', 'equal_weight', 'icir_weight'])('every RankIC, IC, number of stocks and autocorrelation of %s', (name) => {
    const [found, expected] = [signal(name), naive.signals.get(name)];
    allClose(found.sections.map(({ rankIc }) => rankIc), expected?.rankIcs ?? []);
    allClose(found.sections.map(({ ic }) => ic), expected?.ics ?? []);
    expect(found.sections.map(({ stocks }) => stocks)).toEqual(expected?.stocks);
    allClose(found.sections.map(({ autocorrelation }) => autocorrelation), expected?.autocorrelations ?? []);
    allClose(found.decay.map(({ rankIcMean }) => rankIcMean), expected?.decay ?? []);
  });

  test.each(['first', 'second', 'equal_weight', 'icir_weight'])('every daily return and turnover of the layers of %s', (name) => {
    const [{ layers, dates }, expected] = [signal(name), naive.signals.get(name)];
    expect(layers).toHaveLength(settings.layers);
    layers.forEach(({ returns, turnovers }, layer) => {
      const theirs = expected?.returns[layer] ?? new Map<string, number>();
      expect(dates).toEqual([...theirs.keys()]);
      allClose(returns, [...theirs.values()]);
      allClose(turnovers.values, expected?.turnovers[layer] ?? []);
    });
  });

  test('the daily returns of the universe', () => {
    expect(ours.benchmark.dates).toEqual([...naive.benchmark.keys()]);
    allClose(ours.benchmark.values, [...naive.benchmark.values()]);
  });

  test.each(['first', 'second', 'icir_weight'])('the figures of %s', (name) => {
    const { figures, dates, years } = signal(name);
    const expected = naive.signals.get(name);
    const ics = (expected?.rankIcs ?? []).filter((ic) => ic !== null);
    close(figures.rankIcMean, average(ics));
    close(figures.rankIcStd, deviation(ics));
    close(figures.icIr, average(ics) / deviation(ics));
    close(figures.icPositiveShare, ics.filter((ic) => ic > 0).length / ics.length);
    const [top, bottom] = [expected?.returns[0], expected?.returns.at(-1)];
    const excess = dates.map((date) => (top?.get(date) ?? NaN) - (naive.benchmark.get(date) ?? NaN));
    const spread = dates.map((date) => (top?.get(date) ?? NaN) - (bottom?.get(date) ?? NaN));
    const annual = (of: readonly number[]): number => of.reduce((value, each) => value * (1 + each), 1) ** (250 / of.length) - 1;
    close(figures.topAnnualReturn, annual(dates.map((date) => top?.get(date) ?? NaN)));
    close(figures.topAnnualExcessReturn, annual(excess));
    close(figures.topTrackingError, deviation(excess) * Math.sqrt(250));
    close(figures.topInformationRatio, annual(excess) / deviation(excess) / Math.sqrt(250));
    close(figures.longShortAnnualReturn, annual(spread));
    close(figures.topTurnover, average(expected?.turnovers[0] ?? []));
    const months = [...new Set(dates.map((date) => date.slice(0, 7)))].map((month) => excess.reduce((value, each, i) => (dates[i]?.startsWith(month) === true ? value * (1 + each) : value), 1) - 1);
    close(figures.topMonthlyWinRate, months.filter((value) => value > 0).length / months.length);
    const curve = excess.reduce<number[]>((values, each) => [...values, (values.at(-1) ?? 1) * (1 + each)], [1]);
    close(figures.topMaxExcessDrawdown, Math.max(...curve.map((value, i) => 1 - value / Math.max(...curve.slice(0, i + 1)))));
    close(figures.topCalmar, (figures.topAnnualExcessReturn ?? NaN) / (figures.topMaxExcessDrawdown ?? NaN));
    expect(years.map(({ year }) => year)).toEqual(['2021', '2022']);
    years.forEach(({ year, topExcessReturn, rankIcMean, sections }) => {
      const of = naive.sections.flatMap((date, s) => (date.startsWith(year) ? [expected?.rankIcs[s] ?? null] : [])).filter((ic) => ic !== null);
      expect(sections).toBe(of.length);
      close(rankIcMean, of.length === 0 ? null : average(of));
      const days = dates.flatMap((date, i) => (date.startsWith(year) ? [excess[i] ?? NaN] : []));
      close(topExcessReturn, days.length === 0 ? null : days.reduce((value, each) => value * (1 + each), 1) - 1);
    });
  });

  test('correlations among signals and with styles', () => {
    ours.signals.forEach(({ name }, i) => {
      ours.signals.forEach(({ name: other }, j) => close(ours.correlations[i]?.[j], naive.correlation(name, other)));
      ours.styles.forEach((style, j) => close(ours.styleCorrelations[i]?.[j], naive.styleCorrelation(name, style)));
    });
    expect(ours.styles).toEqual(['reversal', 'size', 'amount', 'turnover', 'beta']);
  });

  test('ICIR weights come from the ICs that are known at the section', () => {
    const { weights } = signal('icir_weight');
    weights?.sections.forEach((row, s) => (naive.weights[s] === null ? expect(row).toEqual([null, null]) : allClose(row, naive.weights[s] ?? [])));
    expect(weights?.sections.some(([weight]) => weight !== null)).toBe(true);
  });
});
