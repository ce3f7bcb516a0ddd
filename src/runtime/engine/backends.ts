/** Chooses where kernels run: a GPU, WebAssembly, or plain JavaScript. */
import { availableParallelism } from 'node:os';
import { GPU } from 'gpu.js';
import { firstLine } from '../store/data-error.ts';
import { proveBackend } from './backend-proof.ts';
import { acquireDevice, probeAdapter } from './backend-webgpu.ts';
import { describeWebAssembly } from './backend-webasm.ts';
import { hasSelectionKernel } from './selection/instance.ts';

export type BackendName = 'webgpu' | 'webasm' | 'cpu';

/** In the order `auto` tries them. */
export const BACKEND_NAMES: readonly BackendName[] = ['webgpu', 'webasm', 'cpu'];

/** A place where kernels run, opened. */
export interface Backend {
  readonly name: BackendName;
  /** Why this one, and why not the earlier choices; one clause, no full stop. */
  readonly reason: string;
  /** The hardware or feature set, for logs and run records. */
  readonly device: string;
  readonly gpu: GPU;
  /** Destroys every kernel of `gpu` and gives the device back. Safe to call twice. */
  close(): Promise<void>;
}

/** What a backend is like on this machine. */
export interface BackendProbe {
  readonly name: BackendName | 'reference';
  readonly runs: boolean;
  readonly device: string;
  /** True for a GPU adapter that computes on the CPU: `auto` leaves it alone. */
  readonly software: boolean;
  /** Why it does not run, or why `auto` leaves it alone; null if there is nothing to say. */
  readonly reason: string | null;
  /** What to do about it; null if it runs. */
  readonly fix: string | null;
}

/** A backend that was asked for by name and cannot run here. */
export class BackendUnavailable extends Error {
  override readonly name = 'BackendUnavailable';

  constructor(
    readonly backend: BackendName,
    readonly why: string,
    readonly fix: string,
  ) {
    super(`The backend ${backend} cannot run here: ${why}. To fix it: ${fix}. Or let the choice be made: --engine auto.`);
  }
}

/**
 * Opens a backend that has proved itself on a small kernel. `auto` takes the first that runs of webgpu on a real GPU, webasm, cpu; a name takes that one, software adapters
 * included, or throws `BackendUnavailable`.
 */
export async function openBackend(name: 'auto' | BackendName): Promise<Backend> {
  if (name === 'auto') return openFirst(BACKEND_NAMES.map((candidate) => ({ name: candidate, open: () => tryOpen(candidate, false) })));
  const opened = await proven(name, await tryOpen(name, true));
  if (opened.backend === null) throw new BackendUnavailable(name, opened.why, opened.fix);
  return { ...opened.backend, reason: 'asked for by name' };
}

/** A backend that may be tried. */
export interface BackendCandidate {
  readonly name: BackendName;
  readonly open: () => Promise<Attempt>;
}

/** The first candidate that opens and computes a small kernel right, with the reasons against those before it. Throws if there is none. */
export async function openFirst(candidates: readonly BackendCandidate[]): Promise<Backend> {
  const refused: string[] = [];
  for (const { name, open } of candidates) {
    const opened = await proven(name, await open());
    if (opened.backend !== null) return { ...opened.backend, reason: refused.length === 0 ? 'first choice' : refused.join('; ') };
    refused.push(`not ${name}: ${opened.why}`);
  }
  throw new Error(`No backend runs here: ${refused.join('; ')}.`);
}

/** The attempt, failed and closed if its backend computes wrong numbers or none. */
async function proven(name: BackendName, opened: Attempt): Promise<Attempt> {
  if (opened.backend === null) return opened;
  try {
    await proveBackend(opened.backend.gpu, name);
    return opened;
  } catch (error) {
    await opened.backend.close();
    return { backend: null, why: firstLine(error), fix: UNPROVEN };
  }
}

const UNPROVEN = 'use another backend and report this';

/** Tries every backend with a small kernel. Never throws for a backend that does not run. */
export async function probeBackends(): Promise<readonly BackendProbe[]> {
  const probes: BackendProbe[] = [];
  for (const name of BACKEND_NAMES) probes.push(await probe(name));
  probes.push({ name: 'reference', runs: true, device: 'float64 in JavaScript', software: false, reason: null, fix: null });
  return probes;
}

type Opened = Omit<Backend, 'reason'>;
/** An opened backend, or why it did not open. */
export type Attempt = { readonly backend: Opened; readonly software: boolean } | { readonly backend: null; readonly why: string; readonly fix: string };

async function tryOpen(name: BackendName, byName: boolean): Promise<Attempt> {
  switch (name) {
    case 'webgpu':
      return openWebGpu(byName);
    case 'webasm':
      if (!GPU.isWebAssemblySupported) {
        return { backend: null, why: 'this Node has no WebAssembly', fix: 'start Node without --jitless' };
      }
      return { backend: plain('webasm', describeWebAssembly()), software: false };
    case 'cpu':
      return { backend: plain('cpu', `JavaScript on one of ${availableParallelism()} cores${hasSelectionKernel() ? '' : ', selections as well'}`), software: false };
  }
}

async function openWebGpu(byName: boolean): Promise<Attempt> {
  const adapter = await probeAdapter(byName);
  if (!adapter.found) return { backend: null, why: adapter.why, fix: adapter.fix };
  if (adapter.software && !byName) {
    return {
      backend: null,
      why: `${adapter.device} is a software adapter, slower than webasm`,
      fix: 'ask for it by name (--engine webgpu) to test with it, or install a GPU driver',
    };
  }
  try {
    const opened = await openOn(acquireDevice, () => new GPU({ mode: 'webgpu' }));
    return { backend: { name: 'webgpu', device: adapter.device, ...opened }, software: adapter.software };
  } catch (error) {
    return { backend: null, why: `${adapter.device} gave no device: ${firstLine(error)}`, fix: 'update the GPU driver, or free memory on the GPU' };
  }
}

/** Kernels over a device that is acquired for them: given back when they are closed, and at once if they cannot be made. */
export async function openOn(acquire: () => Promise<() => Promise<void>>, make: () => GPU): Promise<Pick<Backend, 'gpu' | 'close'>> {
  const release = await acquire();
  try {
    const gpu = make();
    return { gpu, close: closing(gpu, release) };
  } catch (error) {
    await release();
    throw error;
  }
}

function plain(name: 'webasm' | 'cpu', device: string): Opened {
  const gpu = new GPU({ mode: name });
  return { name, device, gpu, close: closing(gpu, () => Promise.resolve()) };
}

function closing(gpu: GPU, release: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | null = null;
  return () => {
    closed ??= gpu.destroy().then(release);
    return closed;
  };
}

async function probe(name: BackendName): Promise<BackendProbe> {
  // Not `byName` for webgpu: a doctor should not make Dawn print warnings where no driver is installed.
  const skipped = name === 'webgpu' ? await probeAdapter(false) : null;
  if (skipped !== null && !skipped.found) {
    return { name, runs: false, device: '', software: false, reason: skipped.why, fix: skipped.fix };
  }
  const opened = await tryOpen(name, true);
  if (opened.backend === null) return { name, runs: false, device: '', software: false, reason: opened.why, fix: opened.fix };
  const { backend, software } = opened;
  try {
    await proveBackend(backend.gpu, name);
    const reason = software ? 'a software adapter: right numbers, no speed; used only when asked for by name' : null;
    return { name, runs: true, device: backend.device, software, reason, fix: null };
  } catch (error) {
    return { name, runs: false, device: backend.device, software, reason: firstLine(error), fix: UNPROVEN };
  } finally {
    await backend.close();
  }
}
