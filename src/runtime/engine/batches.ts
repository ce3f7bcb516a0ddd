/** Days that lack the values of the same factors: computed together, those factors only. */
import { compile, type Program } from '../../compiler/compile.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';

export interface Batch {
  /** Places of the factors in the request. */
  readonly factors: readonly number[];
  readonly dates: readonly string[];
  /** Computes these factors, in their order. */
  readonly program: Program;
}

/** Batches of the dates that lack values. `has` tells whether a date's values of the factor at a place are there; `whole` is the program of all factors. */
export function batchesOf(factors: readonly CheckedFactor[], whole: Program, dates: readonly string[], has: (date: string, factor: number) => boolean): readonly Batch[] {
  const batches = new Map<string, { readonly factors: readonly number[]; readonly dates: string[] }>();
  for (const date of dates) {
    const lacking = [...factors.keys()].filter((factor) => !has(date, factor));
    if (lacking.length === 0) continue;
    const batch = batches.get(lacking.join()) ?? { factors: lacking, dates: [] };
    batch.dates.push(date);
    batches.set(lacking.join(), batch);
  }
  return [...batches.values()].map((batch) => ({ ...batch, program: programOf(factors, whole, batch.factors) }));
}

function programOf(factors: readonly CheckedFactor[], whole: Program, places: readonly number[]): Program {
  if (places.length === factors.length) return whole;
  const { program } = compile(factors.filter((_, place) => places.includes(place)));
  if (program === null) throw new Error('factors that compile together must compile alone');
  return program;
}
