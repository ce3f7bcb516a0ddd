/** WebGPU in Node: Dawn, its adapter, and whether that adapter is a GPU or a program that plays one. */
import { firstLine } from '../store/data-error.ts';
import { findsAdapter } from './adapter-trial.ts';
import { findVulkanDrivers } from './backend-vulkan.ts';
import { currentWebGpu, describeAdapter, isSoftwareAdapter, isWebGpu, type WebGpu } from './webgpu.ts';

/** An adapter that answered, or why none did and what to do. */
export type AdapterProbe =
  | { readonly found: true; readonly device: string; readonly software: boolean }
  | { readonly found: false; readonly why: string; readonly fix: string };

const INSTALL_DRIVER =
  process.platform === 'linux'
    ? 'install the GPU vendor\'s Vulkan driver and the loader (Debian, Ubuntu: apt-get install libvulkan1), or name the driver file in VK_DRIVER_FILES'
    : 'install a current driver of the GPU\'s vendor';

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

/** Why no Vulkan driver can answer on this Linux; null if one is installed, or on systems that always have one. */
function missingDriver(): string | null {
  const current = currentWebGpu();
  if (process.platform !== 'linux' || (current !== null && current !== dawn)) return null;
  const { files, variable } = findVulkanDrivers(process.env);
  if (files.length > 0) return null;
  return variable === null ? 'no Vulkan driver is installed' : `${variable} names no driver file that exists`;
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
