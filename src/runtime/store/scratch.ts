/** Temporary folders that are removed at the end, and those of runs that were killed as soon as another run starts. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCode } from './data-error.ts';

/** The machine's name is part of it: containers may share a temporary folder but not their process numbers. */
const PREFIX = `fullband-${hostname().replace(/[^A-Za-z0-9]/g, '_')}-`;

/** A path for a temporary folder of this process, not yet made. */
export function scratchPath(parent = tmpdir()): string {
  return join(parent, `${PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
}

/** Runs `work` with a fresh temporary folder and removes it, whatever happens. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await clearDeadScratch();
  const folder = scratchPath();
  await mkdir(folder);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes the temporary folders of processes of this machine that no longer run. */
async function clearDeadScratch(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? /^(\d+)-[0-9a-f]{8}$/.exec(name.slice(PREFIX.length))?.[1] : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return systemCode(error) !== 'ESRCH';
  }
}
