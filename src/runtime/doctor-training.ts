/** Which TensorFlow.js backends train models on this machine. Each is loaded in a process of its own: a native library that crashes takes only that along. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { probeAdapter } from './engine/backend-webgpu.ts';
import { firstLine } from './store/data-error.ts';

export interface TrainingProbe {
  /** Package or backend, in the order in which models choose. */
  readonly name: 'tfjs-node-gpu' | 'tfjs-node' | 'webgpu' | 'wasm' | 'cpu';
  readonly runs: boolean;
  /** What it runs on; empty if it does not. */
  readonly device: string;
  /** Why it does not run; null if it does. */
  readonly reason: string | null;
  readonly fix: string | null;
}

const VERSION = '4.22.0';
const LOAD_SECONDS = 60;

/** Loads a native package, computes 1 + 1 with it and says whether a GPU did. */
const NATIVE_TRIAL = `
const tf = require(process.argv[1]);
const two = tf.tidy(() => tf.add(1, 1).dataSync()[0]);
if (two !== 2) throw new Error('1 + 1 gave ' + two);
const backend = tf.backend();
console.log('fullband:' + (backend.isUsingGpuDevice === true ? 'gpu' : 'cpu'));
`;

/** Loads a backend package beside the core and computes 1 + 1 with it. */
const SCRIPT_TRIAL = `
const [core, backend, name] = process.argv.slice(1);
const tf = require(core);
require(backend);
tf.setBackend(name).then((ready) => {
  if (!ready) throw new Error('the backend ' + name + ' does not start');
  const two = tf.tidy(() => tf.add(1, 1).dataSync()[0]);
  if (two !== 2) throw new Error('1 + 1 gave ' + two);
  console.log('fullband:' + name);
});
`;

const run = promisify(execFile);
const require = createRequire(import.meta.url);

const PROBES: Readonly<Record<TrainingProbe['name'], () => Promise<TrainingProbe>>> = {
  'tfjs-node-gpu': () => probeNative('tfjs-node-gpu'),
  'tfjs-node': () => probeNative('tfjs-node'),
  webgpu: probeWebGpu,
  wasm: () => probeScript('wasm', 'WebAssembly with SIMD, one thread'),
  cpu: () => probeScript('cpu', 'JavaScript, one thread'),
};

/** Tries one training backend. Never throws because it does not run. */
export function probeTrainer(name: TrainingProbe['name']): Promise<TrainingProbe> {
  return PROBES[name]();
}

/** Tries every training backend, in the order in which models choose. Never throws for one that does not run. */
export async function probeTraining(): Promise<readonly TrainingProbe[]> {
  const probes: TrainingProbe[] = [];
  for (const probe of Object.values(PROBES)) probes.push(await probe());
  return probes;
}

async function probeNative(name: 'tfjs-node-gpu' | 'tfjs-node'): Promise<TrainingProbe> {
  const path = locate(`@tensorflow/${name}`);
  if (path === null) return refused(name, 'not installed', installFix(name));
  const outcome = await trial(NATIVE_TRIAL, [path]);
  if (!outcome.ok) return refused(name, `its native library does not load: ${outcome.why}`, installFix(name));
  if (name === 'tfjs-node-gpu' && outcome.device !== 'gpu') {
    return refused(name, 'it found no CUDA device', 'install the NVIDIA driver with CUDA 11 and cuDNN 8, or train on another backend');
  }
  return { name, runs: true, device: outcome.device === 'gpu' ? 'CUDA' : 'TensorFlow on the CPU', reason: null, fix: null };
}

async function probeWebGpu(): Promise<TrainingProbe> {
  if (locate('@tensorflow/tfjs-backend-webgpu') === null) return refused('webgpu', 'not installed', installFix('tfjs-backend-webgpu'));
  const adapter = await probeAdapter(false);
  if (!adapter.found) return refused('webgpu', adapter.why, adapter.fix);
  return { name: 'webgpu', runs: true, device: adapter.device, reason: null, fix: null };
}

async function probeScript(name: 'wasm' | 'cpu', device: string): Promise<TrainingProbe> {
  const core = locate('@tensorflow/tfjs-core');
  const backend = locate(`@tensorflow/tfjs-backend-${name}`);
  if (core === null || backend === null) return refused(name, 'not installed', installFix('tfjs-core', `tfjs-backend-${name}`));
  const outcome = await trial(SCRIPT_TRIAL, [core, backend, name]);
  return outcome.ok ? { name, runs: true, device, reason: null, fix: null } : refused(name, outcome.why, installFix(`tfjs-backend-${name}`));
}

function refused(name: TrainingProbe['name'], reason: string, fix: string): TrainingProbe {
  return { name, runs: false, device: '', reason, fix };
}

function installFix(...packages: readonly string[]): string {
  const names = packages.map((name) => `@tensorflow/${name}@${VERSION}`).join(' ');
  const download = packages.some((name) => name.startsWith('tfjs-node'));
  return `npm install ${names}${download ? ', with install scripts allowed and a network that reaches storage.googleapis.com' : ''}`;
}

function locate(name: string): string | null {
  try {
    return require.resolve(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

type Trial = { readonly ok: true; readonly device: string } | { readonly ok: false; readonly why: string };

async function trial(script: string, args: readonly string[]): Promise<Trial> {
  try {
    const { stdout } = await run(process.execPath, ['-e', script, ...args], {
      timeout: LOAD_SECONDS * 1000,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    const answer = /^fullband:(.*)$/m.exec(stdout)?.[1];
    return answer === undefined ? { ok: false, why: 'it ended without an answer' } : { ok: true, device: answer };
  } catch (error) {
    return { ok: false, why: whyItFailed(error) };
  }
}

/** The line of a failed process that says `Error:`, otherwise how it ended. */
function whyItFailed(error: unknown): string {
  if (typeof error !== 'object' || error === null) return firstLine(error);
  if ('stderr' in error && typeof error.stderr === 'string') {
    const line = error.stderr.split('\n').find((text) => /^\w*Error\b/.test(text));
    if (line !== undefined) return line;
  }
  if ('killed' in error && error.killed === true) return `no answer within ${LOAD_SECONDS} seconds`;
  if ('signal' in error && typeof error.signal === 'string') return `the process was ended by ${error.signal}`;
  return firstLine(error);
}
