/** A market of chance, hostile to portfolios: what happens once in years happens every few days here, and most of it on the days on which orders are filled. */
import type { IndexMembers, MarketDay, MarketNames } from '../../../src/runtime/portfolio/market-day.ts';
import { EQUAL_INDEX, type PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';
import { Random } from '../../../src/runtime/store/simulate/random.ts';
import { hostileSettings } from './hostile-settings.ts';
import { hostileStock } from './hostile-stock.ts';

export interface HostileMarket {
  readonly names: MarketNames;
  readonly days: readonly MarketDay[];
  readonly settings: PortfolioSettings;
}

const INDUSTRIES = ['bank', 'food', 'steel', 'tech'];

export function hostileMarket(seed: number): HostileMarket {
  const random = new Random(seed, 1);
  const settings = hostileSettings(random);
  const [stocks, count] = [12 + random.below(19), 25 + random.below(21)];
  const symbols = Array.from({ length: stocks }, (_, i) => `${600000 + i}.SH`);
  const first = random.below(4);
  const isFillDay = (t: number): boolean => t > first && (t - 1 - first) % settings.every === 0;
  const dates = tradingDates(random, count);
  const rows = symbols.map((_, i) => hostileStock(new Random(seed, 2, i), count, isFillDay, INDUSTRIES.length));
  const members = settings.index === EQUAL_INDEX ? new Map<number, IndexMembers>() : membersByDay(new Random(seed, 3), dates, stocks, first);
  const signal = signalsByDay(new Random(seed, 4), count, stocks, first);
  let index = 5000;
  const days = dates.map((date, t): MarketDay => {
    const column = (of: (row: NonNullable<(typeof rows)[number][number]>) => number): number[] => rows.map((row) => (row[t] === null || row[t] === undefined ? NaN : of(row[t])));
    const flags = (of: (row: NonNullable<(typeof rows)[number][number]>) => boolean): Uint8Array => Uint8Array.from(column((row) => Number(of(row))), (x) => (Number.isNaN(x) ? 0 : x));
    index *= 1 + 0.01 * random.normal();
    return {
      date,
      hasRow: flags(() => true),
      isSt: flags(({ isSt }) => isSt),
      isSuspended: flags(({ isSuspended }) => isSuspended),
      close: Float64Array.from(column(({ close }) => close)),
      vwap: Float64Array.from(column(({ vwap }) => vwap)),
      adjFactor: Float64Array.from(column(({ adjFactor }) => adjFactor)),
      limitUp: Float64Array.from(column(({ limitUp }) => limitUp)),
      limitDown: Float64Array.from(column(({ limitDown }) => limitDown)),
      cap: Float64Array.from(column(({ cap }) => cap)),
      industry: Int16Array.from(column(({ industry }) => industry), (x) => (Number.isNaN(x) ? -1 : x)),
      signal: signal[t] ?? null,
      index: settings.index === EQUAL_INDEX ? null : index,
      members: members.get(t) ?? null,
    };
  });
  return { names: { symbols, industries: INDUSTRIES }, days, settings };
}

/** Weekdays, with a holiday now and then. */
function tradingDates(random: Random, count: number): string[] {
  const dates: string[] = [];
  for (let day = Date.parse('2024-01-02'); dates.length < count; day += 86_400_000) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && random.uniform() > 0.05) dates.push(new Date(day).toISOString().slice(0, 10));
  }
  return dates;
}

/** Members from about the first section on, changed every week or two: on trading days, or on days between them that are none. */
function membersByDay(random: Random, dates: readonly string[], stocks: number, first: number): Map<number, IndexMembers> {
  const byDay = new Map<number, IndexMembers>();
  const share = 0.4 + 0.5 * random.uniform();
  const scale = random.uniform() < 0.3 ? 100 : 1;
  // Sometimes only after the first section, which then has no index.
  for (let t = random.uniform() < 0.1 ? first + 3 : random.below(first + 1); t < dates.length; t += 4 + random.below(10)) {
    const chosen = Array.from({ length: stocks }, (_, i) => i).filter(() => random.uniform() < share);
    const places = chosen.length === 0 ? [0] : chosen;
    const dayBefore = new Date(Date.parse(dates[t] ?? '') - 86_400_000).toISOString().slice(0, 10);
    const isBetween = dayBefore > (dates[t - 1] ?? '') && random.uniform() < 0.7;
    byDay.set(t, { date: isBetween ? dayBefore : (dates[t] ?? ''), stocks: Int32Array.from(places), weights: Float64Array.from(places, () => (scale * (0.1 + random.exponential())) / places.length) });
  }
  return byDay;
}

/** Signals that are often missing, sometimes tied, and on some days not there at all; of stocks without a row, too. */
function signalsByDay(random: Random, count: number, stocks: number, first: number): (Float64Array | null)[] {
  const level = Float64Array.from({ length: stocks }, () => random.normal());
  const missing = Float64Array.from({ length: stocks }, () => (random.uniform() < 0.2 ? 0.7 : 0.04));
  return Array.from({ length: count }, (_, t) => {
    const kind = random.uniform();
    const values = level.map((of, i) => {
      level[i] = 0.8 * of + 0.6 * random.normal();
      const value = kind < 0.15 ? Math.round(level[i] ?? 0) : kind < 0.17 ? 1 : (level[i] ?? 0);
      return random.uniform() < (missing[i] ?? 0) ? NaN : value;
    });
    const hasSome = values.some((value) => !Number.isNaN(value));
    return t < first || !hasSome || (t > first && kind > 0.94) ? null : values;
  });
}
