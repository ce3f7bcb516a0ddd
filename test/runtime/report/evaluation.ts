/** A made-up evaluation with the shapes of a real one: seeded, with gaps, a factor with published figures, a combination with weights. */
import type { DailySeries, Evaluation, GroupFigures, LayerEvaluation, SectionFigures, SignalEvaluation, SignalTraining, TrainingRun } from '../../../src/runtime/evaluate/evaluation.ts';
import type { Figures, PublishedFigures } from '../../../src/runtime/evaluate/figures.ts';
import { finiteOrNull, mean, sampleStd } from '../../../src/runtime/evaluate/moments.ts';
import { annualised, annualVolatility, compoundedBy, maxDrawdown, monthlyWinRate } from '../../../src/runtime/evaluate/performance.ts';
import { STYLE_NAMES } from '../../../src/runtime/evaluate/styles.ts';

/** Charts of the page of a factor, in its order. */
export const CHARTS = ['cumulative-rank-ic', 'rank-ic', 'histogram', 'quantiles', 'months', 'decay', 'layer-values', 'spread', 'layer-returns', 'turnover', 'years', 'sizes', 'industries', 'styles', 'autocorrelation', 'coverage'];

/** Further charts of a model that was trained. */
export const TRAINING_CHARTS = ['validation-ic', 'training-loss', 'refits', 'importance'];

const INDUSTRIES = ['银行', '非银金融', '食品饮料', '医药生物', '电子', '计算机', '电力设备', '机械设备', '基础化工', '有色金属', '汽车', 'Utilities & <heat>'];
const PUBLISHED: PublishedFigures = { rankIcMean: 0.0672, rankIcStd: 0.1212, icIr: 0.55, icPositiveShare: 0.73, topAnnualExcessReturn: 0.1582, topInformationRatio: 3.25, topMonthlyWinRate: 0.7615, topTurnover: 0.5421 };

export interface Made {
  readonly names?: readonly string[];
  readonly days?: number;
  readonly layers?: number;
  readonly every?: number;
}

export function madeEvaluation({ names = ['down_vol_perc', 'late_skew_ret'], days = 750, layers = 5, every = 5 }: Made = {}): Evaluation {
  const random = randomNormal(7);
  const calendar = tradingDays(days);
  const sections = calendar.filter((_, i) => i % every === 0);
  const [first = '', last = ''] = [sections[0], sections.at(-1)];
  const dates = calendar.slice(2);
  const market = dates.map(() => 0.0004 + 0.012 * random());
  const context: Context = { random, sections, dates, market: { dates, values: market }, layers, every };
  const signals = names.map((name, i) => madeSignal(context, name, i));
  signals.push(madeSignal(context, 'icir_weight', names.length, names));
  const matrix = signals.map((_, i) => signals.map((__, j) => (i === j ? 1 : Math.round(1000 * Math.sin(3 * Math.min(i, j) + 5 * Math.max(i, j))) / 1100)));
  return {
    settings: { preprocess: 'mean(20),winsorize(mad,5),neutralize(industry,cap),zscore', baselinePreprocess: null, universe: ['st', 'suspended', 'limit'], price: 'vwap', adjusted: true, horizon: 5, every, layers, icirWindow: 50 },
    period: { first, last, prices: calendar.at(-1) ?? '' },
    sections,
    universe: sections.map((_, i) => (i === sections.length - 1 ? null : 3000 + i)),
    benchmark: context.market,
    signals,
    correlations: matrix,
    styles: STYLE_NAMES,
    styleCorrelations: signals.map((_, i) => STYLE_NAMES.map((__, j) => (i === 1 && j === 4 ? null : Math.round(1000 * Math.cos(i + 2 * j)) / 2500))),
    warnings: [{ code: 'unlayered', en: '3 sections have fewer stocks than layers: <none> of them is layered', zh: '3个截面的股票少于层数：<无>分层' }, { code: 'styleColumn', en: 'Style turnover: the store has no column for it', zh: '风格turnover：数据中无此列' }],
  };
}

