/** Temporary folders that are removed at the end, and those of runs that were killed as soon as another run starts. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isGone, OWNER, OWNER_PATTERN } from './owner.ts';

const LEFT_OVER = new RegExp(`^fullband-${OWNER_PATTERN}-[0-9a-f]{8}$`);

/** A path for a temporary folder of this process, not yet made. */
export function scratchPath(parent = tmpdir()): string {
  return join(parent, `fullband-${OWNER}-${randomBytes(4).toString('hex')}`);
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

/** One temporary folder for as long as the process runs, made when it is first asked for. */
export class LastingScratch {
  private readonly path = scratchPath();
  private isRemovedAtExit = false;

  async folder(): Promise<string> {
    if (!this.isRemovedAtExit) {
      this.isRemovedAtExit = true;
      // Nothing but what ends at once is done while a process exits.
      process.once('exit', () => { rmSync(this.path, { recursive: true, force: true }); });
      await clearDeadScratch();
    }
    // Systems clear away what has lain for days.
    await mkdir(this.path, { recursive: true });
    return this.path;
  }
}

/** Removes the temporary folders of processes of this machine that no longer run. */
async function clearDeadScratch(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid, start = ''] = LEFT_OVER.exec(name) ?? [];
    if (pid !== undefined && isGone(Number(pid), start)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
