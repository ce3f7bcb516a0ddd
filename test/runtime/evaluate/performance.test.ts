import { describe, expect, test } from 'vitest';
import { annualised, annualVolatility, compounded, compoundedBy, excessFigures, maxDrawdown, monthlyWinRate } from '../../../src/runtime/evaluate/performance.ts';
import { evaluated, weekdays, type Day, type ValueRow } from './support.ts';

describe('figures of returns', () => {
  test('a year has 250 days, and returns are annualised geometrically', () => {
    expect(annualised(new Array<number>(500).fill(1.21 ** (1 / 500) - 1))).toBeCloseTo(1.1 - 1, 12);
    expect(annualised([0.01])).toBeCloseTo(1.01 ** 250 - 1, 12);
    expect(annualised([])).toBeNaN();
  });

  test('volatility is the sample deviation × √250', () => {
    expect(annualVolatility([0.01, -0.01])).toBeCloseTo(Math.sqrt(0.0002) * Math.sqrt(250), 14);
  });

  test('the drawdown counts from the start of the curve', () => {
    expect(maxDrawdown([-0.1, 0.05])).toBeCloseTo(0.1, 14);
    expect(maxDrawdown([0.5, -0.2, 0.1, -0.25, 2])).toBeCloseTo(1 - 0.8 * 1.1 * 0.75, 14);
    expect(maxDrawdown([0.1])).toBe(0);
  });

  test('daily differences are compounded: neither the difference of annual returns nor the ratio of net values', () => {
    const [strategy, benchmark] = [[0.03, -0.01, 0.02], [0.01, -0.02, 0.01]];
    const differences = strategy.map((value, i) => value - (benchmark[i] ?? 0));
    const { annual, trackingError, informationRatio } = excessFigures(['2023-01-03', '2023-01-04', '2023-01-05'], differences);
    expect(annual).toBeCloseTo((1.02 * 1.01 * 1.01) ** (250 / 3) - 1, 10);
    expect(annual).not.toBeCloseTo(annualised(strategy) - annualised(benchmark), 2);
    expect(annual).not.toBeCloseTo(((1 + compounded(strategy)) / (1 + compounded(benchmark))) ** (250 / 3) - 1, 2);
    expect(informationRatio).toBe(annual / trackingError);
  });

  test('an information ratio without any deviation is undefined', () => {
    expect(excessFigures(['2023-01-03', '2023-01-04'], [0.01, 0.01]).informationRatio).toBeNaN();
  });

  test('a month wins if its compounded excess is above 0: +10 % and −10 % lose, nothing does not win', () => {
    const dates = ['2023-01-30', '2023-01-31', '2023-02-01', '2023-03-01'];
    expect(monthlyWinRate(dates, [0.1, -0.1, 0, 0.01])).toBeCloseTo(1 / 3, 14);
    expect([...compoundedBy(dates, [0.1, -0.1, 0, 0.01], 4).keys()]).toEqual(['2023']);
    expect(monthlyWinRate([], [])).toBeNaN();
  });
});

/** Daily returns of 2,000 days with an annual return, a volatility and a maximal drawdown: up and down by turns about a drift, and one fall of 21 days, from a day up to a day up. */
function seriesWith({ annual, volatility, drawdown }: { readonly annual: number; readonly volatility: number; readonly drawdown: number }): readonly number[] {
  const fall = (1 - drawdown) ** (1 / 21) - 1;
  let [drift, swing] = [annual / 250, volatility / Math.sqrt(250)];
  const made = (): readonly number[] => Array.from({ length: 2000 }, (_, i) => (i > 1000 && i < 1022 ? fall : drift + (i % 2 === 0 ? swing : -swing)));
  for (let i = 0; i < 200; i++) {
    drift += (Math.log(1 + annual) - Math.log(1 + annualised(made()))) / 250;
    swing *= volatility / annualVolatility(made());
  }
  return made();
}

