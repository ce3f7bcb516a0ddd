import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DailyData } from '../../src/compiler/reference/daily-data.ts';
import { referenceDailyEngine } from '../../src/runtime/engine/daily-engine.ts';
import { agrees } from '../support/agreement.ts';
import { hurtingDailyData } from '../support/daily-data.ts';
import { checkText } from '../support/programs.ts';

/** Days and stocks of the data; formulas look at it through this. */
interface View {
  readonly data: DailyData;
  readonly width: number;
  readonly stocks: number;
  /** A stored cell, missing outside the data. */
  readonly at: (column: Parameters<DailyData['columns']['get']>[0], stock: number, day: number) => number;
}

type Formula = (view: View, stock: number, day: number) => number;

const adjusted = ({ at }: View, stock: number, day: number): number => at('close', stock, day) * at('adj_factor', stock, day);
const ret = (view: View, stock: number, day: number): number => {
  const change = adjusted(view, stock, day) / adjusted(view, stock, day - 1) - 1;
  return Math.abs(change) < 1e-10 ? 0 : change;
};

/** Numbers of the last n days that are there. */
function last(n: number, of: Formula): (view: View, stock: number, day: number) => readonly number[] {
  return (view, stock, day) => Array.from({ length: n }, (_, i) => of(view, stock, day - n + 1 + i)).filter((x) => !Number.isNaN(x));
}

const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
const average = (xs: readonly number[]): number => (xs.length === 0 ? NaN : sum(xs) / xs.length);
const spread = (xs: readonly number[]): number => (xs.length === 0 ? NaN : Math.max(...xs) === Math.min(...xs) ? 0 : Math.sqrt(average(xs.map((x) => (x - average(xs)) ** 2))));

/** Stocks of the universe on a day that have a number, with it. */
function section(of: Formula): (view: View, day: number) => readonly { readonly stock: number; readonly x: number }[] {
  return (view, day) => Array.from({ length: view.stocks }, (_, stock) => ({ stock, x: view.data.universe[stock * view.width + day] === 1 ? of(view, stock, day) : NaN })).filter(({ x }) => !Number.isNaN(x));
}

const nine = (x: number): number => Number(x.toPrecision(9));

function rankIn(xs: readonly number[], x: number): number {
  const [below, equal] = [xs.filter((other) => nine(other) < nine(x)).length, xs.filter((other) => nine(other) === nine(x)).length];
  return (below + (equal + 1) / 2) / xs.length;
}

function rankAcross(of: Formula): Formula {
  return (view, stock, day) => {
    const all = section(of)(view, day);
    const own = all.find((one) => one.stock === stock);
    return own === undefined ? NaN : rankIn(all.map(({ x }) => x), own.x);
  };
}

function median(xs: readonly number[]): number {
  const sorted = [...xs].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
  if (spread(x) === 0 || spread(y) === 0 || pairs.length === 0) return NaN;
  return average(pairs.map(([a, b]) => (a - average(x)) * (b - average(y)))) / (spread(x) * spread(y));
}

const column = (name: Parameters<View['at']>[0]): Formula => ({ at }, stock, day) => at(name, stock, day);

/** Residuals of the least squares on dummies of industries and log cap, by the normal equations of the dummy-free form. */
const residual: Formula = (view, stock, day) => {
  const rows = section(ret)(view, day)
    .map(({ stock: s, x }) => ({ s, x, industry: view.data.industry[s * view.width + day] ?? -1, size: Math.log(view.data.cap[s * view.width + day] ?? NaN) }))
    .filter(({ industry, size }) => industry >= 0 && Number.isFinite(size));
  const own = rows.find(({ s }) => s === stock);
  if (own === undefined) return NaN;
  const inside = (industry: number, of: (row: (typeof rows)[number]) => number): number => average(rows.filter((row) => row.industry === industry).map(of));
  const centred = rows.map((row) => ({ ...row, dx: row.x - inside(row.industry, ({ x }) => x), dz: row.size - inside(row.industry, ({ size }) => size) }));
  const zz = sum(centred.map(({ dz }) => dz * dz));
  const slope = zz === 0 ? 0 : sum(centred.map(({ dx, dz }) => dx * dz)) / zz;
  const mine = centred.find(({ s }) => s === stock);
  return mine === undefined ? NaN : mine.dx - slope * mine.dz;
};

