import fc from 'fast-check';
import loadHighs from 'highs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Optimiser } from '../../../src/runtime/portfolio/optimise.ts';
import { INDEX_ENHANCEMENT, type PortfolioLimits, type PortfolioProblem } from '../../../src/runtime/portfolio/problem.ts';
import { Random } from '../../../src/runtime/store/simulate/random.ts';
import { brokenLimits } from './checker.ts';

let optimiser: Optimiser;
beforeAll(async () => {
  optimiser = await Optimiser.open();
});
afterAll(() => {
  optimiser.close();
});

/** How many problems of how many stocks are solved twice. */
const PROBLEMS: readonly (readonly [stocks: number, count: number])[] = process.env.FULLBAND_TEST === 'full' ? [[8, 60], [30, 60], [120, 25]] : [[8, 20], [30, 20], [120, 8]];

const FREE: PortfolioLimits = { memberWeight: null, deviation: null, industry: null, size: null, turnover: null };

function problemOf(stocks: number, more: Partial<PortfolioProblem> = {}): PortfolioProblem {
  return {
    expected: Float64Array.from({ length: stocks }, (_, i) => stocks - i),
    index: new Float64Array(stocks).fill(1 / stocks),
    before: new Float64Array(stocks),
    industry: new Int16Array(stocks),
    size: new Float64Array(stocks),
    canBuy: new Uint8Array(stocks).fill(1),
    canSell: new Uint8Array(stocks).fill(1),
    limits: FREE,
    ...more,
  };
}

/** A market of chance: members and others, industries, stocks that cannot be traded, weights held that lie within their bands or not. */
function chanceProblem(stocks: number, seed: number, limits: PortfolioLimits): PortfolioProblem {
  const random = new Random(seed);
  const members = Math.ceil(stocks * 0.6);
  const index = Float64Array.from({ length: stocks }, (_, i) => (i < members ? 0.2 + random.uniform() : 0));
  const total = index.reduce((sum, weight) => sum + weight, 0);
  const weights = index.map((weight) => weight / total);
  // Held: near the index, or nothing at all.
  const held = seed % 4 === 0 ? new Float64Array(stocks) : weights.map((weight) => Math.max(0, weight + (random.uniform() - 0.5) * 2 * (limits.deviation ?? 0.02)));
  const sum = held.reduce((all, weight) => all + weight, 0);
  return {
    expected: Float64Array.from({ length: stocks }, () => (random.uniform() < 0.05 ? NaN : random.normal())),
    index: weights,
    before: sum === 0 ? held : held.map((weight) => weight / sum),
    industry: Int16Array.from({ length: stocks }, () => random.below(5) - (random.uniform() < 0.03 ? 5 : 0)).map((code) => Math.max(-1, code)),
    size: Float64Array.from({ length: stocks }, () => random.normal()),
    canBuy: Uint8Array.from({ length: stocks }, () => (random.uniform() < 0.06 ? 0 : 1)),
    canSell: Uint8Array.from({ length: stocks }, () => (random.uniform() < 0.06 ? 0 : 1)),
    limits,
  };
}

/** The same problem as text with a column per weight and one per absolute change: another formulation, solved from the beginning. Null where it has no solution. */
async function bestByText({ expected, index, before, industry, size, canBuy, canSell, limits }: PortfolioProblem): Promise<number | null> {
  const highs = await loadHighs();
  const terms = (of: (i: number) => number, name: string): string => expected.reduce((text, _, i) => (of(i) === 0 ? text : `${text} ${of(i) < 0 ? '-' : '+'} ${Math.abs(of(i)).toFixed(15)} ${name}${i}`), '') || ` 0 ${name}0`;
  const dot = (of: (i: number) => number): number => index.reduce((sum, weight, i) => sum + weight * of(i), 0);
  const number = (value: number): string => `${value < 0 ? '-' : ''}${Math.abs(value).toFixed(15)}`;
  const rows = [`${terms(() => 1, 'w')} = 1`];
  const range = (part: (i: number) => number, limit: number): void => {
    rows.push(`${terms(part, 'w')} <= ${number(dot(part) + limit)}`, `${terms(part, 'w')} >= ${number(dot(part) - limit)}`);
  };
  if (limits.memberWeight !== null) rows.push(`${terms((i) => ((index[i] ?? 0) > 0 ? 1 : 0), 'w')} >= ${number(limits.memberWeight)}`);
  if (limits.size !== null) range((i) => size[i] ?? 0, limits.size);
  if (limits.industry !== null) for (const code of new Set(industry)) if (code >= 0) range((i) => (industry[i] === code ? 1 : 0), limits.industry);
  if (limits.turnover !== null) rows.push(`${terms(() => 1, 't')} <= ${number(limits.turnover)}`);
  before.forEach((held, i) => rows.push(`t${i} - w${i} >= ${number(-held)}`, `t${i} + w${i} >= ${number(held)}`));
  const bounds = Array.from(expected, (value, i) => {
    const [held, middle, d] = [before[i] ?? 0, index[i] ?? 0, limits.deviation ?? 1];
    const [buys, sells] = [canBuy[i] === 1 && !Number.isNaN(value), canSell[i] === 1];
    let [low, high] = [Math.max(0, middle - d), middle + d];
    if (!sells) low = Math.max(low, held);
    if (!buys) high = Math.min(high, held);
    if (low > high) [low, high] = [held, held];
    return ` ${number(low)} <= w${i} <= ${number(high)}`;
  });
  const text = `Maximize\n obj: ${terms((i) => (Number.isNaN(expected[i]) ? 0 : (expected[i] ?? 0)), 'w')}\nSubject To\n${rows.map((row, i) => ` c${i}: ${row}`).join('\n')}\nBounds\n${bounds.join('\n')}\nEnd\n`;
  const solved = highs.solve(text, { primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 });
  return solved.Status === 'Optimal' ? solved.ObjectiveValue : null;
}

