/** The whole test once more, straight from its definitions: maps of rows, loops over days, no shared code. Slow and meant to be read. */
import type { Day, ValueRow } from './support.ts';

export interface NaiveSettings {
  readonly steps: readonly ('mean20' | 'winsorize' | 'neutralize' | 'zscore')[];
  readonly horizon: number;
  readonly every: number;
  readonly layers: number;
  readonly icirWindow: number;
}

export interface NaiveSignal {
  readonly rankIcs: readonly (number | null)[];
  readonly ics: readonly (number | null)[];
  readonly decay: readonly (number | null)[];
  readonly stocks: readonly (number | null)[];
  readonly autocorrelations: readonly (number | null)[];
  /** Per layer, TOP first, by date. */
  readonly returns: readonly ReadonlyMap<string, number>[];
  readonly turnovers: readonly (readonly number[])[];
  /** By symbol at each section. */
  readonly values: readonly ReadonlyMap<string, number>[];
}

export interface Naive {
  readonly dates: readonly string[];
  readonly sections: readonly string[];
  readonly universe: readonly (number | null)[];
  readonly benchmark: ReadonlyMap<string, number>;
  readonly signals: ReadonlyMap<string, NaiveSignal>;
  readonly weights: readonly (readonly number[] | null)[];
  readonly correlation: (a: string, b: string) => number | null;
  readonly styleCorrelation: (signal: string, style: string) => number | null;
}

export const average = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
export const deviation = (of: readonly number[]): number => Math.sqrt(of.reduce((sum, value) => sum + (value - average(of)) ** 2, 0) / (of.length - 1));
const median = (of: readonly number[]): number => {
  const sorted = [...of].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN)) / 2;
};
const ranksOf = (of: readonly number[]): readonly number[] => of.map((value) => 0.5 + of.filter((other) => other < value).length + of.filter((other) => other === value).length / 2);

export function plainCorrelation(x: readonly number[], y: readonly number[]): number | null {
  const [mx, my] = [average(x), average(y)];
  const sum = (f: (a: number, b: number) => number): number => x.reduce((total, a, i) => total + f(a - mx, (y[i] ?? NaN) - my), 0);
  const [xy, xx, yy] = [sum((a, b) => a * b), sum((a) => a * a), sum((_, b) => b * b)];
  return x.length < 2 || xx < 1e-24 || yy < 1e-24 ? null : xy / Math.sqrt(xx * yy);
}

function overBoth(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, rank: boolean): number | null {
  const both = [...a.keys()].filter((symbol) => b.has(symbol));
  const [x, y] = [both.map((symbol) => a.get(symbol) ?? NaN), both.map((symbol) => b.get(symbol) ?? NaN)];
  return rank ? plainCorrelation(ranksOf(x), ranksOf(y)) : plainCorrelation(x, y);
}

