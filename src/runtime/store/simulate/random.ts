/**
 * Chance, numbered: every stream of numbers is named by a key such as (seed, stock, day, purpose) and depends on nothing else, so any day of
 * any stock can be drawn alone. The key is hashed into the state of xoshiro128**, 32 bits at a time.
 */

/** What a stream is for; streams of different purposes are independent. */
export const PURPOSE = { listing: 1, block: 2, state: 3, path: 4, flow: 5, market: 6, industry: 7 } as const;

const STARTS = [0x9e3779b9, 0x3c6ef372, 0xdaa66d2b, 0x78dde6e4] as const;

export class Random {
  private a = 1;
  private b = 2;
  private c = 3;
  private d = 4;
  private spare = NaN;

  constructor(seed: number, ...key: readonly number[]) {
    this.start(seed, ...key);
  }

  /** Begins the stream of another key; whole numbers, the seed up to 2^53. */
  start(seed: number, ...key: readonly number[]): this {
    const words = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, ...key];
    const [a, b, c, d] = STARTS.map((start) => words.reduce(mix, start));
    // A state of zeros would stay zero.
    this.a = (a ?? 0) | 1;
    this.b = b ?? 0;
    this.c = c ?? 0;
    this.d = d ?? 0;
    this.spare = NaN;
    for (let i = 0; i < 8; i++) this.bits();
    return this;
  }

  /** 32 bits, as a whole number that may be negative. */
  bits(): number {
    const { b } = this;
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    this.c ^= this.a;
    this.d ^= b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= b << 9;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in (0, 1), never an end. */
  uniform(): number {
    return ((this.bits() >>> 0) + 0.5) / 4294967296;
  }

  /** Uniform whole number from 0 to n − 1. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Normal with mean 0 and variance 1 (Box and Muller's pairs). */
  normal(): number {
    const { spare } = this;
    if (!Number.isNaN(spare)) {
      this.spare = NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }
}

function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ word, 0x27d4eb2f);
  return h ^ (h >>> 15);
}
