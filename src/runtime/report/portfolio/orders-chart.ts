/** What orders came to, rebalance by rebalance. */
import { REJECTION_REASONS, type PortfolioResult, type Rebalance, type RejectionReason } from '../../portfolio/result.ts';
import { barSeries, CATEGORY_AXIS, emptyChart, entry, HEIGHT, numberColumn, valueAxis, type Chart, type SeriesLook } from '../chart.ts';
import { formatted } from '../format.ts';
import { both, type Text } from '../text.ts';
import { PORTFOLIO_COLOUR, sectionColumn } from './ledger-series.ts';

const NO_ORDERS = both('There were no orders.', '没有委托。');

const REASONS: Readonly<Record<RejectionReason, { readonly name: Text; readonly colour: string }>> = {
  suspended: { name: both('Suspended', '停牌'), colour: 'line1' },
  limitUp: { name: both('At the upper limit', '涨停'), colour: 'line3' },
  limitDown: { name: both('At the lower limit', '跌停'), colour: 'line0' },
  gone: { name: both('Gone', '退市'), colour: 'line6' },
  cash: { name: both('No cash', '现金不足'), colour: 'line4' },
};

interface Outcome {
  readonly look: SeriesLook;
  readonly counts: readonly number[];
  readonly sum: number;
}

/** Outcomes from the best to the worst. */
function outcomesOf(rebalances: readonly Rebalance[]): { readonly filled: Outcome; readonly partly: Outcome; readonly rejected: readonly Outcome[] } {
  const outcome = (y: string, name: Text, ink: string, of: (rebalance: Rebalance) => number): Outcome => {
    const counts = rebalances.map(of);
    return { look: { name, colour: ink, x: 'section', y, form: 'count' }, counts, sum: counts.reduce((sum, count) => sum + count, 0) };
  };
  return {
    filled: outcome('filled', both('Filled', '全部成交'), PORTFOLIO_COLOUR, ({ orders }) => orders.filled),
    partly: outcome('partly', both('Partly filled', '部分成交'), 'line2', ({ orders }) => orders.partly),
    rejected: REJECTION_REASONS.map((reason) => outcome(reason, REASONS[reason].name, REASONS[reason].colour, ({ orders }) => orders.rejected[reason])),
  };
}

export function ordersChart({ rebalances }: PortfolioResult): Chart {
  const [id, title] = ['orders', both('Orders by outcome', '委托成交情况')] as const;
  const { filled, partly, rejected } = outcomesOf(rebalances);
  const counts = rebalances.map((_, i) => rejected.reduce((sum, one) => sum + (one.counts[i] ?? 0), 0));
  const refused: Outcome = { look: { name: both('Rejected', '未成交'), colour: 'line1', x: 'section', y: 'rejected', form: 'count' }, counts, sum: counts.reduce((sum, count) => sum + count, 0) };
  const total = filled.sum + partly.sum + refused.sum;
  if (total === 0) return emptyChart(id, title, NO_ORDERS);
  const [whole, part, none] = [filled, partly, refused].map(({ sum }) => formatted(sum / total, 'share')) as [string, string, string];
  return stackedChart(
    { id, title, summary: both(`${total} orders: ${whole} filled, ${part} partly filled, ${none} rejected.`, `共${total}笔委托：全部成交${whole}，部分成交${part}，未成交${none}。`) },
    rebalances, [filled, partly, refused],
  );
}

export function unfilledChart({ rebalances }: PortfolioResult): Chart {
  const [id, title] = ['unfilled', both('Why orders were not filled', '委托未全部成交的原因')] as const;
  const { filled, partly, rejected } = outcomesOf(rebalances);
  const found = [partly, ...rejected].filter(({ sum }) => sum > 0);
  if (found.length === 0) return emptyChart(id, title, filled.sum === 0 ? NO_ORDERS : both('All orders were filled.', '委托全部成交。'));
  return stackedChart(
    {
      id, title,
      summary: both(`${found.map(({ look, sum }) => `${sum} ${look.name.en.toLowerCase()}`).join(', ')}.`, `${found.map(({ look, sum }) => `${look.name.zh}${sum}笔`).join('，')}。`),
      note: both('An order is filled in part for want of cash or of whole lots.', '部分成交：现金不足或不足一手。'),
    },
    rebalances, found,
  );
}

/** Bars of each rebalance; the last outcome lies lowest. */
function stackedChart(words: Pick<Chart, 'id' | 'title' | 'summary' | 'note'>, rebalances: readonly Rebalance[], outcomes: readonly Outcome[]): Chart {
  return {
    ...words, height: HEIGHT, isWide: true, legend: outcomes.map(({ look }) => entry(look)),
    columns: [sectionColumn(rebalances), ...outcomes.map(({ look, counts }) => numberColumn(look.y, look.name, 'count', counts))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Orders', '委托数'), 'count', { minInterval: 1 }), series: outcomes.toReversed().map(({ look }) => barSeries(look, { stack: 'orders', barCategoryGap: '10%', barMaxWidth: 48 })) },
  };
}
