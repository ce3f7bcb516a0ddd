/** What a model is trained on: a backend of TensorFlow.js and, on CPUs, the GRU kernel beside it. */
import { availableParallelism } from 'node:os';
import { type Refusal, type TrainingBackend, openTrainingBackend } from './backends.ts';
import { GruKernel } from './gru/kernel.ts';

export interface TrainingOptions {
  /** By default the first that runs; one asked for by name must run. */
  readonly backend?: TrainingBackend | 'auto';
  /** Threads of the GRU kernel, the caller's own among them; by default as many as there are processors. Results do not depend on it. */
  readonly threads?: number;
  /** How GRUs are computed: by the kernel, by operations of TensorFlow.js, or (by default) by the kernel on CPUs and by operations on GPUs. */
  readonly gru?: 'kernel' | 'operations';
}

export interface Training {
  readonly backend: TrainingBackend;
  readonly device: string;
  /** Backends that would have been preferred, and why they do not run. */
  readonly refused: readonly Refusal[];
  /** Null: GRUs are computed by operations of TensorFlow.js. */
  readonly kernel: GruKernel | null;
  /** Ends the kernel's threads. Tensors and weights stay. */
  close(): Promise<void>;
}

/** On these, operations run on a GPU, and the kernel would have to fetch everything from there. */
const ON_GPU: ReadonlySet<TrainingBackend> = new Set(['node-gpu', 'webgpu']);

/** Opens a backend for the whole process: TensorFlow.js has one at a time. */
export async function openTraining(options: TrainingOptions = {}): Promise<Training> {
  const { backend, device, refused } = await openTrainingBackend(options.backend ?? 'auto');
  const gru = options.gru ?? (ON_GPU.has(backend) ? 'operations' : 'kernel');
  const kernel = gru === 'kernel' ? new GruKernel(options.threads ?? availableParallelism()) : null;
  return { backend, device, refused, kernel, close: () => kernel?.close() ?? Promise.resolve() };
}
