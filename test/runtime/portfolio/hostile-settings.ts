/** Settings of a portfolio by chance, tight ones among them. */
import type { PortfolioLimits } from '../../../src/runtime/portfolio/problem.ts';
import { EQUAL_INDEX, type PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';
import type { Random } from '../../../src/runtime/store/simulate/random.ts';

export function oneOf<T>(random: Random, ...values: readonly [T, ...T[]]): T {
  return values[random.below(values.length)] ?? values[0];
}

export function hostileSettings(random: Random): PortfolioSettings {
  return {
    signal: 's',
    index: oneOf(random, 'IDX', 'IDX', EQUAL_INDEX),
    limits: hostileLimits(random),
    turnoverAgainst: oneOf(random, 'drifted', 'drifted', 'target'),
    every: 1 + random.below(7),
    capital: oneOf(random, 10_000, 123_456.78, 1e6, 5e7, 1e9),
    cost: oneOf(random, 0, 0.002, 0.003, 0.01, random.uniform() / 100),
    lot: oneOf(random, null, 100),
    dividends: oneOf(random, 'cash', 'cash', 'reinvested'),
    locked: oneOf(random, 'rejected', 'rejected', 'avoided'),
    adjusted: random.uniform() < 0.85,
  };
}

function hostileLimits(random: Random): PortfolioLimits {
  return {
    memberWeight: oneOf(random, null, 0.5, 0.8, 0.95, 1),
    deviation: oneOf(random, null, 0.02, 0.05, 0.1, 0.2),
    industry: oneOf(random, null, 0, 0.02, 0.1),
    size: oneOf(random, null, 0.02, 0.2, 1),
    turnover: oneOf(random, null, 0.01, 0.1, 0.3, 0.6),
  };
}