interface Context {
  readonly random: () => number;
  readonly sections: readonly string[];
  readonly dates: readonly string[];
  readonly market: DailySeries;
  readonly layers: number;
  readonly every: number;
}

/** The first signal as that of a model: three refits of two seeds, with the importance of ten features. */
export function asModels(evaluation: Evaluation): Evaluation {
  const { signals, sections } = evaluation;
  const refits = [0, 0.3, 0.7].map((share) => sections[Math.floor(share * sections.length)] ?? '');
  const epochs = (refit: number, seed: number): TrainingRun['epochs'] => Array.from({ length: 12 + 3 * seed }, (_, e) => ({ loss: -0.02 * Math.log(e + 2) - 0.01 * refit, ic: e === 1 ? null : 0.05 + 0.01 * refit + 0.004 * e - 0.0004 * e * e }));
  const training: SignalTraining = {
    parameters: 5401,
    hash: 'a8ab121fd8f1b81de84220af6e32ba99fa44fdcd0ba7571e8c6c3695055c85e9',
    runs: refits.flatMap((refit, r) => [1, 2].map((seed): TrainingRun => ({ refit, seed, trainDates: 30 + 20 * r, trainSamples: 9000 * (r + 1), validationDates: 8 + 5 * r, stopped: 'patience', best: 6, epochs: epochs(r, seed) }))),
    importance: { dates: 46, rankIc: 0.162, features: Array.from({ length: 10 }, (_, f) => ({ input: f < 5 ? 'x' : 'day', name: `feature_${String(f)}`, loss: f === 3 ? null : 0.012 - 0.002 * f, error: 0.001 })) },
  };
  return { ...evaluation, signals: signals.map((signal, i) => (i === 0 ? { ...signal, name: 'hf_gru', kind: 'model', direction: 1, training } : signal)) };
}

function madeSignal(context: Context, name: string, index: number, parts: readonly string[] = []): SignalEvaluation {
  const { random, sections, dates, market } = context;
  const level = 0.03 + 0.02 * Math.sin(index);
  const found = sections.map((_, i): SectionFigures => madeSection(random, level, i, sections.length));
  const layers = Array.from({ length: context.layers }, (_, i) => madeLayer(context, i));
  const returnsOf = (layer: LayerEvaluation | undefined): readonly number[] => layer?.returns ?? [];
  const excess = returnsOf(layers[0]).map((value, i) => value - (market.values[i] ?? 0));
  const longShort = returnsOf(layers[0]).map((value, i) => value - (layers.at(-1)?.returns[i] ?? 0));
  return {
    name,
    kind: parts.length > 0 ? 'combination' : 'factor',
    direction: index === 1 ? -1 : 1,
    figures: madeFigures(found, dates, excess, longShort, returnsOf(layers[0]), layers[0]?.turnovers.values ?? []),
    published: index === 0 ? PUBLISHED : null,
    sections: found,
    decay: Array.from({ length: 20 }, (_, i) => ({ horizon: i + 1, rankIcMean: i === 17 ? null : level * Math.exp(-i / 12) * (1 + 0.05 * random()), sections: sections.length - i })),
    layers,
    dates,
    excess,
    longShort,
    years: [...compoundedBy(dates, excess, 4)].map(([year, topExcessReturn], i) => ({ year, topExcessReturn, rankIcMean: level * (1 + 0.4 * random()), sections: 40 + i })),
    industries: INDUSTRIES.map((group, i): GroupFigures => (i === 5 ? { group, rankIcMean: null, sections: 0, stocks: null } : { group, rankIcMean: level + 0.015 * random(), sections: sections.length, stocks: 40 + 13 * i })),
    sizes: [1, 2, 3, 4, 5].map((group) => ({ group: String(group), rankIcMean: level * (1.4 - 0.15 * group), sections: sections.length, stocks: 612.4 })),
    training: null,
    weights: parts.length > 0 ? { parts, sections: sections.map((_, i) => parts.map((__, f) => (i < 12 ? null : 0.4 + 0.3 * Math.sin(i / 15 + f)))) } : null,
  };
}

