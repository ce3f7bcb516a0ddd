/** WebGPU wherever it is, in Node or in a browser: what it says of itself, and the device that kernels share. */
import { WebGPUContext } from 'gpu.js';

declare module 'gpu.js' {
  /** The device that every webgpu kernel of the process shares; exported by gpu.js, absent from its types. */
  export const WebGPUContext: { acquire(): Promise<unknown>; destroy(): Promise<void> };
}

/** What a WebGPU implementation says of itself; the part of the standard's `GPUAdapterInfo` that is read here. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

export interface WebGpu {
  requestAdapter(): Promise<{ readonly info: AdapterInfo } | null>;
}

const SOFTWARE = /swiftshader|lavapipe|llvmpipe|softpipe|software|basic render/i;

/** True for adapters that compute on the CPU: right numbers, no speed. */
export function isSoftwareAdapter(info: AdapterInfo): boolean {
  return info.isFallbackAdapter === true || SOFTWARE.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);
}

/** One line for people: `nvidia-h100 (NVIDIA: 550.54)`. */
export function describeAdapter(info: AdapterInfo): string {
  const name = info.device.replace(/-+$/, '') || `${info.vendor} ${info.architecture}`.trim() || 'unnamed adapter';
  return info.description === '' ? name : `${name} (${info.description})`;
}

/** WebGPU of the global `navigator`; null where there is none. */
export function currentWebGpu(): WebGpu | null {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  if (typeof navigator !== 'object' || navigator === null) return null;
  const gpu: unknown = Reflect.get(navigator, 'gpu');
  return isWebGpu(gpu) ? gpu : null;
}

export function isWebGpu(value: unknown): value is WebGpu {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'requestAdapter') === 'function';
}

let users = 0;

/**
 * Opens the device that all webgpu kernels share. The returned function gives it back; the last one to do so destroys the device, which
 * a later call opens again.
 */
export async function acquireDevice(): Promise<() => Promise<void>> {
  await WebGPUContext.acquire();
  users++;
  let released = false;
  return async () => {
    if (released) return;
    released = true;
    users--;
    if (users === 0) await WebGPUContext.destroy();
  };
}
