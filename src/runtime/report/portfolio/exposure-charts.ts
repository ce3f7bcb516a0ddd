/** How the weights aimed at differ from those of the index, and how far they may. */
import { mean } from '../../evaluate/moments.ts';
import type { PortfolioResult, Rebalance } from '../../portfolio/result.ts';
import { CATEGORY_AXIS, emptyChart, entry, HEIGHT, lineSeries, numberColumn, valueAxis, type Chart, type Options } from '../chart.ts';
import { formatted } from '../format.ts';
import { known, type Maybe } from '../series.ts';
import { both, type Text } from '../text.ts';
import { LIMIT_COLOUR, NO_WEIGHTS, PORTFOLIO_COLOUR, sectionColumn, withWeights } from './ledger-series.ts';
import { limitForm, limitText, type LimitName } from './limit-titles.ts';

/** Solvers keep limits to a tolerance: so much more is no miss. */
const TOLERANCE = 1e-6;
/** Between the lines of the limits and the edges of the plot. */
const ROOM = ['8%', '8%'] as const;

export function exposureCharts(result: PortfolioResult): readonly Chart[] {
  return [
    exposureChart(result, { id: 'members', title: both('Weight in members of the index', '指数成分股权重'), limit: 'memberWeight', of: ({ memberWeight }) => memberWeight, bounds: (limit) => [limit], axis: { scale: true, boundaryGap: ROOM } }),
    exposureChart(result, { id: 'size', title: both('Size exposure', '市值暴露'), limit: 'size', of: ({ sizeExposure }) => sizeExposure, bounds: (limit) => [-limit, limit], axis: { boundaryGap: ROOM }, note: both('Against the index, in standard deviations of log float cap across the universe.', '相对指数，以股票池内流通市值对数的标准差计。') }),
    exposureChart(result, { id: 'industry', title: both('Largest industry deviation', '最大行业偏离'), limit: 'industry', of: ({ industryDeviation }) => industryDeviation, bounds: (limit) => [limit], axis: { min: 0 } }),
    exposureChart(result, { id: 'stock', title: both('Largest stock deviation', '最大个股偏离'), limit: 'deviation', of: ({ stockDeviation }) => stockDeviation, bounds: (limit) => [limit], axis: { min: 0 }, note: both('More than the limit where a stock that is held cannot be traded.', '持有的股票无法交易时可能超过上限。') }),
  ];
}

interface Exposure {
  readonly id: string;
  readonly title: Text;
  /** The limit that bounds it. */
  readonly limit: LimitName;
  readonly of: (rebalance: Rebalance) => Maybe;
  /** Where lines stand for the limit. */
  readonly bounds: (limit: number) => readonly number[];
  readonly axis: Options;
  readonly note?: Text;
}

function exposureChart(result: PortfolioResult, { id, title, limit: name, of, bounds, axis, note }: Exposure): Chart {
  const rebalances = withWeights(result);
  const values = rebalances.map(of);
  const found = known(values);
  if (found.length === 0) return emptyChart(id, title, rebalances.length === 0 ? NO_WEIGHTS : both('No stock has an industry.', '没有股票有行业分类。'));
  const [limit, form] = [result.settings.limits[name], limitForm(name)];
  const own = { name: both('Aimed at', '目标组合'), colour: PORTFOLIO_COLOUR, x: 'section', y: 'value', form } as const;
  const edge = { name: both('Limit', '限制'), colour: LIMIT_COLOUR, x: 'section', form } as const;
  const edges = (limit === null ? [] : bounds(limit)).map((value, i) => ({ value, look: { ...edge, y: `limit${String(i)}` } }));
  const outside = limit === null ? 0 : found.filter((value) => (name === 'memberWeight' ? value < limit - TOLERANCE : Math.abs(value) > limit + TOLERANCE)).length;
  const [average, least, most] = [mean(found), Math.min(...found), Math.max(...found)].map((value) => formatted(value, form)) as [string, string, string];
  const said = limitText(name, limit);
  // A line of one point is seen as a point only.
  const isOne = rebalances.length === 1;
  const kept = limit === null ? both('', '') : both(`, kept on ${found.length - outside} of ${found.length} rebalances`, `，${found.length}次调仓中${found.length - outside}次满足`);
  return {
    id, title, height: HEIGHT, legend: limit === null ? [] : [entry(own), entry({ ...edge, y: '' }, 'dashed')],
    summary: both(`Mean ${average}, between ${least} and ${most}. Limit: ${said.en}${kept.en}.`, `均值${average}，介于${least}与${most}之间。限制：${said.zh}${kept.zh}。`),
    ...(note === undefined ? {} : { note }),
    columns: [sectionColumn(rebalances), numberColumn('value', own.name, form, values), ...edges.map(({ value, look }) => numberColumn(look.y, edge.name, form, rebalances.map(() => value)))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(title, form, axis), series: [lineSeries(own, { showSymbol: isOne }), ...edges.map(({ look }) => lineSeries(look, { dash: 'dashed', showSymbol: isOne }))] },
  };
}
