/**
 * Seeded stock-days on which single precision, one-pass moments and careless selections go wrong, in the normalised form of
 * `MinuteData`. Prices are multiples of 0.001 CNY, volumes and items integers, items at most the volume.
 */
import { BARS, dayFromBars, liquidBars, randomSource } from '../../scripts/intraday.mjs';
import type { RandomSource, TradedBar } from '../../scripts/intraday.mjs';
import { marketOf } from '../../bench/data.ts';
import type { MinuteData, MinuteField } from '../../src/runtime/store/minute-data.ts';
import type { StockDayArrays } from './minute-factors.ts';

type Bars = (TradedBar | undefined)[];
type Bar = (t: number) => TradedBar | undefined;

/** A day made bar by bar; t counts from 0. */
function bars(bar: Bar): Bars {
  return Array.from({ length: BARS }, (_, t) => bar(t));
}

/** A bar that trades at one price, with about 800 shares per trade. */
function flat(price: number, volume: number, items = Math.max(1, Math.round(volume / 800))): TradedBar {
  return { open: price, high: price, low: price, close: price, volume, items };
}

/** A bar from `open` to `close` that also reached `beyond` above and below both. */
function swing(open: number, close: number, volume: number, beyond = 0): TradedBar {
  return { ...flat(open, volume), high: Math.max(open, close) + beyond, low: Math.min(open, close) - beyond, close };
}

/** A price of 0.01 steps that moves by at most `ticks` from bar to bar, in 0.001 CNY. */
function walk(random: RandomSource, price: number, ticks: number, volume: () => number, tick = 10): Bars {
  let last = price;
  return bars(() => {
    const open = last + tick * random.integer(-1, 1);
    const close = Math.max(tick, open + tick * random.integer(-ticks, ticks));
    last = close;
    return swing(Math.max(tick, open), close, volume());
  });
}

function lots(random: RandomSource, most = 500): number {
  return 100 * random.integer(1, most);
}

function liquid(random: RandomSource): Bars {
  return liquidBars(random, { price: random.integer(300, 9000) * 10, volume: random.integer(5_000, 400_000) });
}

/** A liquid day on which the bars that `keep` refuses had no trade. */
function thinned(random: RandomSource, keep: (t: number) => boolean): Bars {
  return liquid(random).map((bar, t) => (keep(t) ? bar : undefined));
}

/** Trades in `count` bars spread over the day, one or two trades each. */
function sparse(random: RandomSource, count: number): Bars {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.integer(0, BARS - 1));
  let last = 8000;
  return bars((t) => {
    if (!chosen.has(t)) return undefined;
    const open = last + 10 * random.integer(-3, 3);
    last = open + 10 * random.integer(-2, 2);
    return { ...swing(open, last, lots(random, 20)), items: random.integer(1, 2) };
  });
}

/** Decimals of an amount, in fen, that 9 significant digits drop. Exact halves in binary (25, 75) are left out: rules differ on them. */
const DROPPED_FEN = [1, 2, 3, 4, 6, 7, 8, 9, 15, 35, 45, 55, 65, 85, 95];