export function naiveTest(days: readonly Day[], rows: readonly ValueRow[], directions: Readonly<Record<string, 1 | -1>>, settings: NaiveSettings): Naive {
  const allDates = [...new Set(days.map(({ date }) => date))].sort();
  const symbols = [...new Set(days.map(({ symbol }) => symbol))].sort();
  const at = new Map(days.map((day) => [`${day.date} ${day.symbol}`, day]));
  const hasValue = (date: string): boolean => rows.some((row) => row.date === date && Object.keys(directions).some((name) => typeof row[name] === 'number') && at.has(`${row.date} ${row.symbol}`));
  const [first, last] = [allDates.findIndex(hasValue), allDates.findLastIndex(hasValue)];
  const sectionDays = allDates.map((_, d) => d).filter((d) => d >= first && d <= last && (d - first) % settings.every === 0);
  // All ends with the values, or with the return of the last section.
  const dates = allDates.slice(0, 1 + Math.max(last, (sectionDays.at(-1) ?? 0) + 1 + settings.horizon));
  const dayOf = (d: number, symbol: string): Day | undefined => at.get(`${dates[d] ?? ''} ${symbol}`);
  const values = new Map(rows.map((row) => [`${row.date} ${row.symbol}`, row]));
  const number = (value: unknown): value is number => typeof value === 'number';
  const hasPrice = (day: Day | undefined): day is Day => day !== undefined && day.suspended !== true && number(day.vwap);
  const lastWhere = <T>(d: number, symbol: string, of: (day: Day) => T | null | undefined): T | null => {
    for (let back = d; back >= 0; back--) {
      const day = dayOf(back, symbol);
      const value = day === undefined ? null : of(day);
      if (value !== null && value !== undefined) return value;
    }
    return null;
  };
  const price = (d: number, symbol: string): number => lastWhere(d, symbol, (day) => (hasPrice(day) ? (day.vwap ?? NaN) * (day.adj_factor ?? NaN) : null)) ?? NaN;
  const close = (d: number, symbol: string): number => lastWhere(d, symbol, (day) => (day.suspended === true ? null : (day.close ?? NaN) * (day.adj_factor ?? NaN))) ?? NaN;

  const known = (d: number): readonly string[] => symbols.filter((symbol) => dayOf(d, symbol)?.is_st === false);
  const universeOf = (d: number): readonly string[] =>
    known(d).filter((symbol) => {
      const day = dayOf(d + 1, symbol);
      return hasPrice(day) && !(number(day.limit_up) && (day.vwap ?? NaN) >= day.limit_up - 0.005 - 1e-9);
    });

  const preprocessed = (name: string, d: number): ReadonlyMap<string, number> => {
    let section = new Map<string, number>();
    for (const symbol of known(d)) {
      const span = settings.steps.includes('mean20') ? 20 : 1;
      const last = dates.slice(Math.max(0, d - span + 1), d + 1).map((date) => values.get(`${date} ${symbol}`)?.[name]).filter(number);
      if (last.length >= span / 2) section.set(symbol, average(last));
    }
    for (const step of settings.steps) {
      const present = [...section.values()];
      if (step === 'winsorize') {
        const middle = median(present);
        const mad = median(present.map((value) => Math.abs(value - middle)));
        if (mad > 0) section = new Map([...section].map(([symbol, value]) => [symbol, Math.min(Math.max(value, middle - 5 * mad), middle + 5 * mad)]));
      }
      if (step === 'neutralize') section = residuals(section, (symbol) => lastWhere(d, symbol, (day) => day.industry), (symbol) => lastWhere(d, symbol, (day) => day.float_market_cap));
      if (step === 'zscore') {
        const [centre, spread] = [average(present), deviation(present)];
        section = new Map([...section].map(([symbol, value]) => [symbol, spread > 1e-12 ? (value - centre) / spread : 0]));
      }
    }
    return new Map([...section].map(([symbol, value]) => [symbol, value * (directions[name] ?? 1)]));
  };

  const signals = new Map<string, NaiveSignal>();
  const tested = (sections: readonly ReadonlyMap<string, number>[]): NaiveSignal => {
    const inUniverse = sections.map((section, s) => new Map([...section].filter(([symbol]) => universeOf(sectionDays[s] ?? 0).includes(symbol))));
    const correlations = (horizon: number, rank: boolean): readonly (number | null)[] =>
      inUniverse.map((section, s) => {
        const d = sectionDays[s] ?? 0;
        if (d + 1 + horizon >= dates.length) return null;
        return overBoth(section, new Map(universeOf(d).map((symbol) => [symbol, price(d + 1 + horizon, symbol) / price(d + 1, symbol) - 1])), rank);
      });
    const present = (of: readonly (number | null)[]): readonly number[] => of.filter((value) => value !== null);
    const isTraded = sectionDays.map((d) => d + 1 < dates.length);
    const books = Array.from({ length: settings.layers }, (_, layer) =>
      simulate((s) => {
        const members = layered([...(inUniverse[s] ?? new Map<string, number>())], settings.layers);
        return members === null ? null : (members[layer] ?? []);
      }),
    );
    return {
      rankIcs: correlations(settings.horizon, true),
      ics: correlations(settings.horizon, false),
      decay: Array.from({ length: 20 }, (_, h) => {
        const found = present(correlations(h + 1, true));
        return found.length === 0 ? null : average(found);
      }),
      stocks: inUniverse.map((section, s) => (isTraded[s] === true ? section.size : null)),
      autocorrelations: inUniverse.map((section, s) => (s === 0 || isTraded[s] !== true ? null : overBoth(section, sections[s - 1] ?? new Map<string, number>(), true))),
      returns: books.map((book) => book.returns),
      turnovers: books.map((book) => book.turnovers),
      values: inUniverse,
    };
  };

  /** Day by day: weights drift with the day's returns, and on the day after a section they are traded. */
  function simulate(members: (section: number) => readonly string[] | null): { readonly returns: ReadonlyMap<string, number>; readonly turnovers: readonly number[] } {
    let weights: Map<string, number> | null = null;
    const returns = new Map<string, number>();
    const turnovers: number[] = [];
    for (let d = first; d < dates.length; d++) {
      if (weights !== null) {
        let total = 0;
        const grown = new Map<string, number>();
        for (const [symbol, weight] of weights) {
          const value: number = (weight * price(d, symbol)) / price(d - 1, symbol);
          grown.set(symbol, value);
          total += value;
        }
        returns.set(dates[d] ?? '', total - 1);
        weights = new Map([...grown].map(([symbol, value]) => [symbol, value / total]));
      }
      const section = sectionDays.indexOf(d - 1);
      const bought = section < 0 ? null : members(section);
      if (bought === null) continue;
      const old: ReadonlyMap<string, number> = weights ?? new Map<string, number>();
      const locked = [...old].filter(([symbol]) => dayOf(d, symbol) !== undefined && !hasPrice(dayOf(d, symbol)));
      const free = 1 - locked.reduce((sum, [, weight]) => sum + weight, 0);
      const next = new Map<string, number>([...locked, ...bought.map((symbol) => [symbol, free / bought.length] as const)]);
      if (weights !== null) turnovers.push([...new Set([...old.keys(), ...next.keys()])].reduce((sum, symbol) => sum + Math.abs((next.get(symbol) ?? 0) - (old.get(symbol) ?? 0)), 0));
      weights = next;
    }
    return { returns, turnovers };
  }

  const names = Object.keys(directions);
  for (const name of names) signals.set(name, tested(sectionDays.map((d) => preprocessed(name, d))));

  const weights = sectionDays.map((d) => {
    const knownSections = sectionDays.filter((other) => other + 1 + settings.horizon <= d).length;
    const of = names.map((name) => {
      const last = (signals.get(name)?.rankIcs ?? []).slice(0, knownSections).slice(-settings.icirWindow).filter((ic) => ic !== null);
      return last.length >= Math.min(10, settings.icirWindow) ? average(last) / deviation(last) : 0;
    });
    return of.every((weight) => weight === 0) ? null : of;
  });
  const combined = (of: (s: number) => readonly number[] | null): readonly ReadonlyMap<string, number>[] =>
    sectionDays.map((d, s) => {
      const w = of(s);
      const parts = names.map((name) => preprocessed(name, d));
      const there = symbols.filter((symbol) => parts.some((part) => part.has(symbol)));
      return w === null ? new Map<string, number>() : new Map(there.map((symbol) => [symbol, parts.reduce((sum, part, f) => sum + (w[f] ?? 0) * (part.get(symbol) ?? 0), 0) / w.reduce((sum, each) => sum + Math.abs(each), 0)]));
    });
  signals.set('equal_weight', tested(combined(() => names.map(() => 1))));
  signals.set('icir_weight', tested(combined((s) => weights[s] ?? null)));

  const means = dates.map((_, d) => {
    const changes = d === 0 ? [] : symbols.filter((symbol) => dayOf(d, symbol)?.is_st === false && dayOf(d, symbol)?.suspended === false).map((symbol) => close(d, symbol) / close(d - 1, symbol) - 1).filter(Number.isFinite);
    return changes.length === 0 ? NaN : average(changes);
  });
  const style = (name: string, d: number, symbol: string): number => {
    const last20 = (key: 'amount' | 'turnover'): readonly number[] => dates.slice(Math.max(0, d - 19), d + 1).map((date) => at.get(`${date} ${symbol}`)?.[key]).filter(number);
    if (name === 'reversal') return d < 20 ? NaN : -(close(d, symbol) / close(d - 20, symbol) - 1);
    if (name === 'size') return Math.log(lastWhere(d, symbol, (day) => day.float_market_cap) ?? NaN);
    if (name === 'amount') return last20('amount').length < 10 ? NaN : Math.log(average(last20('amount')));
    if (name === 'turnover') return last20('turnover').length < 10 ? NaN : average(last20('turnover'));
    const pairs = dates.map((_, day) => day).filter((day) => day > Math.max(0, d - 250) && day <= d).map((day) => [means[day] ?? NaN, close(day, symbol) / close(day - 1, symbol) - 1] as const).filter(([x, y]) => Number.isFinite(x + y));
    const [mx, my] = [average(pairs.map(([x]) => x)), average(pairs.map(([, y]) => y))];
    return pairs.length < 125 ? NaN : pairs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / pairs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  };
  const meanOver = (of: (s: number) => number | null): number | null => {
    const found = sectionDays.map((_, s) => of(s)).filter((value) => value !== null);
    return found.length === 0 ? null : average(found);
  };
  const none = new Map<string, number>();
  return {
    dates,
    sections: sectionDays.map((d) => dates[d] ?? ''),
    universe: sectionDays.map((d) => (d + 1 < dates.length ? universeOf(d).length : null)),
    benchmark: simulate((s) => universeOf(sectionDays[s] ?? 0)).returns,
    signals,
    weights,
    correlation: (a, b) => meanOver((s) => overBoth(signals.get(a)?.values[s] ?? none, signals.get(b)?.values[s] ?? none, true)),
    styleCorrelation: (signal, name) =>
      meanOver((s) => {
        const d = sectionDays[s] ?? 0;
        if (d + 1 >= dates.length) return null;
        const of = new Map(universeOf(d).map((symbol) => [symbol, style(name, d, symbol)] as const).filter(([, value]) => Number.isFinite(value)));
        return overBoth(signals.get(signal)?.values[s] ?? none, of, true);
      }),
  };
}

