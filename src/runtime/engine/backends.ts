/** Chooses where kernels run in Node: a GPU, WebAssembly, or plain JavaScript. */
import { availableParallelism } from 'node:os';
import { GPU } from 'gpu.js';
import { firstLine } from '../store/data-error.ts';
import { BACKEND_NAMES, closing, openFirst, openOn, probeOf, proven, REFERENCE_PROBE, type Attempt, type Backend, type BackendName, type BackendProbe, type Opened } from './backend.ts';
import { probeAdapter } from './backend-webgpu.ts';
import { describeWebAssembly } from './backend-webasm.ts';
import { hasSelectionKernel } from './selection/instance.ts';
import { installContiguousLoads } from './webasm-contiguous.ts';
import { acquireDevice } from './webgpu.ts';

export { BACKEND_NAMES, openFirst, openOn, type Attempt, type Backend, type BackendCandidate, type BackendName, type BackendProbe } from './backend.ts';

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

/** Tries every backend with a small kernel. Never throws for a backend that does not run. */
export async function probeBackends(): Promise<readonly BackendProbe[]> {
  const probes: BackendProbe[] = [];
  for (const name of BACKEND_NAMES) probes.push(await probe(name));
  probes.push(REFERENCE_PROBE);
  return probes;
}

async function tryOpen(name: BackendName, byName: boolean): Promise<Attempt> {
  switch (name) {
    case 'webgpu':
      return openWebGpu(byName);
    case 'webasm':
      if (!GPU.isWebAssemblySupported) {
        return { backend: null, why: 'this Node has no WebAssembly', fix: 'start Node without --jitless' };
      }
      return { backend: plain('webasm', describeWebAssembly(availableParallelism())), software: false };
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
    return { backend: { name: 'webgpu', device: adapter.device, threads: 1, ...opened }, software: adapter.software };
  } catch (error) {
    return { backend: null, why: `${adapter.device} gave no device: ${firstLine(error)}`, fix: 'update the GPU driver, or free memory on the GPU' };
  }
}

function plain(name: 'webasm' | 'cpu', device: string): Opened {
  if (name === 'webasm') installContiguousLoads();
  const gpu = new GPU({ mode: name });
  return { name, device, gpu, threads: name === 'webasm' ? availableParallelism() : 1, close: closing(gpu, () => Promise.resolve()) };
}

async function probe(name: BackendName): Promise<BackendProbe> {
  // Not `byName` for webgpu: a doctor should not make Dawn print warnings where no driver is installed.
  const skipped = name === 'webgpu' ? await probeAdapter(false) : null;
  if (skipped !== null && !skipped.found) {
    return { name, runs: false, device: '', software: false, reason: skipped.why, fix: skipped.fix };
  }
  return probeOf(name, await tryOpen(name, true));
}
