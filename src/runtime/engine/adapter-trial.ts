/** Asks for a GPU in a process of its own, whose messages nobody sees: without a driver the native library writes warnings that no setting turns off. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const SECONDS = 20;

const TRIAL = `
const { create } = await import(process.argv[1]);
// Kept for the life of the process: an instance that is collected takes its adapters along.
globalThis.gpu = create([]);
const adapter = await globalThis.gpu.requestAdapter();
console.log(adapter === null ? 'fullband:none' : 'fullband:found');
`;

const run = promisify(execFile);

/** Whether WebGPU finds any adapter here. A library that does not load or crashes finds none. */
export async function findsAdapter(): Promise<boolean> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('webgpu')).href;
  try {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', TRIAL, library], { timeout: SECONDS * 1000 });
    return stdout.includes('fullband:found');
  } catch (error) {
    // A process that failed says so by its exit; anything else is a mistake of ours.
    if (error instanceof Error && 'stderr' in error) return false;
    throw error;
  }
}
