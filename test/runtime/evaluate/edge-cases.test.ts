import { describe, expect, test } from 'vitest';
import { DataFindings, type DataFinding } from '../../../src/runtime/evaluate/data-findings.ts';
import { evaluated, randomNumbers, weekdays, type Day, type ValueRow } from './support.ts';

const DATES = weekdays('2023-01-02', 30);
const SYMBOLS = Array.from({ length: 12 }, (_, s) => `${String(600001 + s)}.SH`);
const RAW = { steps: [], layers: 3 } as const;

function market(change: (day: Day, d: number, s: number) => Partial<Day> = () => ({})): readonly Day[] {
  const random = randomNumbers(9);
  return DATES.flatMap((date, d) => SYMBOLS.map((symbol, s) => {
    const day = { date, symbol, vwap: 10 + random(), limit_up: 100, float_market_cap: 1e9 * (1 + random()), industry: s % 2 === 0 ? 'bank' : 'steel' };
    return { ...day, ...change(day, d, s) };
  }));
}

function values(of: (d: number, s: number) => number | null): readonly ValueRow[] {
  return DATES.flatMap((date, d) => SYMBOLS.map((symbol, s) => ({ date, symbol, factor: of(d, s) })));
}

const random = randomNumbers(4);
const ANY = values(() => random());

describe('sections that say little', () => {
  test('a constant factor has no RankIC, no layers and no figures, but a coverage', async () => {
    const { signals: [signal], warnings } = await evaluated(market(), values(() => 1), { settings: RAW });
    expect(signal?.figures).toMatchObject({ sections: 0, rankIcMean: null, rankIcStd: null, icIr: null, icPositiveShare: null, topAnnualReturn: null, topTurnover: null, topMonthlyWinRate: null, coverage: 12, coverageShare: 1 });
    expect(signal?.layers).toEqual([]);
    expect(signal?.dates).toEqual([]);
    expect(warnings.map(({ code, en }) => [code, en])).toEqual([['fewSections', 'factor has 0 sections with a RankIC, fewer than 20: figures of so few say little'], ['unlayered', 'factor: 6 of 6 sections have too few stocks or too many equal signals for 3 layers; portfolios stay as they are there']]);
    expect(warnings[1]?.zh).toBe('factor：6个截面中有6个因股票过少或相同信号过多而无法分为3层，组合在这些截面保持不变');
  });

  test('in a section without values the portfolios stay as they are, and nothing is counted', async () => {
    const { signals: [signal], sections } = await evaluated(market(), values((d, s) => (d === 5 || d === 10 ? null : (s * 7 + d) % 12)), { settings: RAW });
    expect(sections).toHaveLength(6);
    expect(signal?.sections.map(({ rankIc, stocks }) => [rankIc === null, stocks])).toEqual([[false, 12], [true, 0], [true, 0], [false, 12], [false, 12], [true, 12]]);
    expect(signal?.layers[0]?.turnovers.dates).toEqual([DATES[16], DATES[21], DATES[26]]);
    expect(signal?.dates).toHaveLength(28);
  });

  test('fewer stocks than layers: RankIC without layers', async () => {
    const { signals: [signal], warnings } = await evaluated(market(), values((_, s) => (s < 4 ? s : null)), { settings: { steps: [], layers: 5 } });
    expect(signal?.figures.sections).toBeGreaterThan(0);
    expect(signal?.figures.topAnnualExcessReturn).toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(['fewSections', 'unlayered']);
  });

  test('a factor alone has no combination', async () => {
    const { signals } = await evaluated(market(), ANY, { settings: RAW });
    expect(signals.map(({ name }) => name)).toEqual(['factor']);
  });

  test('a column that is named like a combination is a factor, and said', async () => {
    const rows = ANY.map((row) => ({ ...row, equal_weight: Number(row['factor']) ** 2 }));
    const { signals, warnings } = await evaluated(market(), rows, { settings: RAW });
    expect(signals.map(({ name, kind }) => [name, kind])).toEqual([['factor', 'factor'], ['equal_weight', 'factor'], ['icir_weight', 'combination']]);
    expect(warnings[0]?.en).toBe('the values have a column equal_weight, so there is no combination of that name');
  });

  test('a factor that is the next return has a RankIC of 1, and of −1 with the other direction', async () => {
    const days = market();
    const price = (d: number, s: number): number => days[d * SYMBOLS.length + s]?.vwap ?? NaN;
    const perfect = values((d, s) => (d + 6 < DATES.length ? price(d + 6, s) / price(d + 1, s) : s));
    const up = await evaluated(days, perfect, { settings: RAW });
    const down = await evaluated(days, perfect, { directions: -1, settings: RAW });
    expect(up.signals[0]?.figures).toMatchObject({ sections: 5, icPositiveShare: 1 });
    expect(up.signals[0]?.figures.rankIcMean).toBeCloseTo(1, 12);
    expect(down.signals[0]?.figures.rankIcMean).toBeCloseTo(-1, 12);
    const [top, bottom] = [up.signals[0]?.layers[0], down.signals[0]?.layers[0]];
    expect(top?.annualReturn ?? 0).toBeGreaterThan(bottom?.annualReturn ?? 0);
    expect(up.signals[0]?.layers[2]?.returns).toEqual(bottom?.returns);
  });

  test('RankIC by industry and by size counts groups of five and more', async () => {
    const { signals: [signal] } = await evaluated(market((_, __, s) => (s === 11 ? { industry: 'alone' } : {})), ANY, { settings: RAW });
    expect(signal?.industries.map(({ group, stocks }) => [group, stocks])).toEqual([['bank', 6], ['steel', 5]]);
    expect(signal?.sizes).toEqual([]);
  });
});