/** Each kind of hurting day, by what is special about it. */
const KINDS: Readonly<Record<string, (random: RandomSource) => Bars>> = {
  'random liquid day': liquid,
  'constant price all day': (random) => bars(() => flat(12_340, lots(random))),
  'constant volume': (random) => walk(random, 15_000, 2, () => 20_000),
  'constant items': (random) => walk(random, 15_000, 2, () => lots(random)).map((bar) => bar && { ...bar, items: 1 }),
  'nothing traded': () => bars(() => undefined),
  'one trade only': (random) => {
    const when = random.integer(0, BARS - 1);
    return bars((t) => (t === when ? flat(10_010, 100, 1) : undefined));
  },
  'only the opening auction bar traded': (random) => bars((t) => (t === 0 ? swing(9_990, 10_050, lots(random), 20) : undefined)),
  'only the closing bar traded': (random) => bars((t) => (t === BARS - 1 ? swing(9_990, 9_950, lots(random), 10) : undefined)),
  'two bars traded': (random) => sparse(random, 2),
  'sparse day of five bars': (random) => sparse(random, 5),
  'price of 1,800 with tiny moves': (random) => walk(random, 1_800_000, 2, () => lots(random, 80)),
  'price of 10,000 with tiny moves': (random) => walk(random, 10_000_000, 2, () => lots(random, 30)),
  'penny price of 0.5 with 0.001 ticks': (random) => walk(random, 500, 2, () => lots(random, 9000), 1),
  'volume near 1e9 that hardly varies': (random) => walk(random, 4_560, 2, () => 1_000_000_000 - random.integer(0, 2000)),
  'prices that differ once by one tick': (random) => {
    const when = random.integer(1, BARS - 2);
    return bars((t) => swing(t > when ? 25_010 : 25_000, t >= when ? 25_010 : 25_000, lots(random)));
  },
  'gaps between and within half-hours': (random) => {
    const traded = Array.from({ length: 24 }, () => random.uniform() < 0.5);
    return thinned(random, (t) => traded[Math.floor(t / 10)] ?? false);
  },
  'no trade in the first bars': (random) => {
    const first = random.integer(1, 29);
    return thinned(random, (t) => t >= first);
  },
  'no trade in the first half-hour': (random) => {
    const first = random.integer(30, 200);
    return thinned(random, (t) => t >= first);
  },
  'no trade in the last half-hour': (random) => thinned(random, (t) => t < 210),
  'equal trade sizes in many bars': (random) =>
    walk(random, 20_000, 1, () => 100 * random.integer(1, 3)).map((bar) => bar && { ...bar, items: bar.volume / 100 }),
  'two trade sizes only': (random) =>
    bars(() => {
      const items = random.integer(1, 50);
      const volume = items * (random.uniform() < 0.5 ? 1000 : 1200);
      return { ...swing(10_000, 10_000 + 10 * random.integer(-1, 1), volume), items, amount: 1000 * volume };
    }),
  'trade sizes that differ in the tenth digit': (random) =>
    bars(() => {
      const items = random.integer(1, 3);
      const fen = DROPPED_FEN[random.integer(0, DROPPED_FEN.length - 1)] ?? 1;
      const amount = items * (1_234_000_000 + 100 * random.integer(0, 1)) + fen;
      return { ...swing(12_340, 12_340 + 10 * random.integer(-1, 1), 1_000_000 * items), items, amount };
    }),
  'one block trade of 1e5 times the rest': (random) => {
    const when = random.integer(0, BARS - 1);
    const small = walk(random, 6_780, 2, () => lots(random, 10));
    return small.map((bar, t) => (t === when && bar ? { ...bar, volume: 50_000_000, items: 1 } : bar));
  },
  'alternating prices': (random) => bars((t) => swing(t % 2 === 0 ? 9_990 : 10_000, t % 2 === 0 ? 10_000 : 9_990, lots(random))),
  'monotone drift': (random) => {
    let last = 30_000;
    return bars(() => {
      const open = last;
      last += 10 * random.integer(1, 4);
      return swing(open, last, lots(random));
    });
  },
  'even staircase of one tick a bar': (random) => bars((t) => swing(50_000 + 10 * t, 50_010 + 10 * t, lots(random))),
  'locked at the limit all day': (random) => bars((t) => flat(11_000, Math.ceil(2_000_000 / (1 + t)) * 100 + lots(random, 3))),
  'opening jump, then a narrow range': (random) => {
    let last = 110_000;
    return bars((t) => {
      if (t === 0) return swing(100_000, last, 9_000_000);
      const open = last;
      last = 110_000 + 10 * random.integer(-1, 1);
      return swing(open, last, lots(random, 60));
    });
  },
  // Kernels look for the middle of a spread in one bar of eight: the fifth of each eight.
  'one bar of eight swings, the fifth': (random) => bars((t) => swing(20_000, 20_010, lots(random), t % 8 === 4 ? 10 * random.integer(80, 120) : 10 * random.integer(0, 2))),
  'one bar of eight rests, the fifth': (random) => bars((t) => swing(20_000, 20_010, lots(random), t % 8 === 4 ? 0 : 10 * random.integer(80, 120))),
  'five bars of eight swing, the fifth among them': (random) => bars((t) => swing(20_000, 20_010, lots(random), t % 8 < 5 ? 10 * random.integer(80, 120) : 10 * random.integer(0, 2))),
  '14:59 empty': (random) => walk(random, 33_330, 3, () => lots(random)).map((bar, t) => (t === 238 ? undefined : bar)),
  'items not delivered': liquid,
  'amount not delivered': liquid,
};

/** Columns that a kind's feed does not deliver. */
const UNDELIVERED: Readonly<Record<string, MinuteField>> = { 'items not delivered': 'items', 'amount not delivered': 'amount' };

/** Names of all kinds; `hurtingDay(i)` is of kind `HURTING_KINDS[i % HURTING_KINDS.length]`. */
export const HURTING_KINDS: readonly string[] = Object.keys(KINDS);

/** The hurting day of a seed (a non-negative integer), with the name of its kind. Seeds in a row go through all kinds in turn. */
export function hurtingDay(seed: number): { name: string; day: StockDayArrays } {
  const name = HURTING_KINDS[seed % HURTING_KINDS.length];
  const make = name === undefined ? undefined : KINDS[name];
  if (name === undefined || make === undefined) throw new RangeError(`seed ${seed} is not a non-negative integer`);
  const day = dayFromBars(make(randomSource(seed)));
  const missing = UNDELIVERED[name];
  if (missing !== undefined) day[missing].fill(NaN);
  return { name, day };
}

/** `count` hurting days as one day of a market; stock i is `hurtingDay(seed + i)`. */
export function hurtingMinuteData(count: number, seed: number): MinuteData {
  return marketOf(Array.from({ length: count }, (_, i) => hurtingDay(seed + i).day));
}
