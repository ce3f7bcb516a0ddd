/** Backends of TensorFlow.js: in which order models choose, and how each is loaded into this process. */
import * as tf from '@tensorflow/tfjs-core';
import { type TrainingProbe, probeTrainer } from '../doctor-training.ts';
import { firstLine } from '../store/data-error.ts';
import { registerDerivatives } from './autodiff.ts';

export type TrainingBackend = 'node-gpu' | 'node' | 'webgpu' | 'wasm' | 'cpu';

/** In the order in which models choose. */
export const TRAINING_BACKENDS: readonly TrainingBackend[] = ['node-gpu', 'node', 'webgpu', 'wasm', 'cpu'];

/** A backend that does not run a training, and why. */
export interface Refusal {
  readonly backend: TrainingBackend;
  readonly reason: string;
  /** What to do so that it runs; null if nothing needs to be done. */
  readonly fix: string | null;
}

/** The backend that runs, and why those before it do not. */
export interface OpenBackend {
  readonly backend: TrainingBackend;
  readonly device: string;
  readonly refused: readonly Refusal[];
}

interface Loader {
  /** Name of its report in doctor. */
  readonly probe: TrainingProbe['name'];
  /** Name that TensorFlow.js gives it. */
  readonly engine: string;
  readonly load: () => Promise<unknown>;
  /** Tried in a process of its own first: a native library that crashes takes only that along. */
  readonly native: boolean;
}

/** Loaded by names that the sources do not import: they may be absent. */
const NODE_GPU = '@tensorflow/tfjs-node-gpu';
const NODE = '@tensorflow/tfjs-node';

const LOADERS: Readonly<Record<TrainingBackend, Loader>> = {
  'node-gpu': { probe: 'tfjs-node-gpu', engine: 'tensorflow', load: () => import(NODE_GPU), native: true },
  node: { probe: 'tfjs-node', engine: 'tensorflow', load: () => import(NODE), native: true },
  webgpu: { probe: 'webgpu', engine: 'webgpu', load: loadWebGpu, native: true },
  wasm: { probe: 'wasm', engine: 'wasm', load: () => import('@tensorflow/tfjs-backend-wasm'), native: false },
  cpu: { probe: 'cpu', engine: 'cpu', load: () => import('@tensorflow/tfjs-backend-cpu'), native: false },
};

/** TensorFlow.js reads the standard's constants from where a browser has them. */
async function loadWebGpu(): Promise<void> {
  const { globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  await import('@tensorflow/tfjs-backend-webgpu');
}

const ON_REQUEST = 'it runs only if asked for by name';

/** Opens the backend `wanted`, or the first that runs. Throws if the one asked for by name does not run. */
export async function openTrainingBackend(wanted: TrainingBackend | 'auto'): Promise<OpenBackend> {
  if (wanted !== 'auto') {
    const opened = await open(wanted);
    if ('reason' in opened) throw new Error(`the training backend ${wanted} does not run here: ${opened.reason}${opened.fix === null ? '' : `. To have it: ${opened.fix}`}. Leave the choice to "auto" to train on what there is`);
    return { ...opened, refused: [] };
  }
  const refused: Refusal[] = [];
  for (const backend of TRAINING_BACKENDS) {
    // In Node it is new, and on many machines it is a program that plays a GPU.
    const opened = backend === 'webgpu' ? { backend, reason: ON_REQUEST, fix: null } : await open(backend);
    if (!('reason' in opened)) return { ...opened, refused };
    refused.push(opened);
  }
  throw new Error(`no training backend runs here: ${refused.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ')}`);
}

async function open(backend: TrainingBackend): Promise<{ readonly backend: TrainingBackend; readonly device: string } | Refusal> {
  const { probe, engine, load, native } = LOADERS[backend];
  let device = native ? '' : 'CPU';
  if (native) {
    const found = await probeTrainer(probe);
    if (!found.runs) return { backend, reason: found.reason ?? 'it does not run', fix: found.fix };
    ({ device } = found);
  }
  try {
    // Without its advice to install another backend; which one runs and why is said in our own words.
    tf.enableProdMode();
    await load();
    if (!(await tf.setBackend(engine))) return { backend, reason: 'it does not start', fix: null };
    await tf.ready();
  } catch (error) {
    return { backend, reason: firstLine(error), fix: null };
  }
  registerDerivatives();
  return { backend, device };
}
