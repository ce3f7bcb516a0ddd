/** The step that tests factors. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckedFactor } from '../../../dsl/typed.ts';
import { evaluateFactors } from '../../evaluate/evaluate.ts';
import { EVALUATION_FILE } from '../../evaluate/read-evaluation.ts';
import type { EvaluationSettings } from '../../evaluate/settings.ts';
import { hashOf } from '../../model/signal/kept.ts';
import type { DataHashes } from '../data-hashes.ts';
import { translated } from '../option-keys.ts';
import { stepHash, type KeptResults, type StepOutcome } from '../kept-results.ts';
import type { Step, StepContext } from './step.ts';
import { plural } from '../../plural.ts';
import { VALUES_FILE } from './values.ts';

export interface TestRange {
  readonly from: string | null;
  readonly to: string | null;
}

export async function factorTestStep(kept: KeptResults, store: string, values: Step, factors: readonly CheckedFactor[], settings: Partial<EvaluationSettings>, hashes: DataHashes, range: TestRange): Promise<Step> {
  const daily = await hashes.days('daily');
  const inputs = { values: values.hash, directions: hashOf(factors.map(({ name, direction }) => `${name} ${String(direction)}`)), settings: hashOf([JSON.stringify(settings)]), 'days of daily': daily.hash, range: JSON.stringify(range) };
  const hash = stepHash('factor-test', inputs);
  return { kind: 'factor-test', name: 'test of the factors', inputs, hash, units: factors.length * daily.dates, folder: kept.folder('factor-test', hash), run: (context, folder) => test(context, folder, { store, values: join(values.folder, VALUES_FILE), factors, settings, range }) };
}

async function test({ signal, tell }: StepContext, folder: string, { store, values, factors, settings, range: { from, to } }: { readonly store: string; readonly values: string; readonly factors: readonly CheckedFactor[]; readonly settings: Partial<EvaluationSettings>; readonly range: TestRange }): Promise<StepOutcome> {
  const evaluation = await evaluateFactors({
    store, values, settings,
    directions: new Map(factors.map(({ name, direction }) => [name, direction])),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: tell,
  });
  await writeFile(join(folder, EVALUATION_FILE), JSON.stringify(evaluation));
  return { summary: `${plural(factors.length, 'factor')} on ${plural(evaluation.sections.length, 'section')} from ${evaluation.period.first} to ${evaluation.period.last}`, warnings: evaluation.warnings.map(({ en }) => translated(en, 'factor-test')), ran: null };
}
