/** Where kernels may run, and the choice of the first place that proves itself. Nothing here knows the machine: backends.ts opens backends in Node, page-backends.ts in a browser. */
import type { GPU } from 'gpu.js';
import { firstLine } from '../store/data-error.ts';
import { proveBackend } from './backend-proof.ts';

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
  /** Cores that a kernel on webasm may use. */
  readonly threads: number;
  /** Destroys every kernel of `gpu` and gives the device back. Safe to call twice. */
  close(): Promise<void>;
}

export type Opened = Omit<Backend, 'reason'>;

/** An opened backend, or why it did not open. */
export type Attempt = { readonly backend: Opened; readonly software: boolean } | { readonly backend: null; readonly why: string; readonly fix: string };

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
export async function proven(name: BackendName, opened: Attempt): Promise<Attempt> {
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

/** What an attempt that was made for this came to. What it opened is closed. */
export async function probeOf(name: BackendName, opened: Attempt): Promise<BackendProbe> {
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

/** What a float64 reference is like, on any machine. */
export const REFERENCE_PROBE: BackendProbe = { name: 'reference', runs: true, device: 'float64 in JavaScript', software: false, reason: null, fix: null };

/** Closes kernels and then what they ran on, once however often it is called. */
export function closing(gpu: GPU, release: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | null = null;
  return () => {
    closed ??= gpu.destroy().then(release);
    return closed;
  };
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
