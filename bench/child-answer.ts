/** A program that prints its answer as JSON. */
import { spawn } from 'node:child_process';
import { environment } from './process.ts';

/** What Node with these arguments prints. Throws an Error with what it said if it ends with another code than 0. */
export function answerOf<T>(args: readonly string[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let [printed, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed) as T);
      else reject(new Error(`node ${args.join(' ')} ended with ${code === null ? 'a signal' : `code ${code}`}.\n${said}`));
    });
  });
}
