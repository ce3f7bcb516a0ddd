/** Values of a day in a form that may be written as JSON. */
import { finiteOrNull } from '../evaluate/moments.ts';
import type { LiveValues } from './live-engine.ts';
import { spreadOf, type Spread } from './spread.ts';

export interface DayAnswer {
  readonly date: string;
  readonly symbols: readonly string[];
  /** One for each symbol; null is missing. */
  readonly values: readonly (number | null)[];
  readonly spread: Spread;
  /** The backend, or `reference`. */
  readonly ran: string;
  readonly why: string;
  readonly milliseconds: number;
  /** How many values f32 could not hold: they were computed again in float64. */
  readonly recomputed: number;
  /** False if values of kernels follow. */
  readonly final: boolean;
}

/** The answer about the first factor of a program. */
export function dayAnswer({ date, symbols, columns, recomputed, ran, why, milliseconds, final }: LiveValues): DayAnswer {
  const [column = new Float64Array(symbols.length).fill(NaN)] = columns;
  return { date, symbols, values: Array.from(column, finiteOrNull), spread: spreadOf(column), ran, why, milliseconds, recomputed: recomputed[0] ?? 0, final };
}
