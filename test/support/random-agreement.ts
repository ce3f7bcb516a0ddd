/** Random programs on an engine against float64, with the smallest factor that disagrees. */
import { compile } from '../../src/compiler/compile.ts';
import type { Backend } from '../../src/runtime/engine/backends.ts';
import { HURTING_KINDS, hurtingMinuteData } from '../oracle/hurting-days.ts';
import { disagreements } from './agreement.ts';
import { referenceValues, valuesOn } from './engines.ts';
import { checkText } from './programs.ts';
import { factorSource, shrink, type RandomFactor } from './random-programs.ts';

/** A value that is off, or an error, on the stock-day of a seed. */
export interface Failure {
  readonly factor: RandomFactor;
  /** Seed of `hurtingDay`; null if the program itself failed. */
  readonly day: number | null;
  readonly what: string;
}

/** What went wrong with some factors as one program over `stocks` hurting days; each factor is listed once. Factors with findings are left out. */
export async function failuresOf(factors: readonly RandomFactor[], backend: Backend, firstDay: number, stocks: number): Promise<readonly Failure[]> {
  const text = factors.map((factor, i) => factorSource(`f${i}`, factor)).join('\n');
  try {
    const checked = checkText(text).factors;
    const { program } = compile(checked);
    if (program === null) return [];
    const data = hurtingMinuteData(stocks, firstDay);
    const expected = await referenceValues(program, data);
    const actual = await valuesOn(backend, program, data);
    const failures = new Map<RandomFactor, Failure>();
    for (const { factor: column, stock, actual: found, expected: wanted } of disagreements(actual, expected)) {
      const factor = factors[Number(checked[column]?.name.slice(1))];
      if (factor !== undefined && !failures.has(factor)) failures.set(factor, { factor, day: firstDay + stock, what: `${found} instead of ${wanted}` });
    }
    return [...failures.values()];
  } catch (error) {
    const [factor] = factors;
    if (factors.length > 1 || factor === undefined) return (await Promise.all(factors.map((one) => failuresOf([one], backend, firstDay, stocks)))).flat();
    return [{ factor, day: null, what: `throws ${error instanceof Error ? error.message : String(error)}` }];
  }
}

/** The failure in few words: the smallest factor that still fails on that day, the kind of day and both values. */
export async function describeFailure(failure: Failure, backend: Backend): Promise<string> {
  const day = failure.day ?? 0;
  const again = async (factor: RandomFactor): Promise<Failure | undefined> => (await failuresOf([factor], backend, day, 1)).find((one) => (one.day === null) === (failure.day === null));
  const smallest = await shrink(failure.factor, async (factor) => (await again(factor)) !== undefined);
  const { what } = (await again(smallest)) ?? failure;
  return `${factorSource('f', smallest)}\n  on ${HURTING_KINDS[day % HURTING_KINDS.length] ?? ''} (hurtingDay(${day})): ${what}`;
}
