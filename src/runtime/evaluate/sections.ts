/** The days on which a signal is looked at, and the days on which what follows from it is traded. */

/** Positions in the calendar. */
export interface Section {
  /** T: the signal is known at its end. */
  readonly day: number;
  /** T + 1: the portfolios trade; null if the calendar ends before. */
  readonly trade: number | null;
}

/** The first day, then every `every` trading days to the end of the calendar. */
export function sectionsFrom(first: number, days: number, every: number): readonly Section[] {
  const sections: Section[] = [];
  for (let day = first; day < days; day += every) sections.push({ day, trade: day + 1 < days ? day + 1 : null });
  return sections;
}

/** Number of sections, counted from the first, whose return of a horizon is known at the end of a day: those with T + 1 + horizon ≤ day. */
export function knownSections(sections: readonly Section[], horizon: number, day: number): number {
  let count = 0;
  while (count < sections.length && (sections[count]?.day ?? Infinity) + 1 + horizon <= day) count++;
  return count;
}