function madeSection(random: () => number, level: number, i: number, count: number): SectionFigures {
  // The last return is not complete, and one section has no signal.
  if (i === count - 1 || i === 30) return { rankIc: null, ic: null, stocks: i === 30 ? 0 : null, autocorrelation: null };
  const rankIc = level + 0.09 * random();
  return { rankIc, ic: rankIc * 0.8 + 0.01 * random(), stocks: 2900 + i, autocorrelation: i === 0 ? null : Math.min(0.99, 0.82 + 0.03 * random()) };
}

function madeLayer({ random, dates, market, layers, every }: Context, i: number): LayerEvaluation {
  const drift = 0.0004 * (1 - (2 * i) / (layers - 1));
  const returns = market.values.map((value) => value + drift + 0.002 * random());
  const excess = returns.map((value, d) => value - (market.values[d] ?? 0));
  const rebalances = dates.filter((_, d) => d > 0 && d % every === 0);
  const turnovers = { dates: rebalances, values: rebalances.map(() => Math.max(0.1, Math.min(2, 0.6 + 0.08 * random()))) };
  const [annualExcess, trackingError] = [annualised(excess), annualVolatility(excess)];
  return {
    layer: i + 1, annualReturn: annualised(returns), annualExcessReturn: annualExcess, trackingError, informationRatio: annualExcess / trackingError, maxExcessDrawdown: maxDrawdown(excess),
    monthlyWinRate: monthlyWinRate(dates, excess), turnover: mean(turnovers.values), stocks: 580.6, returns, turnovers,
  };
}

function madeFigures(sections: readonly SectionFigures[], dates: readonly string[], excess: readonly number[], longShort: readonly number[], top: readonly number[], turnovers: readonly number[]): Figures {
  const rankIcs = sections.flatMap(({ rankIc }) => rankIc ?? []);
  const ics = sections.flatMap(({ ic }) => ic ?? []);
  const icIr = mean(rankIcs) / sampleStd(rankIcs);
  return {
    sections: rankIcs.length, rankIcMean: mean(rankIcs), rankIcStd: sampleStd(rankIcs), icIr, rankIcT: icIr * Math.sqrt(rankIcs.length), icPositiveShare: rankIcs.filter((value) => value > 0).length / rankIcs.length,
    icMean: mean(ics), icStd: sampleStd(ics), topAnnualReturn: finiteOrNull(annualised(top)), topAnnualExcessReturn: annualised(excess), topTrackingError: annualVolatility(excess),
    topInformationRatio: annualised(excess) / annualVolatility(excess), topMaxExcessDrawdown: maxDrawdown(excess), topCalmar: finiteOrNull(annualised(excess) / maxDrawdown(excess)), topMonthlyWinRate: monthlyWinRate(dates, excess), topTurnover: mean(turnovers),
    longShortAnnualReturn: annualised(longShort), longShortInformationRatio: annualised(longShort) / annualVolatility(longShort), longShortMaxDrawdown: maxDrawdown(longShort),
    universeAnnualReturn: null, rankAutocorrelation: 0.82, coverage: 2970.3, coverageShare: 0.962,
  };
}

/** Weekdays from the first of 2021 on. */
export function tradingDays(count: number): readonly string[] {
  const days: string[] = [];
  for (let time = Date.UTC(2021, 0, 4); days.length < count; time += 86_400_000) {
    const date = new Date(time);
    if (date.getUTCDay() % 6 !== 0) days.push(date.toISOString().slice(0, 10));
  }
  return days;
}

/** Sums of twelve numbers of a linear congruential generator. */
function randomNormal(seed: number): () => number {
  let state = seed;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return () => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6);
}
