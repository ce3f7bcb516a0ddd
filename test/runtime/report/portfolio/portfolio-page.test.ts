import { describe, expect, test } from 'vitest';
import { compounded } from '../../../../src/runtime/evaluate/performance.ts';
import { PORTFOLIO_FIGURE_KEYS, PORTFOLIO_FIGURES } from '../../../../src/runtime/portfolio/portfolio-figures.ts';
import type { PortfolioResult } from '../../../../src/runtime/portfolio/result.ts';
import type { Chart, Column } from '../../../../src/runtime/report/chart.ts';
import { formatted } from '../../../../src/runtime/report/format.ts';
import { portfolioFigure } from '../../../../src/runtime/report/portfolio/figure-tables.ts';
import { drawdowns } from '../../../../src/runtime/report/portfolio/ledger-series.ts';
import { bindingsOf } from '../../../../src/runtime/report/portfolio/limit-charts.ts';
import { portfolioCharts, portfolioPage } from '../../../../src/runtime/report/portfolio/portfolio-page.ts';
import { escapeHtml } from '../../../../src/runtime/report/text.ts';
import { idsTwice, lacking, matches, withoutScripts } from './page-text.ts';
import { madePortfolio, PORTFOLIO_CHARTS, PUBLISHED } from './portfolio.ts';

const EVIL = '</script><img src=x onerror="alert(1)">\'&';
const NO_LIMITS = { memberWeight: null, deviation: null, industry: null, size: null, turnover: null };

function chartsOf(result: PortfolioResult): ReadonlyMap<string, Chart> {
  return new Map(portfolioCharts(result).flatMap(({ charts }) => charts.map((chart) => [chart.id, chart])));
}

function columnOf(result: PortfolioResult, chart: string, key: string): Column['values'] | undefined {
  return chartsOf(result).get(chart)?.columns.find((column) => column.key === key)?.values;
}

/** The cells of the row of a figure. */
function cellsOf(page: string, key: string): readonly string[] {
  const row = page.split('<tr>').find((text) => text.includes(`data-def="def-${key}"`)) ?? '';
  return [...row.slice(0, row.indexOf('</tr>')).matchAll(/<td>([^<]*)<\/td>/g)].map(([, text = '']) => text);
}

