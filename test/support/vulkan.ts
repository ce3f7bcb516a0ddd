/** A Vulkan driver for tests on machines without a GPU: SwiftShader as Debian's chromium package ships it. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { probeAdapter } from '../../src/runtime/engine/backend-webgpu.ts';

const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Variables that make SwiftShader the Vulkan driver of a process; null if it is not installed. */
export function softwareVulkan(): { readonly VK_DRIVER_FILES: string; readonly XDG_RUNTIME_DIR: string } | null {
  return existsSync(SWIFTSHADER) ? { VK_DRIVER_FILES: SWIFTSHADER, XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? tmpdir() } : null;
}

/**
 * Makes webgpu usable in this process, on SwiftShader unless VK_DRIVER_FILES names another driver. Returns null, or why webgpu cannot run,
 * to be given to `skip`. Under FULLBAND_TEST=full it throws instead: there nothing may be left out.
 * Call it before anything else of this process asks for webgpu.
 */
export async function prepareWebGpu(): Promise<string | null> {
  if (process.env.VK_DRIVER_FILES === undefined) Object.assign(process.env, softwareVulkan());
  const adapter = await probeAdapter(false);
  if (adapter.found) return null;
  const reason = `webgpu cannot run here: ${adapter.why} (Debian: apt-get install chromium libvulkan1)`;
  if (process.env.FULLBAND_TEST === 'full') throw new Error(reason);
  return reason;
}
