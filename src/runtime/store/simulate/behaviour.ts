/**
 * How participants trade, and what the hidden state changes about it. A positive state: somebody patient is buying for days. He splits his orders,
 * waits at low prices through the middle of the day, steps in when others dump large blocks, and shows himself early in the morning only. A
 * negative state is the mirror image. No formula of any factor is used here.
 */

/** What one unit of the state changes; each is explained where `Behaviour` uses it. */
export const EFFECTS = {
  edges: -0.11,
  blocks: 0.18,
  blockSells: 0.55,
  morningBlockBuys: 0.5,
  morningBuys: 0.035,
  contrary: 0.035,
  recovery: -0.3,
  lag: -0.25,
  buySpread: -0.05,
  sellSpread: 0.03,
  morningSpread: -0.05,
  buyDepth: 0.12,
} as const;

/** What holds whatever the state is. */
export const HABITS = {
  /** Activity of the eight half-hours; the last one has 27 minutes of continuous trading. */
  halfHours: [1.75, 1.1, 0.9, 0.85, 1.0, 0.85, 0.95, 1.25],
  /** Parts of the day's orders that go into the two auctions. */
  openingAuction: 0.05,
  closingAuction: 0.025,
  /** Part of the events of continuous trading that are cancels. */
  cancels: 0.22,
  /** Kinds of orders in continuous trading; the rest waits at its price. */
  market: 0.05,
  ownBest: 0.03,
  crossing: 0.27,
  /** Median amount of an order, CNY, and the spread of its logarithm. */
  amount: 16_000,
  spread: 0.95,
  /** A block is so many times the median, spread likewise. */
  blockSize: 9,
  blockSpread: 0.3,
  /** How far a block reaches through the book, and what it does to what others think, as parts of the price. */
  blockReach: 0.0012,
  blockPressure: 0.0012,
  /** Half the spread that is quoted, and how far behind it orders wait on average, as parts of the price; never below half a cent and one. */
  halfSpread: 0.0003,
  depth: 0.0015,
} as const;

/** How participants trade in one stock on one day. */
export interface Behaviour {
  /** Activity of the first and the last half-hour, times the habit. */
  readonly edges: number;
  /** Blocks per order outside the first half-hour, and in it. */
  readonly blocks: number;
  readonly morningBlocks: number;
  /** Part of the blocks that are sold after the first half-hour, and bought in it. */
  readonly blockSells: number;
  readonly morningBlockBuys: number;
  /** Part of the orders that cross the spread in the first half-hour that buy. */
  readonly morningBuys: number;
  /** How many more buy in the minute after a fall, and sell after a rise. */
  readonly contrary: number;
  /** Minutes until half of what a block did to the price is forgotten, and until half of what is news is known. */
  readonly recovery: number;
  readonly lag: number;
  /** Spread of the logarithm of order sizes, of buyers and of sellers, and times what in the first half-hour. */
  readonly buySpread: number;
  readonly sellSpread: number;
  readonly morningSpread: number;
  /** How much farther from the price large buy orders wait than small ones. */
  readonly buyDepth: number;
}

/** Beyond this the state changes nothing more. */
const MOST = 2.5;

export function behaviourOf(signal: number): Behaviour {
  const z = Math.min(MOST, Math.max(-MOST, signal));
  return {
    edges: Math.exp(EFFECTS.edges * z),
    blocks: 0.011 * Math.exp(EFFECTS.blocks * z),
    morningBlocks: 0.011,
    blockSells: logistic(EFFECTS.blockSells * z),
    morningBlockBuys: logistic(EFFECTS.morningBlockBuys * z),
    morningBuys: 0.5 + EFFECTS.morningBuys * z,
    contrary: EFFECTS.contrary * z,
    recovery: 2.5 * Math.exp(EFFECTS.recovery * z),
    lag: 0.4 * Math.exp(EFFECTS.lag * z),
    buySpread: HABITS.spread + EFFECTS.buySpread * z,
    sellSpread: HABITS.spread + EFFECTS.sellSpread * z,
    morningSpread: 1 + EFFECTS.morningSpread * z,
    buyDepth: EFFECTS.buyDepth * z,
  };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
