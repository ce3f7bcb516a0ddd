import type { MinuteField } from '../src/runtime/store/minute-data.ts';

/** Bars of a trading day. */
export const BARS: 240;

/** A deterministic source of random numbers. */
export interface RandomSource {
  /** In [0, 1). */
  uniform(): number;
  /** An integer in [low, high]. */
  integer(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
}

/** A source whose numbers depend on `seed` alone (32 bits of it). */
export function randomSource(seed: number): RandomSource;

/** A bar with trades: prices in 0.001 CNY, volume in shares, amount in fen (by default volume × the middle of the four prices). */
export interface TradedBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly items: number;
  readonly amount?: number;
}

/**
 * Seven columns of one stock-day in the form of `MinuteData`, from 240 bars of which undefined ones had no trade.
 * Throws a RangeError for any other number of bars.
 */
export function dayFromBars(bars: readonly (TradedBar | undefined)[]): Record<MinuteField, Float64Array>;

/** What a liquid stock-day looks like; prices and tick in 0.001 CNY. */
export interface LiquidStock {
  /** The price that the day starts around, usually yesterday's close. */
  readonly price: number;
  /** Smallest price step; 10 unless given. */
  readonly tick?: number;
  /** Standard deviation of the return of a minute of usual activity; 0.0008 unless given. */
  readonly volatility?: number;
  /** Shares of a minute of usual activity; 60,000 unless given. */
  readonly volume?: number;
  /** Volumes are multiples of this; 100 unless given. */
  readonly lot?: number;
  /** Mean shares of one trade; 1,500 unless given. */
  readonly tradeSize?: number;
  /** Prices stay within this share of `price`; 0.1 unless given. */
  readonly limit?: number;
}

/** The 240 bars of a liquid stock with the usual intraday pattern: U-shaped volume, both auctions folded in, 14:59 empty. */
export function liquidBars(random: RandomSource, stock: LiquidStock): (TradedBar | undefined)[];
