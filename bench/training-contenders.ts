/** Who takes part in training, in the order of the table. Each is a program that trains a model that comes with the project, on data made for it. */
import { fileURLToPath } from 'node:url';

export interface TrainingEntry {
  readonly name: string;
  readonly about: string;
  readonly kind: 'engine' | 'peer';
  readonly model: string;
  /** Left out unless it is named: it takes minutes, or a machine with a GPU. */
  readonly onDemand: boolean;
  readonly settings: StepSettings;
}

/** What the program is asked. */
export interface StepSettings {
  readonly model: string;
  readonly backend: 'wasm' | 'cpu' | 'webgpu' | 'node' | 'node-gpu';
  readonly gru: 'kernel' | 'operations';
  /** 0: as many as there are processors. */
  readonly threads: number;
  readonly runs: number;
  readonly warmups: number;
}

/** Built beside this file. */
export const STEP_PROGRAM = fileURLToPath(new URL('./training-step.js', import.meta.url));
export const FIT_PROGRAM = fileURLToPath(new URL('./training-fit.js', import.meta.url));

const FUSED = { backend: 'wasm', gru: 'kernel', runs: 15, warmups: 3 } as const;
const BY_OPERATION = { gru: 'operations', threads: 1, runs: 3, warmups: 1 } as const;

function contendersOf(model: string): readonly TrainingEntry[] {
  const step = (suffix: string, about: string, kind: 'engine' | 'peer', settings: Omit<StepSettings, 'model'>, onDemand = false): TrainingEntry => ({ name: `train-${model}${suffix}`, about: `${model}, ${about}`, kind, model, onDemand, settings: { model, ...settings } });
  return [
    step('', 'fused on all cores', 'engine', { ...FUSED, threads: 0 }),
    step('-1', 'fused on one core', 'engine', { ...FUSED, threads: 1 }),
    step('-operations', 'op by op on wasm', 'peer', { ...BY_OPERATION, backend: 'wasm' }),
    step('-operations-cpu', 'op by op on cpu', 'peer', { ...BY_OPERATION, backend: 'cpu', runs: 1, warmups: 0 }, true),
    step('-operations-webgpu', 'op by op on webgpu', 'peer', { ...BY_OPERATION, backend: 'webgpu' }, true),
    step('-operations-node', 'op by op on tfjs-node', 'peer', { ...BY_OPERATION, backend: 'node' }, true),
    step('-operations-node-gpu', 'op by op on tfjs-node-gpu', 'peer', { ...BY_OPERATION, backend: 'node-gpu' }, true),
  ];
}

export const TRAINING_CONTENDERS: readonly TrainingEntry[] = ['hf_gru', 'lf_multitask'].flatMap(contendersOf);

/** A whole training, on demand: which share of it are steps. */
export const FIT_CONTENDER = { name: 'fit-hf_gru', about: 'an epoch of hf_gru, validation and checkpoint included' } as const;
