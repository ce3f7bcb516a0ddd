/** Which samples train, which validate, and when a model is trained anew. Days are numbers of trading days, or ISO dates in their order. */

export interface Split {
  /** Numbers of the samples. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Between the two: their labels reach into the days of the validation. */
  readonly purged: Int32Array;
}

/**
 * Splits samples by time, the later ones for validation: `share` of the sections train, less those whose label is not known before the first section of the validation.
 * `days` is the trading day of each sample and `horizon` how many days after it its label is known (11 for a return T+1 → T+11).
 */
export function splitByTime(days: Int32Array, share: number, horizon: number): Split {
  if (!(share > 0 && share < 1)) throw new RangeError(`a split takes a share between 0 and 1, not ${share}`);
  const sections = [...new Set(days)].sort((a, b) => a - b);
  const first = sections[Math.floor(sections.length * share)];
  if (first === undefined || sections.length < 2) throw new Error(`${sections.length} days cannot be split into training and validation; use a longer period`);
  const numbers = Int32Array.from(days, (_, i) => i);
  const dayOf = (sample: number): number => days[sample] ?? NaN;
  const train = numbers.filter((sample) => dayOf(sample) + horizon < first);
  if (train.length === 0) throw new Error(`no sample is left to train on: all labels of ${horizon} days reach into the validation, which begins on day ${first}; use a longer period`);
  return { train, validation: numbers.filter((sample) => dayOf(sample) >= first), purged: numbers.filter((sample) => dayOf(sample) < first && dayOf(sample) + horizon >= first) };
}

/** Rows of the calendar (ISO dates, in order) on which a model is trained anew: the first trading day of every period of so many months, counted from January, that begins within it. 6 is January and July. */
export function refitDays(calendar: readonly string[], months: number): readonly number[] {
  const number = (date: string): number => Math.floor((Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1) / months);
  return calendar.flatMap((date, i) => {
    const before = calendar[i - 1];
    return before !== undefined && number(before) !== number(date) ? [i] : [];
  });
}

/** Samples that a model trained on day `refit` may see: those whose label is known by then. */
export function knownBy(refit: number, days: Int32Array, horizon: number): Int32Array {
  return Int32Array.from(days, (_, i) => i).filter((sample) => (days[sample] ?? NaN) + horizon <= refit);
}
