// Generated trading days: a seeded source of random numbers, bars put into the normalised form, and a liquid stock-day with
// the usual intraday pattern. Plain JavaScript because scripts run without a build; the types are in intraday.d.mts.

export const BARS = 240;

/** sfc32 (Doty-Humphrey's small fast chaotic generator, 128 bits of state), seeded by one integer. */
export function randomSource(seed) {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  // The first outputs still resemble the seed.
  for (let i = 0; i < 16; i++) next();
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    integer: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    // Box–Muller; 1 − u is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Amount in fen of a bar whose volume traded around the middle of its four prices. */
function amountInFen({ open, high, low, close, volume }) {
  return Math.round((volume * (open + high + low + close)) / 40);
}

/**
 * Seven columns of one stock-day from its 240 bars; a bar that is undefined had no trade. Before the first trade prices are NaN,
 * later bars without a trade carry the last close in all four prices; their volume, amount and items are 0.
 */
export function dayFromBars(bars) {
  if (bars.length !== BARS) throw new RangeError(`a day has ${BARS} bars, found ${bars.length}`);
  const column = () => new Float64Array(BARS);
  const day = { open: column(), high: column(), low: column(), close: column(), volume: column(), amount: column(), items: column() };
  let last = NaN;
  bars.forEach((bar, t) => {
    for (const field of ['open', 'high', 'low', 'close']) day[field][t] = bar ? bar[field] / 1000 : last;
    last = day.close[t];
    if (!bar) return;
    day.volume[t] = bar.volume;
    day.amount[t] = (bar.amount ?? amountInFen(bar)) / 100;
    day.items[t] = bar.items;
  });
  return day;
}

/** Relative activity of bar t (from 0): busy after the opening, quiet around noon, busier towards the close. */
function activity(t) {
  const minutesToClose = BARS - t;
  const noon = Math.exp(-(((t - 120) / 35) ** 2));
  return 0.75 + 2.4 * Math.exp(-t / 14) + 0.9 * Math.exp(-minutesToClose / 22) - 0.25 * noon;
}

/** Part of the usual volume that bar t (from 0) of a day with two call auctions gets. */
function auctionFactor(t) {
  if (t === 0) return 2.5; // 09:31 holds the opening auction
  if (t === 237) return 0.02; // 14:58: stray prints of the last continuous second
  if (t === 238) return 0; // 14:59 lies inside the closing auction
  if (t === 239) return 3; // 15:00 holds the closing auction
  return 1;
}

/**
 * The bars of a liquid stock: volume follows the U of the day with bursts, larger bars move more, the number of trades grows with
 * the volume, prices are multiples of the tick and stay within `limit` of the first price.
 */
export function liquidBars(random, { price, tick = 10, volatility = 8e-4, volume = 60_000, lot = 100, tradeSize = 1_500, limit = 0.1 }) {
  const lowest = Math.ceil((price * (1 - limit)) / tick) * tick;
  const highest = Math.floor((price * (1 + limit)) / tick) * tick;
  const inside = (p) => Math.min(highest, Math.max(lowest, Math.round(p / tick) * tick));
  let last = inside(price * (1 + 0.006 * random.normal()));
  let burst = 0;
  return Array.from({ length: BARS }, (_, t) => {
    burst = 0.6 * burst + 0.5 * random.normal();
    const expected = volume * activity(t) * auctionFactor(t) * Math.exp(burst);
    const lots = Math.round(expected / lot);
    if (lots === 0) return undefined;
    const move = volatility * Math.sqrt(activity(t)) * Math.exp(0.35 * burst);
    const open = inside(last + tick * random.integer(-1, 1));
    const close = inside(open * (1 + move * random.normal()));
    const reach = () => 0.5 * move * Math.abs(random.normal());
    const high = inside(Math.max(open, close) * (1 + reach()));
    const low = inside(Math.min(open, close) * (1 - reach()));
    last = close;
    const shares = lots * lot;
    const items = Math.round((shares / tradeSize) * Math.exp(0.3 * random.normal()));
    return { open, high, low, close, volume: shares, items: Math.min(lots, Math.max(1, items)) };
  });
}