/** Highest first; null if one would be empty. */
function layered(section: readonly (readonly [string, number])[], layers: number): readonly (readonly string[])[] | null {
  const ranks = ranksOf(section.map(([, value]) => value));
  const lists = Array.from({ length: layers }, (_, layer) => section.filter((__, i) => Math.min(layers - 1, Math.floor((((ranks[i] ?? NaN) - 0.5) * layers) / section.length)) === layers - 1 - layer).map(([symbol]) => symbol));
  return lists.some((list) => list.length === 0) ? null : lists;
}

/** By alternating between the dummies' means and the slope until nothing changes: slow, and another way than the one that is tested. */
function residuals(section: ReadonlyMap<string, number>, industry: (symbol: string) => string | null, cap: (symbol: string) => number | null): Map<string, number> {
  const there = [...section].flatMap(([symbol, value]) => {
    const [group, size] = [industry(symbol), cap(symbol)];
    return group === null || size === null ? [] : [{ symbol, value, group, x: Math.log(size) }];
  });
  const middle = average(there.map(({ x }) => x));
  let slope = 0;
  const intercepts = new Map<string, number>();
  for (let round = 0; round < 5000; round++) {
    for (const group of new Set(there.map((each) => each.group))) {
      const of = there.filter((each) => each.group === group);
      intercepts.set(group, average(of.map(({ value, x }) => value - slope * (x - middle))));
    }
    const before = slope;
    slope = there.reduce((sum, { value, group, x }) => sum + (value - (intercepts.get(group) ?? 0)) * (x - middle), 0) / there.reduce((sum, { x }) => sum + (x - middle) ** 2, 0);
    if (Math.abs(slope - before) < 1e-16) break;
  }
  // Once more, so that the means fit the last slope: the only stock of an industry is then 0 but for rounding.
  return new Map(there.map(({ symbol, value, group, x }) => {
    const of = there.filter((each) => each.group === group);
    const left = value - slope * (x - middle) - average(of.map((each) => each.value - slope * (each.x - middle)));
    return [symbol, of.length === 1 ? 0 : left];
  }));
}
