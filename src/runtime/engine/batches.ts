/** Days that lack the values of the same factors: computed together, those factors only. */

export interface Batch {
  /** Of the factors asked about, those to compute. */
  readonly factors: readonly number[];
  readonly dates: readonly string[];
}

/** Batches of the dates that lack values of factors; `has` tells whether a date's values of one are there. */
export function batchesOf(factors: readonly number[], dates: readonly string[], has: (date: string, factor: number) => boolean): readonly Batch[] {
  const batches = new Map<string, { readonly factors: readonly number[]; readonly dates: string[] }>();
  for (const date of dates) {
    const lacking = factors.filter((factor) => !has(date, factor));
    if (lacking.length === 0) continue;
    const batch = batches.get(lacking.join()) ?? { factors: lacking, dates: [] };
    batch.dates.push(date);
    batches.set(lacking.join(), batch);
  }
  return [...batches.values()];
}
