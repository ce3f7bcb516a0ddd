/** Days in parts that fit a tile. */
import type { MinuteData } from '../store/minute-data.ts';
import type { DayValues } from './day-values.ts';
import type { ReadPart } from './one-version.ts';

/** Some stocks of a date; `data` is null if the date has none of them. */
export type DayPart = ReadPart<MinuteData, string>;

/**
 * The same items, the next one asked for while one is in use. When the consumer stops early, the item that was asked for is waited for and `items` is ended, so that nothing is
 * at work after it.
 */
export async function* ahead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T> {
  // A failure surfaces where the item is awaited; until then it must not count as unhandled.
  const ask = (): Promise<IteratorResult<T, void>> => {
    const asked = items.next();
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const item = await next;
      if (item.done === true) return;
      next = ask();
      yield item.value;
    }
  } finally {
    // A failure of what nobody wants any more is of no interest.
    await Promise.allSettled([next, items.return()]);
  }
}

/** Values of a date from those of its parts. */
export function joinParts(date: string, parts: readonly DayValues[]): DayValues {
  const symbols = parts.flatMap((part) => part.symbols);
  const width = parts[0]?.columns.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => {
    const joined = new Float64Array(symbols.length);
    let at = 0;
    for (const part of parts) {
      joined.set(part.columns[i] ?? [], at);
      at += part.symbols.length;
    }
    return joined;
  });
  const recomputed = Array.from({ length: width }, (_, i) => parts.reduce((total, part) => total + (part.recomputed[i] ?? 0), 0));
  return { date, symbols, columns, recomputed };
}
