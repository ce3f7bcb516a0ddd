/** Reading a day from one version of its data, whatever is imported meanwhile. */
import { DataError } from '../store/data-error.ts';

/** A day that is written while it is read is read again, at most so often. */
export const ATTEMPTS = 4;

/** A part of a date; `data` is null if the date has none. */
export interface ReadPart<T, V> {
  readonly date: string;
  readonly data: T | null;
  /** The first part of its date, or of another attempt to read it: parts before it are void. */
  readonly first: boolean;
  /** On the last part of a date the version of the data that all its parts were read from; null before. */
  readonly version: V | null;
}

export interface VersionedDays<T, V> {
  readonly dates: readonly string[];
  /** Version of a date's data as it is now; what it has found out of files it remembers. Given up when the signal fires. */
  readonly versionOf: (date: string, signal?: AbortSignal) => Promise<V>;
  readonly isSame: (a: V, b: V) => boolean;
  /** The parts of a date in their order, in the version that was measured before. */
  readonly read: (date: string, version: V) => AsyncGenerator<T, void>;
  /** Whether a date that failed so begins again: `read` has learned how to read it. */
  readonly beginsAgain?: (error: unknown) => boolean;
  /** What is named where a date changes all the time. */
  readonly folderOf: (date: string) => string;
}

/**
 * Parts of days, in order. The version of a day is measured before its first row is read and after its last; if they differ the day begins again (a part with `first` set)
 * and what came before of that day is void. Only the last part of a day tells the version. While a day is read the next is measured already, so that its files need not be hashed when its
 * turn comes; what was measured so early counts for nothing else.
 * Throws DataError for bad data and for a day that changes all the time.
 */
export async function* readInOneVersion<T, V>(days: VersionedDays<T, V>): AsyncGenerator<ReadPart<T, V>, void> {
  const over = new AbortController();
  let measured: Promise<unknown> | null = null;
  try {
    for (const [place, date] of days.dates.entries()) {
      await measured;
      let version = await days.versionOf(date);
      const next = days.dates[place + 1];
      // What fails now may be mended when its turn comes.
      measured = next === undefined ? null : days.versionOf(next, over.signal).catch(() => undefined);
      for (let attempt = 1; ; ) {
        const outcome = yield* readOnce(days, date, version);
        if (outcome === 'whole') break;
        if (outcome === 'changed' && attempt++ === ATTEMPTS) throw changingDay(days.folderOf(date));
        version = await days.versionOf(date);
      }
    }
  } finally {
    // Nothing is at work after it.
    over.abort();
    await measured;
  }
}

/** Yields the parts of one date, the last one only if all of it was read from one version of its data. */
async function* readOnce<T, V>({ versionOf, isSame, read, beginsAgain }: VersionedDays<T, V>, date: string, version: V): AsyncGenerator<ReadPart<T, V>, 'whole' | 'changed' | 'again'> {
  const changed = async (): Promise<boolean> => !isSame(await versionOf(date), version);
  // Which part is the last is known once the next is asked for.
  let last: T | null = null;
  let first = true;
  try {
    for await (const data of read(date, version)) {
      if (last !== null) {
        yield { date, data: last, first, version: null };
        first = false;
      }
      last = data;
    }
    if (await changed()) return 'changed';
    yield { date, data: last, first, version };
    return 'whole';
  } catch (error) {
    // Files that were replaced under the reader fail in many ways, none of which says anything about the new ones.
    if (await changed()) return 'changed';
    if (beginsAgain?.(error) === true) return 'again';
    throw error;
  }
}

/** The error of a day that changes all the time. */
export function changingDay(folder: string): DataError {
  return new DataError({
    file: folder,
    found: `data that changed ${String(ATTEMPTS)} times while it was read`,
    expected: 'a day that stays as it is for a moment',
    remedy: 'Wait until what writes it is done, then run again: finished days are kept.',
  });
}
