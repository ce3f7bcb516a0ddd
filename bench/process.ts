/** Contenders in processes of their own, and commands timed from outside. */
import { fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { findVulkanDrivers } from '../src/runtime/engine/backend-vulkan.ts';
import type { Answer, Settings } from './contender.ts';
import { CONTENDERS, REFERENCE, type Entry } from './contenders.ts';

/** First argument of a process that measures one contender and sends its answer to its parent. */
export const MEASURE = '--measure';

/** SwiftShader as Debian's chromium package ships it: a Vulkan driver for machines without a GPU. */
const SOFTWARE_VULKAN = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Variables that let webgpu run on a machine without a GPU driver, if it has the software one. */
export function environment(): NodeJS.ProcessEnv {
  const { env } = process;
  if (findVulkanDrivers(env).files.length > 0 || !existsSync(SOFTWARE_VULKAN)) return env;
  return { ...env, VK_DRIVER_FILES: SOFTWARE_VULKAN, XDG_RUNTIME_DIR: env.XDG_RUNTIME_DIR ?? tmpdir() };
}

/** Measures a contender in a new process. Throws an Error if it ends without an answer. */
export function measureInProcess(entry: Entry, settings: Settings): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Typed arrays arrive as they are.
    const child = fork(process.argv[1] ?? '', [MEASURE, entry.name, JSON.stringify(settings)], { serialization: 'advanced', env: environment(), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let answer: Answer | null = null;
    let complaints = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.on('message', (message) => (answer = message as Answer));
    child.on('error', reject);
    child.on('close', (code) => {
      if (answer !== null) resolve(answer);
      else reject(new Error(`${entry.name} ended with ${code === null ? 'a signal' : `code ${code}`} and no answer.\n${complaints}`));
    });
  });
}

/** The other side of `measureInProcess`. */
export async function answerParent(name: string, settings: string): Promise<void> {
  const entry = [...CONTENDERS, REFERENCE].find((each) => each.name === name);
  if (entry === undefined || process.send === undefined) throw new Error(`${MEASURE} ${name} is how the benchmark starts its own processes`);
  const contender = await entry.load();
  process.send(await contender(JSON.parse(settings) as Settings));
}

/** Milliseconds from the start of Node with these arguments to its end. Throws an Error if it ends with another code than 0. */
export function timeCommand(args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - start);
      else reject(new Error(`node ${args.join(' ')} ended with code ${String(code)}`));
    });
  });
}
