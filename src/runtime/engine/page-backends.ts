/** Chooses where kernels run in a browser: a GPU, or WebAssembly on one thread. Where neither does, the reference computes. */
import { GPU } from 'gpu.js';
import { firstLine } from '../store/data-error.ts';
import { BACKEND_NAMES, closing, openFirst, openOn, probeOf, REFERENCE_PROBE, type Attempt, type Backend, type BackendName, type BackendProbe } from './backend.ts';
import { describeWebAssembly } from './backend-webasm.ts';
import { acquireDevice, currentWebGpu, describeAdapter, isSoftwareAdapter } from './webgpu.ts';

/** Kernels of one day of a page's market are done before threads would have begun. */
const CORES = 1;

/** A backend, or why a page has none. */
export type PageBackend = { readonly backend: Backend } | { readonly backend: null; readonly why: string };

/** The first backend that computes right numbers here. */
export async function openPageBackend(): Promise<PageBackend> {
  try {
    return { backend: await openFirst(BACKEND_NAMES.map((name) => ({ name, open: () => tryOpen(name, false) }))) };
  } catch (error) {
    return { backend: null, why: firstLine(error) };
  }
}

/** What each backend is like in this browser. */
export async function probePageBackends(): Promise<readonly BackendProbe[]> {
  const probes: BackendProbe[] = [];
  for (const name of BACKEND_NAMES) probes.push(await probeOf(name, await tryOpen(name, true)));
  return [...probes, REFERENCE_PROBE];
}

async function tryOpen(name: BackendName, softwareToo: boolean): Promise<Attempt> {
  switch (name) {
    case 'webgpu':
      return openWebGpu(softwareToo);
    case 'webasm':
      if (!GPU.isWebAssemblySupported) return { backend: null, why: 'this browser has no WebAssembly, or the page may not use it', fix: 'use a current browser' };
      return openWebAssembly();
    case 'cpu':
      // gpu.js would make functions from text, which the page's policy forbids. It is not even tried: browsers report that as an error.
      return { backend: null, why: 'the page forbids that text becomes a program', fix: 'none is needed: webasm runs without that right, and the reference computes where webasm does not run' };
  }
}

async function openWebGpu(softwareToo: boolean): Promise<Attempt> {
  const gpu = currentWebGpu();
  if (gpu === null) return { backend: null, why: 'this browser offers no WebGPU here', fix: 'use a current Chrome, Edge, Safari or Firefox, over https or from localhost' };
  try {
    const adapter = await gpu.requestAdapter();
    if (adapter === null) return { backend: null, why: 'WebGPU finds no GPU', fix: 'turn hardware acceleration on in the browser, or update the GPU driver' };
    const device = describeAdapter(adapter.info);
    const software = isSoftwareAdapter(adapter.info);
    if (software && !softwareToo) return { backend: null, why: `${device} is a software adapter, slower than webasm`, fix: 'install a GPU driver' };
    const opened = await openOn(acquireDevice, () => new GPU({ mode: 'webgpu' }));
    return { backend: { name: 'webgpu', device, threads: 1, ...opened }, software };
  } catch (error) {
    return { backend: null, why: `WebGPU gave no device: ${firstLine(error)}`, fix: 'update the GPU driver, or free memory on the GPU' };
  }
}

function openWebAssembly(): Attempt {
  const gpu = new GPU({ mode: 'webasm' });
  return { backend: { name: 'webasm', device: describeWebAssembly(CORES), gpu, threads: CORES, close: closing(gpu, () => Promise.resolve()) }, software: false };
}
