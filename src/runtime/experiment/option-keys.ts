/** Advice that names options of single commands, in the keys of an experiment. */
import { DataFindings } from '../evaluate/data-findings.ts';
import { DataError } from '../store/data-error.ts';
import type { StepKind } from './kept-results.ts';

/** Options by the key that says the same; TEST is the test of the step. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/--preprocess '([^']*)'/g, 'tests.TEST.preprocess: [$1]'],
  [/--fewest-dates/g, 'training.fewestDates'],
  [/--importance/g, 'training.importance'],
  [/--no-adjust/g, 'adjusted: false'],
  [/--universe all/g, 'universe: []'],
  [/--(preprocess|universe|price|layers|horizon|every)\b/g, 'tests.TEST.$1'],
  [/--(from|to)\b/g, 'data.$1'],
  [/--(seeds|epochs|backend)\b/g, 'training.$1'],
  [/--values/g, 'factors'],
];

/** A text of a step in the keys of an experiment. */
export function translated(text: string, kind: StepKind): string {
  const test = kind === 'signal-test' ? 'signals' : 'factors';
  return KEYS.reduce((found, [option, key]) => found.replace(option, key.replace('TEST', test)), text);
}

/** Waits for work of a step; what goes wrong may name options of the command that does this step alone, for which the experiment has keys. */
export async function saidInKeys<T>(kind: StepKind, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw inKeys(error, kind);
  }
}

/** An error of a step as the experiment would say it; any other as it is. */
function inKeys(error: unknown, kind: StepKind): unknown {
  if (error instanceof DataFindings) return new DataFindings(error.findings.map((found) => ({ ...found, hint: found.hint === null ? null : translated(found.hint, kind) })));
  if (!(error instanceof DataError)) return error;
  const { file, line, character, row, column, found, expected, remedy } = error;
  const places = Object.fromEntries(Object.entries({ line, character, row, column }).filter(([, place]) => place !== undefined));
  return new DataError({ file, ...places, found: translated(found, kind), expected: translated(expected, kind), remedy: translated(remedy, kind) }, { cause: error });
}
