/** WebGPU in Node: Dawn, its adapter, and whether that adapter is a GPU or a program that plays one. */
import { WebGPUContext } from 'gpu.js';
import { firstLine } from '../store/data-error.ts';
import { findsAdapter } from './adapter-trial.ts';
import { findVulkanDrivers } from './backend-vulkan.ts';

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

interface WebGpu {
  requestAdapter(): Promise<{ readonly info: AdapterInfo } | null>;
}

/** An adapter that answered, or why none did and what to do. */
export type AdapterProbe =
  | { readonly found: true; readonly device: string; readonly software: boolean }
  | { readonly found: false; readonly why: string; readonly fix: string };

const SOFTWARE = /swiftshader|lavapipe|llvmpipe|softpipe|software|basic render/i;

const INSTALL_DRIVER =
  process.platform === 'linux'
    ? 'install the GPU vendor\'s Vulkan driver and the loader (Debian, Ubuntu: apt-get install libvulkan1), or name the driver file in VK_DRIVER_FILES'
    : 'install a current driver of the GPU\'s vendor';

/** True for adapters that compute on the CPU: right numbers, no speed. */
export function isSoftwareAdapter(info: AdapterInfo): boolean {
  return info.isFallbackAdapter === true || SOFTWARE.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);
}

/** One line for people: `nvidia-h100 (NVIDIA: 550.54)`. */
export function describeAdapter(info: AdapterInfo): string {
  const name = info.device.replace(/-+$/, '') || `${info.vendor} ${info.architecture}`.trim() || 'unnamed adapter';
  return info.description === '' ? name : `${name} (${info.description})`;
}

/**
 * Asks for the adapter that kernels would run on. Loads Dawn on the first call and leaves it loaded.
 * `insist` asks Dawn even if no driver is installed where drivers are usually found.
 */
export async function probeAdapter(insist: boolean): Promise<AdapterProbe> {
  const noDriver = missingDriver();
  // Without a driver Dawn writes warnings of its own to stderr, so it is asked only if one could answer.
  if (noDriver !== null && !(insist && (await findsAdapter()))) return { found: false, why: noDriver, fix: INSTALL_DRIVER };
  let gpu: WebGpu;
  try {
    gpu = await installWebGpu();
  } catch (error) {
    return {
      found: false,
      why: `the native library of the package webgpu does not load: ${firstLine(error)}`,
      fix: 'run npm ci again on this machine; the library needs Linux with glibc 2.34 or newer, macOS or Windows, on x64 or arm64',
    };
  }
  const adapter = await gpu.requestAdapter();
  if (adapter === null) {
    return { found: false, why: noDriver ?? 'the drivers installed here offer no GPU that WebGPU can use', fix: INSTALL_DRIVER };
  }
  return { found: true, device: describeAdapter(adapter.info), software: isSoftwareAdapter(adapter.info) };
}

/** The Dawn instance that this module made, if it made one. */
let dawn: WebGpu | null = null;

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

/** Why no Vulkan driver can answer on this Linux; null if one is installed, or on systems that always have one. */
function missingDriver(): string | null {
  const current = currentWebGpu();
  if (process.platform !== 'linux' || (current !== null && current !== dawn)) return null;
  const { files, variable } = findVulkanDrivers(process.env);
  if (files.length > 0) return null;
  return variable === null ? 'no Vulkan driver is installed' : `${variable} names no driver file that exists`;
}

function currentWebGpu(): WebGpu | null {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  if (typeof navigator !== 'object' || navigator === null) return null;
  const gpu: unknown = Reflect.get(navigator, 'gpu');
  return isWebGpu(gpu) ? gpu : null;
}

function isWebGpu(value: unknown): value is WebGpu {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'requestAdapter') === 'function';
}

/**
 * Puts `gpu` on the global `navigator`, where gpu.js looks for it, and nothing else. It stays there: a second Dawn instance in one
 * process crashes it on exit, and an instance that is collected takes its devices along.
 */
async function installWebGpu(): Promise<WebGpu> {
  const existing = currentWebGpu();
  if (existing !== null) return existing;
  const { create } = await import('webgpu');
  // Another caller may have been faster while the library was loading.
  const meanwhile = currentWebGpu();
  if (meanwhile !== null) return meanwhile;
  const gpu: unknown = create([]);
  if (!isWebGpu(gpu)) throw new Error('it offers no WebGPU entry point');
  dawn = gpu;
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  if (typeof navigator === 'object' && navigator !== null) {
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  } else {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  }
  return gpu;
}
