/** A program measured from outside, from its start to its end: what someone who runs it waits for, and all that it uses. */
import { spawn } from 'node:child_process';
import type { Usage } from './tell-usage.ts';

/** What one run took. */
export interface WholeProcess extends Usage {
  readonly milliseconds: number;
  /** What it said to its user. */
  readonly said: string;
}

/** Built beside this file. */
const TELL_USAGE = new URL('./tell-usage.js', import.meta.url).href;

/** Runs Node with these arguments. Throws an Error with what the program said if it ends with another code than 0. */
export function runWhole(args: readonly string[], cwd: string): Promise<WholeProcess> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    // Descriptor 3, where it tells.
    const child = spawn(process.execPath, ['--import', TELL_USAGE, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    let said = '';
    let told = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdio[3]?.on('data', (text: Buffer) => (told += text.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const milliseconds = performance.now() - start;
      if (code !== 0) reject(new Error(`node ${args.join(' ')} ended with ${code === null ? `the signal ${String(signal)}` : `code ${code}`}.\n${said}`));
      else if (told === '') reject(new Error(`node ${args.join(' ')} did not tell what it used.`));
      else resolve({ milliseconds, said, ...(JSON.parse(told) as Usage) });
    });
  });
}
