/**
 * How participants trade, and what the hidden state changes about it. A positive state: somebody patient is buying for days. He splits his orders,
 * waits at low prices through the middle of the day, steps in when others dump large blocks, and shows himself early in the morning only. A
 * negative state is the mirror image. No formula of any factor is used here.
 */

/** What one unit of the state changes; each is explained where `Behaviour` has it. */
export const EFFECTS = {
  edges: -0.3,
  blocks: 0.28,
  blockSells: 0.45,
  blockSize: 0.22,
  morningBlockBuys: 1.2,
  morningBuys: 0.11,
  contrary: 0.07,
  lag: -0.5,
  patientSize: 0.1,
  urgentSize: 0.1,
  urgentSpread: 0.22,
  patientSpread: 0.06,
  spread: 0.03,
  morningSpread: -0.1,
  buyDepth: 0.15,
} as const;

/** What holds whatever the state is. */
export const HABITS = {
  /** Activity of the eight half-hours; the last one has 27 minutes of continuous trading. */
  halfHours: [1.75, 1.1, 0.9, 0.85, 1.0, 0.85, 0.95, 1.25],
  /** Parts of the day's orders that go into the two auctions. */
  openingAuction: 0.05,
  closingAuction: 0.025,
  /** Part of the events of continuous trading that are cancels. */
  cancels: 0.16,
  /** Whoever is at the top of the book and on the wrong side of the price withdraws with this chance when an order arrives, so many in a row at most. */
  withdraws: 0.75,
  withdrawals: 4,
  /** Kinds of orders in continuous trading; the rest waits at its price. */
  market: 0.05,
  ownBest: 0.03,
  crossing: 0.27,
  /** Median amount of an order, CNY, and the spread of its logarithm. */
  amount: 16_000,
  spread: 0.95,
  /** Blocks of a day: so many times the root of its orders, and how dense they are in the first half-hour; of one block, the size in median orders and its spread. */
  blocks: 0.4,
  morningBlocks: 0.6,
  blockSize: 11,
  blockSpread: 0.3,
  /** How far a block reaches through the book, and what it does to what others think, as parts of the price; minutes until half of that is forgotten. */
  blockReach: 0.0025,
  blockPressure: 0.003,
  recovery: 6,
  /** Minutes until half of what is news is known. */
  lag: 0.5,
  /** Half the spread that is quoted, and how far behind it orders wait on average, as parts of the price; never below half a cent and one. */
  halfSpread: 0.0003,
  depth: 0.0015,
} as const;

/** How participants trade in one stock on one day. */
export interface Behaviour {
  /** Activity of the first and the last half-hour, times the habit. */
  readonly edges: number;
  /** Blocks of the day, times the habit; not in the first half-hour. */
  readonly blocks: number;
  /** Part of the blocks that are sold after the first half-hour, and bought in it. */
  readonly blockSells: number;
  readonly morningBlockBuys: number;
  /** Logarithm by which blocks that are sold are larger than usual, and those that are bought smaller, after the first half-hour. */
  readonly blockSize: number;
  /** Part of the orders that cross the spread in the first half-hour that buy. */
  readonly morningBuys: number;
  /** How many more buy in the minute after a fall, and sell after a rise. */
  readonly contrary: number;
  /** Minutes until half of what is news is known. */
  readonly lag: number;
  /** Logarithms by which buyers that wait are larger than usual, and sellers that wait smaller; likewise sellers and buyers that cross the spread after the first half-hour. */
  readonly patientSize: number;
  readonly urgentSize: number;
  /** By how much sizes of sellers are spread wider if the state is positive, and those of buyers if it is negative: of those that cross the spread, and of those that wait. */
  readonly urgentSpread: number;
  readonly patientSpread: number;
  /** Spread of sizes after the first half-hour and in it, times the habit; in it blocks are so much larger or smaller as well. */
  readonly spread: number;
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
    blocks: Math.exp(EFFECTS.blocks * z),
    blockSells: logistic(EFFECTS.blockSells * z),
    morningBlockBuys: logistic(EFFECTS.morningBlockBuys * z),
    blockSize: EFFECTS.blockSize * z,
    morningBuys: 0.5 + EFFECTS.morningBuys * z,
    contrary: EFFECTS.contrary * z,
    lag: HABITS.lag * Math.exp(EFFECTS.lag * z),
    patientSize: EFFECTS.patientSize * z,
    urgentSize: EFFECTS.urgentSize * z,
    urgentSpread: EFFECTS.urgentSpread * z,
    patientSpread: EFFECTS.patientSpread * z,
    spread: 1 + EFFECTS.spread * z,
    morningSpread: 1 + EFFECTS.morningSpread * z,
    buyDepth: EFFECTS.buyDepth * z,
  };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
