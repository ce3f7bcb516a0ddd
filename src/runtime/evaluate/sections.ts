/** The days on which a signal is looked at, and the days on which what follows from it is traded. */

/** Positions in the calendar. */
export interface Section {
  /** T: the signal is known at its end. */
  readonly day: number;
  /** T + 1: the portfolios trade; null if the calendar ends before. */
  readonly trade: number | null;
}

/** The first day, then every `every` trading days to the last one that has values; `days` is the length of the calendar. */
export function sectionsFrom(first: number, last: number, days: number, every: number): readonly Section[] {
  const sections: Section[] = [];
  for (let day = first; day <= last; day += every) sections.push({ day, trade: day + 1 < days ? day + 1 : null });
  return sections;
}

/** Sections before the first of a test whose returns give weights their full window when it begins. */
export function learningSections({ horizon, every, icirWindow }: { readonly horizon: number; readonly every: number; readonly icirWindow: number }): number {
  return icirWindow + Math.ceil((1 + horizon) / every) - 1;
}

/** At most `count` sections before a day, `every` days apart. */
export function sectionsBefore(first: number, count: number, every: number): readonly Section[] {
  const found = Math.min(count, Math.floor(first / every));
  return Array.from({ length: found }, (_, i) => first - (found - i) * every).map((day) => ({ day, trade: day + 1 }));
}

/**
 * The day with which a test ends: that of the return of the last section, or of the last values if that is later. Portfolios are not held on, because without values they would
 * be those of a signal that nobody has any more.
 */
export function lastDay(first: number, last: number, days: number, { every, horizon }: { readonly every: number; readonly horizon: number }): number {
  const lastSection = first + Math.floor((last - first) / every) * every;
  return Math.min(days - 1, Math.max(last, lastSection + 1 + horizon));
}

/** Number of sections, counted from the first, whose return of a horizon is known at the end of a day: those with T + 1 + horizon ≤ day. */
export function knownSections(sections: readonly Section[], horizon: number, day: number): number {
  let count = 0;
  while (count < sections.length && (sections[count]?.day ?? Infinity) + 1 + horizon <= day) count++;
  return count;
}
