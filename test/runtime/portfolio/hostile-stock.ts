/** One stock's rows, with all that can happen to a stock, at random and on the days on which orders are filled. */
import type { Random } from '../../../src/runtime/store/simulate/random.ts';
import { oneOf } from './hostile-settings.ts';

export interface HostileRow {
  readonly isSt: boolean;
  readonly isSuspended: boolean;
  readonly close: number;
  readonly vwap: number;
  readonly adjFactor: number;
  readonly limitUp: number;
  readonly limitDown: number;
  readonly cap: number;
  /** −1 where it is missing. */
  readonly industry: number;
}

/** Of a stretch of days. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const toCents = (price: number): number => Math.round(price * 100) / 100;

/** Rows by day, null where the stock has none. */
export function hostileStock(random: Random, days: number, isFillDay: (t: number) => boolean, industries: number): (HostileRow | null)[] {
  const chance = (share: number): boolean => random.uniform() < share;
  const fillDays = Array.from({ length: days }, (_, t) => t).filter(isFillDay);
  /** A day on which orders are filled, or any day. */
  const someDay = (): number => (fillDays.length > 0 && chance(0.6) ? (fillDays[random.below(fillDays.length)] ?? 0) : random.below(days));
  const span = (share: number, longest: number): Span => {
    const from = someDay();
    return chance(share) ? { from, to: from + random.below(longest) } : { from: days, to: days };
  };
  const isIn = (t: number, { from, to }: Span): boolean => t >= from && t <= to;

  const listed = chance(0.85) ? 0 : random.below(Math.ceil(days * 0.7));
  const ends = chance(0.85) ? days : someDay();
  const gap = span(0.15, 3);
  const halts = [span(0.4, 16), span(0.2, 2)];
  const [st, nearby] = [span(0.15, 20), chance(0.05)];
  const capIsMissing = chance(0.03);
  let industry = chance(0.05) ? -1 : random.below(industries);
  let cap = Math.exp(20 + 2 * random.normal());
  let hadRow = false;
  let adjFactor = 0.5 + 3 * random.uniform();
  let close = toCents(3 + 40 * random.uniform());

  return Array.from({ length: days }, (_, t) => {
    const isFill = isFillDay(t);
    const f = chance(isFill ? 0.06 : 0.02) ? hostileFactor(random) : 1;
    adjFactor *= f;
    const base = close / f;
    const isSt = isIn(t, st);
    if (chance(0.01)) industry = random.below(industries);
    // Missing later, not from the beginning.
    const isKnown = !chance(0.003) || !hadRow;
    const rows = { isSt, adjFactor: isKnown ? adjFactor : NaN, cap: capIsMissing || chance(0.03) ? NaN : cap, industry: chance(0.03) ? -1 : industry };
    if (t < listed || t >= ends || isIn(t, gap)) {
      close = Math.max(0.5, toCents(base));
      return null;
    }
    hadRow = true;
    if (halts.some((halt) => isIn(t, halt))) {
      close = base;
      // Vendors repeat the last close, or leave it out; some make up an average price.
      return { ...rows, isSuspended: true, close: chance(0.5) ? NaN : base, vwap: chance(0.2) ? base : NaN, limitUp: NaN, limitDown: NaN };
    }
    const width = isSt ? 0.05 : 0.1;
    const [limitUp, limitDown] = [toCents(base * (1 + width)), toCents(base * (1 - width))];
    const within = (price: number): number => Math.min(limitUp, Math.max(limitDown, price));
    close = Math.max(0.5, toCents(within(base * (1 + 0.03 * random.normal()))));
    let vwap = within((base + close) / 2 + base * 0.004 * random.normal());
    const lock = random.uniform();
    const isNear = nearby || chance(0.2);
    if (lock < (isFill ? 0.06 : 0.02)) [close, vwap] = [limitUp, limitUp - (isNear ? 0.004 : 0)];
    else if (lock < (isFill ? 0.12 : 0.04)) [close, vwap] = [limitDown, limitDown + (isNear ? 0.004 : 0)];
    // Almost at the limit is not at it.
    else if (lock < 0.14) vwap = oneOf(random, limitUp - 0.006, limitDown + 0.006);
    cap *= close / (base * f);
    const shown = chance(0.02) ? NaN : close;
    if (Number.isNaN(shown)) close = base;
    return { ...rows, isSuspended: false, close: shown, vwap: chance(0.015) ? NaN : vwap, limitUp: chance(0.02) ? NaN : limitUp, limitDown: chance(0.02) ? NaN : limitDown };
  });
}

/** Dividends, new shares, shares taken together, what lies between them, and a change too small to be one. */
function hostileFactor(random: Random): number {
  return oneOf(random, 1 + 0.03 * random.uniform(), 1 + 0.0999 * random.uniform(), 1.1 + random.uniform(), oneOf(random, 1.1, 1.2, 1.3, 1.5, 2), 0.3 + 0.6 * random.uniform(), oneOf(random, 1 + 5e-7, 1.05, 1.0999));
}
