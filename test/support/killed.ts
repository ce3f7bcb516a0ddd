/** Runs that are killed. */
import { spawn } from 'node:child_process';

/** Starts Node with these arguments and kills it with SIGKILL as soon as `reached` says so, asked every millisecond; returns how it ended. */
export function runAndKill(args: readonly string[], reached: () => boolean): Promise<{ readonly end: NodeJS.Signals | number | null; readonly pid: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const watch = setInterval(() => {
      if (reached()) child.kill('SIGKILL');
    }, 1);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve({ end: signal ?? code, pid: child.pid ?? 0 });
    });
  });
}