describe('columns that are null throughout', () => {
  const findingsOf = async (promise: Promise<unknown>): Promise<readonly DataFinding[]> => {
    const outcome = await promise.catch((error: unknown) => error);
    if (!(outcome instanceof DataFindings)) throw outcome instanceof Error ? outcome : new Error('there are no findings');
    return outcome.findings;
  };

  test.each([
    ['is_st', 'universe(st)', 'leave it out with --universe suspended,limit'],
    ['suspended', 'universe(suspended)', 'leave it out with --universe st,limit'],
    ['limit_up', 'universe(limit)', 'leave it out with --universe st,suspended'],
    ['vwap', 'price(vwap)', 'choose another with --price'],
    ['adj_factor', 'adjust', 'take prices as they are with --no-adjust, import a feed with pre_close'],
    ['industry', 'neutralize(industry)', `leave it out with --preprocess 'mean20,winsorize,neutralize(cap),zscore'`, 'import it: fullband import industry FILE --store DIR'],
    ['float_market_cap', 'neutralize(cap)', `leave it out with --preprocess 'mean20,winsorize,neutralize(industry),zscore'`],
  ])('without %s the finding names the step %s and how to leave it out', async (column, step, leave, bring = 'import the column') => {
    expect(await findingsOf(evaluated(market(() => ({ [column]: null })), ANY))).toEqual([
      { code: 'FB800', severity: 'error', table: 'daily', column, step, message: `the step ${step} needs the column ${column} of daily, which is null on every day and stock`, hint: `${leave}, or ${bring}` },
    ]);
  });

  test('every column that lacks is found at once, and the hints go together', async () => {
    const bare = market(() => ({ is_st: null, limit_up: null, industry: null, float_market_cap: null }));
    const findings = await findingsOf(evaluated(bare, ANY));
    expect(findings.map(({ step, hint }) => [step, hint])).toEqual([
      ['universe(st)', 'leave it out with --universe suspended, or import the column'],
      ['universe(limit)', 'leave it out with --universe suspended, or import the column'],
      ['neutralize(industry)', `leave it out with --preprocess 'mean20,winsorize,zscore', or import it: fullband import industry FILE --store DIR`],
      ['neutralize(cap)', `leave it out with --preprocess 'mean20,winsorize,zscore', or import the column`],
    ]);
    await expect(evaluated(bare, ANY)).rejects.toThrow('FB800 the step universe(st) needs the column is_st of daily');
    const { signals } = await evaluated(bare, ANY, { settings: { steps: [], universe: ['suspended'] } });
    expect(signals).toHaveLength(1);
  });

  test('with everything left out that needs them, the test is made, and styles without a column are named', async () => {
    const bare = market((_, d) => ({ is_st: null, suspended: null, limit_up: null, adj_factor: null, industry: null, float_market_cap: null, vwap: null, amount: null, turnover: null, close: 10 + Math.sin(d) }));
    const { signals, warnings, styles } = await evaluated(bare, ANY, { settings: { steps: [], universe: [], adjusted: false, price: 'close', layers: 3 } });
    expect(signals[0]?.figures.coverage).toBe(12);
    expect(styles).toEqual(['reversal', 'beta']);
    expect(warnings.map(({ en }) => en)).toEqual(['factor has 0 sections with a RankIC, fewer than 20: figures of so few say little', ...['size', 'amount', 'turnover'].map((style) => `no correlation with the style ${style}: its column of daily is null throughout`), 'no RankIC by industry: the column industry of daily is null throughout']);
  });
});
