/** The step that tests signals of models, beside the sums of the factors that the models read. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { EVALUATION_FILE } from '../../evaluate/read-evaluation.ts';
import type { EvaluationSettings } from '../../evaluate/settings.ts';
import type { Average } from '../../model/api.ts';
import { hashOf } from '../../model/signal/kept.ts';
import type { DataHashes } from '../data-hashes.ts';
import { translated } from '../option-keys.ts';
import { stepHash, type KeptResults, type StepOutcome } from '../kept-results.ts';
import type { TestRange } from './factor-test.ts';
import { SIGNALS_FILE, type TrainedStep } from './signals.ts';
import type { Step, StepContext } from './step.ts';
import { readTraining } from './training.ts';
import { plural } from '../../plural.ts';
import { VALUES_FILE } from './values.ts';

export interface SignalTestOf {
  readonly store: string;
  readonly signals: Step;
  readonly trained: readonly (TrainedStep & { readonly model: CheckedModel })[];
  readonly fusion: readonly Average[];
  readonly values: Step | null;
  readonly settings: Partial<EvaluationSettings>;
  readonly range: TestRange;
}

export async function signalTestStep(kept: KeptResults, of: SignalTestOf, hashes: DataHashes): Promise<Step> {
  const { signals, settings, range, trained, fusion, values } = of;
  const daily = await hashes.days('daily');
  const inputs = { signals: signals.hash, ...(values === null ? {} : { values: values.hash }), settings: hashOf([JSON.stringify(settings)]), 'days of daily': daily.hash, range: JSON.stringify(range), directions: hashOf(trained.flatMap(({ model }) => model.factors.map(({ name, direction }) => `${name} ${String(direction)}`))) };
  const hash = stepHash('signal-test', inputs);
  return { kind: 'signal-test', name: 'test of the signals', inputs, hash, units: (trained.length + fusion.length) * daily.dates, folder: kept.folder('signal-test', hash), run: (context, folder) => test(context, folder, of) };
}

async function test({ signal, tell }: StepContext, folder: string, { store, signals, trained, fusion, values, settings, range: { from, to } }: SignalTestOf): Promise<StepOutcome> {
  const { testSignals } = await import('../../model/signal/test-models.ts');
  const trainings = new Map(await Promise.all(trained.map(async ({ name, step }) => [name, await readTraining(step.folder)] as const)));
  const evaluation = await testSignals({
    store, signals: join(signals.folder, SIGNALS_FILE), models: trained.map(({ model }) => model), averages: fusion, settings, trainings,
    values: values !== null && trained.some(({ model }) => model.factors.length > 0) ? join(values.folder, VALUES_FILE) : null,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(signal === undefined ? {} : { signal }),
    onTest: tell,
  });
  await writeFile(join(folder, EVALUATION_FILE), JSON.stringify(evaluation));
  return { summary: `${plural(evaluation.signals.length, 'signal')} on ${plural(evaluation.sections.length, 'section')} from ${evaluation.period.first} to ${evaluation.period.last}`, warnings: evaluation.warnings.map(({ en }) => translated(en, 'signal-test')), ran: null };
}
