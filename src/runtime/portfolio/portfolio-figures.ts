/** The figures of an index-enhancement portfolio: their names, units and definitions. The page of metrics and the reports read this table. */
import type { FigureDefinition } from '../evaluate/figures.ts';
import { annualised, annualVolatility, excessFigures, maxDrawdown, monthlyWinRate } from '../evaluate/performance.ts';

/** In the order of the page. Keys are those of metrics.json. */
export const PORTFOLIO_FIGURES = {
  annualReturn: {
    title: 'Annual return', titleZh: '年化收益率', form: 'share', isPublished: true,
    definition: 'Daily returns of the net value at the close, after cost, compounded, then annualised: (Π (1 + r))^(250 / days) − 1. The first return is that of the day after the first purchase.',
    definitionZh: '扣费后收盘净值的日收益复利后年化：(Π(1+r))^(250/天数)−1；首个收益为首次建仓次日。',
  },
  annualVolatility: {
    title: 'Annual volatility', titleZh: '年化波动率', form: 'share', isPublished: true,
    definition: 'Sample standard deviation (n − 1) of the daily returns × √250.',
    definitionZh: '日收益的样本标准差（n−1）×√250。',
  },
  sharpe: {
    title: 'Sharpe ratio', titleZh: '夏普比率', form: 'number', isPublished: true,
    definition: 'Annual return / annual volatility, without a risk-free rate.',
    definitionZh: '年化收益率/年化波动率，不计无风险利率。',
  },
  maxDrawdown: {
    title: 'Max drawdown', titleZh: '最大回撤', form: 'share', isPublished: true,
    definition: 'Largest fall of the net value from a peak before it, as a share of the peak.',
    definitionZh: '净值自前期高点的最大跌幅。',
  },
  annualExcessReturn: {
    title: 'Annual excess return', titleZh: '年化超额收益率', form: 'share', isPublished: true,
    definition: 'Daily differences of the returns of portfolio and index compounded, then annualised: (Π (1 + r − r_index))^(250 / days) − 1.',
    definitionZh: '组合与指数日收益之差复利后年化：(Π(1+r−r_指数))^(250/天数)−1。',
  },
  annualTrackingError: {
    title: 'Tracking error', titleZh: '年化跟踪误差', form: 'share', isPublished: true,
    definition: 'Sample standard deviation (n − 1) of the daily differences × √250.',
    definitionZh: '日收益之差的样本标准差（n−1）×√250。',
  },
  maxExcessDrawdown: {
    title: 'Max drawdown of the excess', titleZh: '超额最大回撤', form: 'share', isPublished: true,
    definition: 'Largest fall of the compounded daily differences from a peak before it (the curve starts at 1), as a share of the peak.',
    definitionZh: '日收益之差的复利曲线（起点为1）自前期高点的最大跌幅。',
  },
  informationRatio: {
    title: 'Information ratio', titleZh: '信息比率', form: 'number', isPublished: true,
    definition: 'Annual excess return / tracking error.',
    definitionZh: '年化超额收益率/年化跟踪误差。',
  },
  calmar: {
    title: 'Calmar ratio', titleZh: '超额卡玛比率', form: 'number', isPublished: true,
    definition: 'Annual excess return / max drawdown of the excess.',
    definitionZh: '年化超额收益率/超额最大回撤。',
  },
  monthlyWinRate: {
    title: 'Monthly win rate', titleZh: '月度胜率', form: 'share', isPublished: true,
    definition: 'Share of calendar months whose compounded daily differences are above 0; the month of the first purchase is left out, because it is not whole.',
    definitionZh: '月内日收益之差复利后大于0的自然月占比；首次建仓当月不完整，不计入。',
  },
  turnoverPerRebalance: {
    title: 'Turnover per rebalance', titleZh: '每次调仓换手率', form: 'share', isPublished: true,
    definition: 'Mean over the rebalances after the first purchase of Σ |w_new − w_old|: two-sided, of what was traded, against the weights before the trade at its prices.',
    definitionZh: '首次建仓之后各次调仓Σ|w新−w旧|的均值：双边，按实际成交，以成交价计的调仓前权重为基准。',
  },
  annualCost: {
    title: 'Cost per year', titleZh: '年化交易成本', form: 'share',
    definition: 'Cost of all trades after the first purchase / mean net value × 250 / days.',
    definitionZh: '首次建仓之后的交易成本合计/平均净值×250/天数。',
  },
  rejectedShare: {
    title: 'Orders rejected', titleZh: '未成交委托占比', form: 'share',
    definition: 'Orders that were not filled at all, because the stock was suspended, at its limit or gone or cash was short, as a share of all orders.',
    definitionZh: '因停牌、涨跌停、退市或现金不足而完全未成交的委托占全部委托的比例。',
  },
} as const satisfies Readonly<Record<string, FigureDefinition>>;

export type PortfolioFigureKey = keyof typeof PORTFOLIO_FIGURES;
/** One number per figure; null where it is undefined. */
export type PortfolioFigures = Readonly<Record<PortfolioFigureKey, number | null>>;
export const PORTFOLIO_FIGURE_KEYS: readonly PortfolioFigureKey[] = Object.keys(PORTFOLIO_FIGURES).filter((key): key is PortfolioFigureKey => key in PORTFOLIO_FIGURES);

/** Figures of daily returns alone. */
export function returnFigures(returns: readonly number[]): { readonly annualReturn: number; readonly annualVolatility: number; readonly sharpe: number; readonly maxDrawdown: number } {
  const [annualReturn, volatility] = [annualised(returns), annualVolatility(returns)];
  return { annualReturn, annualVolatility: volatility, sharpe: volatility > 0 ? annualReturn / volatility : NaN, maxDrawdown: returns.length === 0 ? NaN : maxDrawdown(returns) };
}

/** Figures of daily returns against those of an index; all in step. `bought` is the day of the first purchase, whose month does not count as one. */
export function relativeFigures(bought: string, dates: readonly string[], returns: readonly number[], index: readonly number[]): Pick<Record<PortfolioFigureKey, number>, 'annualExcessReturn' | 'annualTrackingError' | 'maxExcessDrawdown' | 'informationRatio' | 'calmar' | 'monthlyWinRate'> {
  const differences = returns.map((value, i) => value - (index[i] ?? NaN));
  const { annual, trackingError, informationRatio, maxDrawdown: fall, calmar } = excessFigures(dates, differences);
  const whole = dates.findIndex((date) => date.slice(0, 7) !== bought.slice(0, 7));
  const winRate = whole < 0 ? NaN : monthlyWinRate(dates.slice(whole), differences.slice(whole));
  return { annualExcessReturn: annual, annualTrackingError: trackingError, maxExcessDrawdown: fall, informationRatio, calmar, monthlyWinRate: winRate };
}