describe('the page of a portfolio', () => {
  const result = madePortfolio({ published: PUBLISHED });
  const plain = madePortfolio({ seed: 2 });
  const [page, plainPage] = [portfolioPage(result, { href: '../report.html', title: { en: 'All', zh: '全部' } }), portfolioPage(plain, null)];

  test('has every chart with heading, summary, numbers and exports, each id once', () => {
    expect(portfolioCharts(result).flatMap(({ charts }) => charts.map(({ id }) => id))).toEqual(PORTFOLIO_CHARTS);
    for (const id of PORTFOLIO_CHARTS) expect(lacking(page, `<h3 id="t-${id}">`, `id="s-${id}"`, `data-chart="${id}"`, `<details data-table="${id}">`, `data-export="svg" data-of="${id}"`)).toEqual([]);
    expect(idsTwice(page)).toEqual([]);
  });

  test('says what it is, on how many days, with which limits, and leads back', () => {
    expect(lacking(page, '<h1>csi500 · turnover30</h1>', 'Index: csi500. 700 days, 2021-01-05 to 2023-09-11, 141 rebalances. Limits: weight in members at least 80%, stock deviation ±0.8%, industry deviation ±2%, size exposure ±0.2, turnover at most 30%.', '<a href="../report.html" data-page>')).toEqual([]);
  });

  test.each(PORTFOLIO_FIGURE_KEYS)('the figure %s stands in the table as it is in the result, with that of the index, with its definition', (key) => {
    const { form, definition } = portfolioFigure(key);
    const index = Object.entries(plain.benchmark).flatMap(([name, value]) => (name === key ? [formatted(value, form)] : []));
    const isAlone = cellsOf(plainPage, key).length === 2;
    expect(cellsOf(plainPage, key)).toEqual([formatted(plain.figures[key], form), ...(isAlone ? (index.length > 0 ? index : ['']) : [])]);
    expect(index.length === 0 || isAlone).toBe(true);
    expect(lacking(plainPage, `<dd id="def-${key}"><span lang="en">${escapeHtml(definition)}</span>`)).toEqual([]);
  });

  test('published figures and years stand beside ours where there are any, and nowhere else', () => {
    expect(cellsOf(page, 'annualReturn').slice(2)).toEqual(['18.62%', '2.57%']);
    expect(cellsOf(page, 'informationRatio').at(-1)).toBe('2.51');
    // 2020 was published and not computed.
    expect(lacking(page, '<th scope="row">2020</th><td>–</td><td>–</td><td>–</td><td>–</td><td>–</td><td>41.27%</td><td>20.87%</td>')).toEqual([]);
    expect(columnOf(result, 'years', 'published')).toEqual([0.2718, -0.0631, null]);
    expect(matches(withoutScripts(plainPage), /公布值/g)).toEqual([]);
    expect(columnOf(plain, 'years', 'published')).toBeUndefined();
  });

  test('curves end where the returns of the ledger lead', () => {
    const [returns, index] = [result.days.returns, result.days.benchmark].map((values) => values.map((value) => value ?? 0)) as [number[], number[]];
    const last = (chart: string, key: string): number => Number(columnOf(result, chart, key)?.at(-1));
    expect(last('net-value', 'net')).toBeCloseTo(1 + compounded(returns), 4);
    expect(last('net-value', 'index')).toBeCloseTo(1 + compounded(index), 4);
    expect(last('excess', 'excess')).toBeCloseTo(1 + compounded(returns.map((value, i) => value - (index[i] ?? 0))), 4);
    expect(columnOf(result, 'net-value', 'net')?.[0]).toBe(1);
    const falls = (columnOf(result, 'drawdown', 'net') ?? []).map(Number);
    expect(Math.max(...falls)).toBe(0);
    expect(-Math.min(...falls)).toBeCloseTo(result.figures.maxDrawdown ?? NaN, 5);
    expect(-Math.min(...(columnOf(result, 'drawdown', 'excess') ?? []).map(Number))).toBeCloseTo(result.figures.maxExcessDrawdown ?? NaN, 5);
  });

  test('a drawdown is measured from the highest value before it', () => {
    expect(drawdowns([1, 2, 1, 3, 1.5])).toEqual([0, 0, -0.5, 0, -0.5]);
  });

  test('months compound to the years', () => {
    const { columns } = chartsOf(result).get('months') ?? { columns: [] };
    const [years, , values] = columns.map((column) => column.values);
    for (const { year, excess } of result.years) expect(compounded((values ?? []).filter((_, i) => years?.[i] === year).map(Number))).toBeCloseTo(excess, 4);
    // The month of the first purchase is not whole.
    const found = (values ?? []).slice(1).map(Number);
    expect(found.filter((value) => value > 0).length / found.length).toBe(result.figures.monthlyWinRate);
  });

  test('the turnover of the first purchase is left out, the limit is a line', () => {
    expect(columnOf(result, 'turnover', 'section')).toHaveLength(result.rebalances.length - 1);
    expect(new Set(columnOf(result, 'turnover', 'limit'))).toEqual(new Set([0.3]));
    const free = madePortfolio({ limits: NO_LIMITS });
    expect(columnOf(free, 'turnover', 'limit')).toBeUndefined();
    expect(portfolioPage(free, null)).toContain('No limits.');
  });

  test('orders add up, and reasons to what was rejected', () => {
    const sum = (chart: string, key: string): number => (columnOf(result, chart, key) ?? []).reduce<number>((total, value) => total + Number(value), 0);
    const all = result.rebalances.map(({ orders }) => orders);
    expect(sum('orders', 'filled')).toBe(all.reduce((total, { filled }) => total + filled, 0));
    expect(sum('orders', 'rejected')).toBe(['suspended', 'limitUp', 'limitDown', 'gone', 'cash'].reduce((total, reason) => total + sum('unfilled', reason), 0));
    expect(sum('unfilled', 'limitUp')).toBe(all.reduce((total, { rejected }) => total + rejected.limitUp, 0));
  });

  test('a limit binds on the share of the rebalances with weights that price it above 0', () => {
    const one = result.rebalances.find(({ expected }) => expected !== null);
    if (one === undefined) throw new Error('no rebalance has weights');
    const of = (prices: readonly (typeof one)['prices'][number][]): typeof one => ({ ...one, prices });
    const rebalances = [of([{ limit: 'turnover', price: 2 }, { limit: 'size', price: 0 }]), of([{ limit: 'turnover', price: 1 }]), of([]), of([]), { ...one, expected: null, prices: [] }];
    expect(bindingsOf({ ...result, rebalances })).toEqual([
      { limit: 'turnover', count: 2, share: 0.5, price: 1.5 },
      { limit: 'size', count: 0, share: 0, price: null },
      { limit: 'industry', count: 0, share: 0, price: null },
      { limit: 'memberWeight', count: 0, share: 0, price: null },
    ]);
    const { settings } = result;
    expect(bindingsOf({ ...result, settings: { ...settings, limits: { ...settings.limits, size: null } } }).map(({ limit }) => limit)).toEqual(['turnover', 'industry', 'memberWeight']);
  });

  test('every rebalance that gave up a limit or found no weights is named, with the miss or the reason', () => {
    const rows = matches(page.slice(page.indexOf('id="t-misses"')), /<tr><th scope="row">\d{4}-\d\d-\d\d<\/th>/g);
    expect(rows).toHaveLength(result.rebalances.reduce((sum, { relaxed, failure }) => sum + relaxed.length + (failure === null ? 0 : 1), 0));
    expect(rows.length).toBeGreaterThan(2);
    const given = result.rebalances.find(({ relaxed }) => relaxed.length > 0);
    expect(lacking(page, `${formatted(given?.relaxed[0]?.by, 'share')}</td></tr>`, '&lt;too few&gt; can be bought')).toEqual([]);
  });

  test('settings, warnings and failures are in words', () => {
    const other = portfolioPage({ ...result, settings: { ...result.settings, index: 'equal', turnoverAgainst: 'target', lot: 100, dividends: 'reinvested', locked: 'avoided', adjusted: false } }, null);
    expect(lacking(page, 'the weights that the portfolio has drifted to', 'CNY 100,000,000', '0.3% of the traded value for a purchase and a sale together: 0.15% each', 'paid in cash', '<li><span lang="en">3 rebalances: the members of &lt;csi500&gt;')).toEqual([]);
    expect(lacking(other, 'Index: all stocks alike.', 'the weights aimed at before', '100 shares', 'turned into shares at once', 'as if one had known', 'not followed: dividends and new shares are losses')).toEqual([]);
  });

  test('names with markup are text, and nothing is loaded', () => {
    const evil = portfolioPage(madePortfolio({ name: EVIL, variant: EVIL, days: 30 }), { href: '"><img>', title: { en: EVIL, zh: EVIL } });
    expect(lacking(withoutScripts(evil), '<img', escapeHtml(EVIL))).toEqual(['<img']);
    expect(matches(evil, /<\/script>/g)).toHaveLength(3);
    expect(matches(withoutScripts(page), /https?:|<link|<iframe|@import|url\(|\bsrc=/g)).toEqual([]);
  });

  const oneDay = madePortfolio({ days: 1 });
  const { days } = oneDay;
  const nothing = { ...days, dates: [], netCents: [], cashCents: [], positionsCents: [], positions: [], boughtCents: [], soldCents: [], costCents: [], dividendCents: [], goneCents: [], returns: [], benchmark: [] };
  const few: readonly (readonly [string, PortfolioResult])[] = [
    ['of one day', oneDay],
    ['of two days', madePortfolio({ days: 2 })],
    ['without rebalances', { ...madePortfolio({ days: 40 }), rebalances: [] }],
    ['without days', { ...oneDay, days: nothing, rebalances: [] }],
    ['of which no rebalance found weights', { ...oneDay, rebalances: oneDay.rebalances.map((rebalance) => ({ ...rebalance, expected: null, memberWeight: null, sizeExposure: null, industryDeviation: null, stockDeviation: null, failure: 'none', prices: [] })) }],
    ['as long as ours', result],
  ];
  test.each(few)('a portfolio %s has a page with all charts, those without numbers with the reason, and no number that is none', (_, made) => {
    const text = withoutScripts(portfolioPage(made, null));
    expect(matches(text, /NaN|Infinity|undefined|null/g)).toEqual([]);
    const charts = chartsOf(made);
    expect([...charts.keys()]).toEqual(PORTFOLIO_CHARTS);
    expect([...charts.values()].filter(({ summary }) => summary.en === '' || summary.zh === '')).toEqual([]);
  });

  test('one day has no returns, and says so', () => {
    expect(['net-value', 'excess', 'drawdown', 'years', 'months', 'histogram'].map((id) => chartsOf(oneDay).get(id)?.summary.en)).toEqual(Array.from({ length: 6 }, () => 'No day after the first purchase has a return.'));
    expect(portfolioPage(oneDay, null)).toContain('no returns yet');
  });

  test('figures have titles in both languages', () => {
    for (const { title, titleZh } of Object.values(PORTFOLIO_FIGURES)) expect(lacking(page, `<span lang="en">${escapeHtml(title)}</span><span lang="zh-CN">${titleZh}</span>`)).toEqual([]);
  });

  test('ten years are a page of less than 3 MB', () => {
    expect(portfolioPage(madePortfolio({ days: 2500 }), null).length).toBeLessThan(3_000_000);
  });
});
