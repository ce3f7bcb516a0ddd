/** The step that puts the models' signals side by side and makes fusions of them. */
import { join } from 'node:path';
import { hashOf } from '../../model/signal/kept.ts';
import type { Average } from '../../model/api.ts';
import { stepHash, type KeptResults, type StepOutcome } from '../kept-results.ts';
import type { Step } from './step.ts';
import { plural } from '../../plural.ts';
import { SIGNAL_FILE } from './training.ts';

export const SIGNALS_FILE = 'signals.parquet';

export interface TrainedStep {
  readonly name: string;
  readonly step: Step;
}

export function signalsStep(kept: KeptResults, trained: readonly TrainedStep[], fusion: readonly Average[]): Step {
  const inputs = { ...Object.fromEntries(trained.map(({ name, step }) => [`signal ${name}`, step.hash])), fusion: hashOf([JSON.stringify(fusion)]) };
  const hash = stepHash('signals', inputs);
  return { kind: 'signals', name: 'signals', inputs, hash, units: trained.length + fusion.length, folder: kept.folder('signals', hash), run: (_, folder) => write(folder, trained, fusion) };
}

async function write(folder: string, trained: readonly TrainedStep[], fusion: readonly Average[]): Promise<StepOutcome> {
  const { writeSignals } = await import('../../model/signal/write-signals.ts');
  const columns = trained.map(({ name, step }) => ({ name, files: [join(step.folder, SIGNAL_FILE)], column: name, hash: step.hash }));
  const { rows, dates } = await writeSignals(join(folder, SIGNALS_FILE), columns, fusion);
  const made = fusion.map(({ name, models }) => `${name} = ${models.map((model) => `${String(model.weight)} ${model.name}`).join(' + ')}`);
  return { summary: `${[...trained.map(({ name }) => name), ...made].join(', ')}: ${rows.toLocaleString('en')} rows on ${plural(dates, 'date')}`, warnings: [], ran: null };
}