describe('the optimal portfolio', () => {
  test('without limits is the stock of which most is expected', () => {
    expect([...optimiser.solve(problemOf(4)).weights]).toEqual([1, 0, 0, 0]);
  });

  test('by hand: two stocks as far from the index as they may be, paid by the turnover that is left', () => {
    const held = Float64Array.of(0.25, 0.25, 0.25, 0.25);
    const wide = optimiser.solve(problemOf(4, { before: held, limits: { ...FREE, deviation: 0.1 } }));
    expect([...wide.weights].map((weight) => Number(weight.toFixed(9)))).toEqual([0.35, 0.35, 0.15, 0.15]);
    // 10 % may be bought and 10 % sold: all from the worst to the best.
    const { weights, turnover, prices } = optimiser.solve(problemOf(4, { before: held, limits: { ...FREE, deviation: 0.1, turnover: 0.2 } }));
    expect([...weights].map((weight) => Number(weight.toFixed(9)))).toEqual([0.35, 0.25, 0.25, 0.15]);
    expect(turnover).toBeCloseTo(0.2, 9);
    // One more of turnover would move half of it from stock 2 (3) to stock 1 (2) … or from 3 to 2: (3 − 2) / 2.
    expect(prices).toEqual([{ limit: 'turnover', industry: null, price: expect.closeTo(0.5, 9) as number }]);
  });

  test('sells nothing that cannot be sold, buys nothing that cannot be bought or of which nothing is expected, and says whose band is widened', () => {
    const before = Float64Array.of(0.1, 0.4, 0.3, 0.2);
    const problem = problemOf(4, { expected: Float64Array.of(4, NaN, 2, 1), before, canBuy: Uint8Array.of(0, 1, 1, 1), canSell: Uint8Array.of(1, 0, 1, 1), limits: { ...FREE, deviation: 0.1 } });
    const { weights, widened } = optimiser.solve(problem);
    expect(widened).toEqual([0, 1]);
    expect([...weights].map((weight) => Number(weight.toFixed(9)))).toEqual([0.1, 0.4, 0.35, 0.15]);
    expect(brokenLimits(problem, weights)).toEqual([]);
  });

  test.each(PROBLEMS)('of %i stocks is as good as the one that another formulation finds, and breaks no limit', async (stocks, count) => {
    let compared = 0;
    for (let seed = 1; seed <= count; seed++) {
      const deviation = Math.max(0.008, 1.5 / stocks);
      const problem = chanceProblem(stocks, seed, { memberWeight: 0.8, deviation, industry: 0.05, size: 0.3, turnover: seed % 4 === 0 ? null : 0.3 });
      const best = await bestByText(problem);
      if (best === null) continue;
      compared++;
      const { expected, weights, relaxed } = optimiser.solve(problem);
      expect(relaxed, `seed ${seed}`).toEqual([]);
      expect(brokenLimits(problem, weights), `seed ${seed}`).toEqual([]);
      expect(Math.abs(expected - best), `seed ${seed}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(best)));
    }
    expect(compared).toBeGreaterThan(count / 3);
  });

  test('keeps its limits on any market that allows it; where none does, limits are given up in their order and no others are broken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 5, max: 40 }), fc.double({ min: 0.02, max: 0.4, noNaN: true }), (seed, stocks, turnover) => {
        const problem = chanceProblem(stocks, seed, { memberWeight: 0.8, deviation: Math.max(0.01, 2.2 / stocks), industry: 0.03, size: 0.2, turnover });
        const { weights, relaxed } = optimiser.solve(problem);
        const given = new Set<string>(relaxed.map(({ limit }) => limit));
        const broken = brokenLimits(problem, weights).filter((name) => !given.has(name.split(' ')[0] ?? ''));
        expect(broken).toEqual([]);
        for (const { by } of relaxed) expect(by).toBeGreaterThan(0);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  test('an infeasible turnover is missed by as little as can be, before any other limit is touched', () => {
    // 20 % must be sold of a stock above its band, and bought elsewhere.
    const problem = problemOf(4, { before: Float64Array.of(0.1, 0.1, 0.3, 0.5), limits: { ...FREE, deviation: 0.1, turnover: 0.1 } });
    const { relaxed, turnover, weights } = optimiser.solve(problem);
    expect(relaxed).toEqual([{ limit: 'turnover', by: expect.closeTo(0.2, 6) as number }]);
    expect(turnover).toBeCloseTo(0.3, 6);
    expect(brokenLimits({ ...problem, limits: { ...problem.limits, turnover: null } }, weights)).toEqual([]);
  });

  test('a day that no limits can be given up for is an error that says why', () => {
    const problem = problemOf(4, { canBuy: new Uint8Array(4), limits: { ...FREE, deviation: 0.1 } });
    expect(() => optimiser.solve(problem)).toThrow(/no weights that keep the bands of the stocks and add up to 1/);
    // And the next day is solved as if nothing had been.
    expect([...optimiser.solve(problemOf(3)).weights]).toEqual([1, 0, 0]);
  });

  test('is the same whatever was solved before: a basis changes the way, not the end', async () => {
    const days = Array.from({ length: 12 }, (_, i) => chanceProblem(60, 4 * i + 1, { ...INDEX_ENHANCEMENT, deviation: 0.03 }));
    const warm = days.map((day) => optimiser.solve(day).expected);
    for (const [i, day] of days.entries()) {
      const fresh = await Optimiser.open();
      expect(fresh.solve(day).expected).toBeCloseTo(warm[i] ?? NaN, 8);
      fresh.close();
    }
  });
});