const CASES: Readonly<Record<string, Formula>> = {
  'adj_close / prev(adj_close, 20) - 1': (view, s, d) => adjusted(view, s, d) / adjusted(view, s, d - 20) - 1,
  'mean(turnover, window=20d)': (view, s, d) => average(last(20, column('turnover'))(view, s, d)),
  'std(ret, window=20d)': (view, s, d) => spread(last(20, ret)(view, s, d)),
  'mean(std(ret, window=5d), window=10d)': (view, s, d) => average(last(10, (v, stock, day) => spread(last(5, ret)(v, stock, day)))(view, s, d)),
  'prev(mean(turnover, window=5d), 3)': (view, s, d) => average(last(5, column('turnover'))(view, s, d - 3)),
  'sum(volume, window=5d) / sum(volume, window=20d)': (view, s, d) => {
    const [few, many] = [last(5, column('volume'))(view, s, d), last(20, column('volume'))(view, s, d)];
    return few.length === 0 || sum(many) === 0 ? NaN : sum(few) / sum(many);
  },
  'count(ret > 0, window=20d)': (view, s, d) => {
    const known = last(20, ret)(view, s, d);
    // Yesterday's close is asked about as well as today's, each in its own window.
    return known.length === 0 ? NaN : known.filter((x) => x > 0).length;
  },
  'mean(turnover, window=10d, where=volume > prev(volume))': (view, s, d) => average(last(10, (v, stock, day) => (v.at('volume', stock, day) > v.at('volume', stock, day - 1) ? v.at('turnover', stock, day) : NaN))(view, s, d)),
  'corr(ret, turnover, window=15d)': (view, s, d) =>
    correlation(
      Array.from({ length: 15 }, (_, i) => [ret(view, s, d - i), view.at('turnover', s, d - i)] as const)
        .filter(([a, b]) => !Number.isNaN(a + b))
        .reverse(),
    ),
  'rank(turnover)': rankAcross(column('turnover')),
  'rank(volume, window=10d)': (view, s, d) => (Number.isNaN(view.at('volume', s, d)) ? NaN : rankIn(last(10, column('volume'))(view, s, d), view.at('volume', s, d))),
  'mean(rank(turnover), window=5d)': (view, s, d) => average(last(5, rankAcross(column('turnover')))(view, s, d)),
  'zscore(turnover)': (view, s, d) => {
    const all = section(column('turnover'))(view, d);
    const own = all.find(({ stock }) => stock === s);
    if (own === undefined) return NaN;
    const mean = average(all.map(({ x }) => x));
    const std = Math.sqrt(sum(all.map(({ x }) => (x - mean) ** 2)) / (all.length - 1));
    return std > 0 ? (own.x - mean) / std : 0;
  },
  'winsorize(turnover, 3)': (view, s, d) => {
    const all = section(column('turnover'))(view, d);
    const own = all.find(({ stock }) => stock === s);
    if (own === undefined) return NaN;
    const centre = median(all.map(({ x }) => x));
    const mad = median(all.map(({ x }) => Math.abs(x - centre)));
    return mad === 0 ? own.x : Math.max(centre - 3 * mad, Math.min(centre + 3 * mad, own.x));
  },
  'neutralize(ret)': residual,
  'if(top(turnover, 25%), 1, 0)': (view, s, d) => {
    const members = Array.from({ length: view.stocks }, (_, stock) => stock).filter((stock) => view.data.universe[stock * view.width + d] === 1);
    const size = Math.floor(0.25 * members.length + 0.5);
    const chosen = members.map((stock) => ({ stock, x: nine(view.at('turnover', stock, d)) })).filter(({ x }) => !Number.isNaN(x)).sort((a, b) => b.x - a.x || a.stock - b.stock).slice(0, size);
    return chosen.some(({ stock }) => stock === s) ? 1 : 0;
  },
};

function viewOf(data: DailyData): View {
  const width = data.dates.length;
  return { data, width, stocks: data.symbols.length, at: (name, stock, day) => (day < 0 || day >= width ? NaN : (data.columns.get(name)?.[stock * width + day] ?? NaN)) };
}

const ABSOLUTE = 1e-12;

describe('factors over days, against formulas written down here', () => {
  test.each(Object.entries(CASES))('%s', async (value, formula) => {
    const { factors, findings } = checkText(`factor f { from daily direction 1 value ${value} }`);
    expect(findings).toEqual([]);
    const { daily } = compile(factors);
    if (daily === null) throw new Error('no factor over days');
    for (const seed of [1, 2]) {
      const data = hurtingDailyData(seed, { stocks: 32, days: 45, before: daily.lookback });
      const view = viewOf(data);
      const { columns } = await referenceDailyEngine(daily).compute(data, daily.lookback);
      const off: string[] = [];
      let present = 0;
      for (let s = 0; s < view.stocks; s++) {
        for (let d = daily.lookback; d < view.width; d++) {
          const [actual, expected] = [columns[0]?.[s * (view.width - daily.lookback) + d - daily.lookback] ?? NaN, formula(view, s, d)];
          if (!Number.isNaN(expected)) present++;
          if (!agrees(actual, Number.isFinite(expected) ? expected : NaN, { absolute: ABSOLUTE, relative: 1e-9 })) off.push(`stock ${s}, day ${d}: ${actual} instead of ${expected}`);
        }
      }
      expect(off).toEqual([]);
      expect(present).toBeGreaterThan(200);
    }
  });
});
