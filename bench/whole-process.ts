/** A program measured from outside, from its start to its end: what someone who runs it waits for, and all the memory it takes. */
import { spawn } from 'node:child_process';

/** What one run took. */
export interface WholeProcess {
  readonly milliseconds: number;
  readonly peakRssMib: number;
  /** What it said to its user. */
  readonly said: string;
}

/** Built beside this file. */
const TELL_PEAK = new URL('./tell-peak.js', import.meta.url).href;

/** Runs Node with these arguments. Throws an Error with what the program said if it ends with another code than 0. */
export function runWhole(args: readonly string[], cwd: string): Promise<WholeProcess> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', TELL_PEAK, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    let said = '';
    let peak = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdio[3]?.on('data', (text: Buffer) => (peak += text.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => {
      const milliseconds = performance.now() - start;
      const kib = Number(peak);
      if (code !== 0) reject(new Error(`node ${args.join(' ')} ended with ${code === null ? 'a signal' : `code ${code}`}.\n${said}`));
      else if (!(kib > 0)) reject(new Error(`node ${args.join(' ')} told no memory: found "${peak}"`));
      else resolve({ milliseconds, peakRssMib: kib / 1024, said });
    });
  });
}