describe('ratios of the published tables, from series built to have their figures', () => {
  const dates = weekdays('2016-01-04', 2000);

  test.each([
    // CSI 500 at a turnover of 30 %: excess 19.46 %, tracking error 5.88 %, drawdown of the excess 7.21 %.
    [{ annual: 0.1946, volatility: 0.0588, drawdown: 0.0721 }, 3.31, 2.7],
    [{ annual: 0.1, volatility: 0.05, drawdown: 0.2 }, 2, 0.5],
  ] as const)('%o: information ratio %f, Calmar %f', (figures, informationRatio, calmar) => {
    const found = excessFigures(dates, seriesWith(figures));
    expect(found.annual).toBeCloseTo(figures.annual, 9);
    expect(found.trackingError).toBeCloseTo(figures.volatility, 9);
    expect(found.maxDrawdown).toBeCloseTo(figures.drawdown, 9);
    expect(Number(found.informationRatio.toFixed(2))).toBe(informationRatio);
    expect(Number(found.calmar.toFixed(2))).toBe(calmar);
  });

  test('Sharpe is annual return / annual volatility: 17.19 / 20.30 is 0.85', () => {
    const returns = seriesWith({ annual: 0.1719, volatility: 0.203, drawdown: 0.3 });
    expect(Number((annualised(returns) / annualVolatility(returns)).toFixed(2))).toBe(0.85);
  });

  test('a Calmar ratio without any fall is undefined', () => {
    expect(excessFigures(['2023-01-03', '2023-01-04'], [0.01, 0.02]).calmar).toBeNaN();
  });
});

/** Chinese holidays of seven years would be a long list: any calendar of 1,679 days between the same two dates has the same sections and months. */
describe('the sample of 2017-01-04 to 2023-11-30', () => {
  const all = weekdays('2017-01-04', 1802);
  const dropped = new Set([...all.keys()].filter((i) => i % 14 === 7 || i % 700 === 650).slice(0, all.length - 1679));
  const dates = all.filter((_, i) => !dropped.has(i));
  const symbols = ['600001.SH', '600002.SH', '600003.SH'];
  const days: readonly Day[] = dates.flatMap((date, d) => symbols.map((symbol, s) => ({ date, symbol, vwap: 10 + s + Math.sin(d * (s + 1)), limit_up: 100 })));
  const rows: readonly ValueRow[] = dates.flatMap((date, d) => symbols.map((symbol, s) => ({ date, symbol, factor: Math.cos(d * (s + 2) + s) })));

  test('has 336 sections of which 335 have a full return, 1,677 returns from its third day on, and 83 months', async () => {
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([1679, '2017-01-04', '2023-11-30']);
    const { sections, signals, benchmark } = await evaluated(days, rows, { settings: { steps: [], layers: 3 } });
    const [signal] = signals;
    expect(sections).toHaveLength(336);
    expect(signal?.figures.sections).toBe(335);
    expect(signal?.sections.at(-1)?.rankIc).toBeNull();
    expect(benchmark.values).toHaveLength(1677);
    expect(benchmark.dates[0]).toBe(dates[2]);
    expect(signal?.dates).toEqual(benchmark.dates);
    expect(new Set(benchmark.dates.map((date) => date.slice(0, 7))).size).toBe(83);
    const wins = (signal?.figures.topMonthlyWinRate ?? NaN) * 83;
    expect(wins).toBeCloseTo(Math.round(wins), 9);
    expect((signal?.figures.icPositiveShare ?? NaN) * 335).toBeCloseTo(Math.round((signal?.figures.icPositiveShare ?? NaN) * 335), 9);
    const { topAnnualExcessReturn, topTrackingError, topInformationRatio } = signal?.figures ?? {};
    expect(topInformationRatio).toBeCloseTo((topAnnualExcessReturn ?? NaN) / (topTrackingError ?? NaN), 12);
  });
});
