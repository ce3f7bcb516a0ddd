/** Series inside a loop over bars, as text: the value of a node at one row, and when it is there. */
import type { ColumnName } from '../columns.ts';

/** When a row has a value. */
export interface Validity {
  /** Never, in this segment. */
  readonly never: boolean;
  /** From the first priced bar on, seen from row k + price; null: no price is needed. */
  readonly price: number | null;
  /** Names of numbers that are 1 where it has, 0 where not. */
  readonly flags: readonly string[];
  /** Columns the feed must deliver. */
  readonly delivered: readonly ColumnName[];
}

/** A price as beta · base + delta. */
export interface DeltaText {
  readonly text: string;
  readonly beta: number;
}

export interface SeriesText {
  /** The whole value, always finite. Conditions are 1 and 0. */
  readonly text: string;
  /** For prices, else null. */
  readonly delta: DeltaText | null;
  readonly valid: Validity;
}

/** A value computed before the loops, as series read it. */
export interface OuterValue {
  readonly text: string;
  /** Name of a number that is 1 where the value is missing, or null if it never is. */
  readonly missing: string | null;
  /** For prices, else null. */
  readonly delta: DeltaText | null;
}

/** What code for a series needs of the loop that it is written into. */
export interface LoopText {
  /** Keeps an expression under a name; equal expressions once. */
  keep(text: string): string;
  /** beta · base + delta under a name of its own. */
  whole(delta: string, beta: number): string;
  /** Name of a number that is 1 where all hold, or null if they always do; `delivered` are columns of which that is known. */
  mask(valid: Validity, where: SeriesText | null, delivered: ReadonlySet<ColumnName>): string | null;
}

/** There in every row. */
export const ALWAYS: Validity = { never: false, price: null, flags: [], delivered: [] };
/** There in no row of this segment. */
export const NEVER: Validity = { ...ALWAYS, never: true };

/** There where a flag is 1. */
export function where(flag: string): Validity {
  return { ...ALWAYS, flags: [flag] };
}

/** There where all parts are. */
export function andAll(parts: readonly Validity[]): Validity {
  const prices = parts.map((part) => part.price).filter((price) => price !== null);
  return {
    never: parts.some((part) => part.never),
    // A price at an earlier row is there only if those after it are.
    price: prices.length === 0 ? null : Math.min(...prices),
    flags: [...new Set(parts.flatMap((part) => part.flags))],
    delivered: [...new Set(parts.flatMap((part) => part.delivered))],
  };
}

/** A price, from its delta. */
export function levelSeries(loop: LoopText, delta: string, beta: number, valid: Validity): SeriesText {
  const kept = loop.keep(delta);
  return { text: loop.whole(kept, beta), delta: { text: kept, beta }, valid };
}

/** Two series in terms of their deltas if both are prices of one level, whose differences those are; else of their values. */
export function besides(a: SeriesText, b: SeriesText): { readonly left: string; readonly right: string; readonly beta: number | null } {
  if (a.delta !== null && b.delta !== null && a.delta.beta === b.delta.beta) return { left: a.delta.text, right: b.delta.text, beta: a.delta.beta };
  return { left: a.text, right: b.text, beta: null };
}
