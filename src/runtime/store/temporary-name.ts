/** Names of files that are being written, beside what they will replace; and which of them a killed process has left behind. */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './data-error.ts';
import { isGone, OWNER, OWNER_PATTERN } from './owner.ts';

const LEFT_OVER = new RegExp(`^(.*)\\.${OWNER_PATTERN}-[0-9a-f]{8}\\.tmp$`);

/** A name for what will be called `name`, taken by nobody else. */
export function temporaryName(name: string): string {
  return `${name}.${OWNER}-${randomBytes(4).toString('hex')}.tmp`;
}

/** What an entry of a folder would have been called, if a process of this machine was writing it and has ended; null for everything else. */
function leftOverOf(entry: string): string | null {
  const [, name, pid, start = ''] = LEFT_OVER.exec(entry) ?? [];
  return name === undefined || !isGone(Number(pid), start) ? null : name;
}

/** Removes from a folder the files and folders that processes that have ended were writing; `name` limits it to what would have been called so. */
export async function clearLeftOvers(folder: string, name?: string): Promise<void> {
  let entries: readonly string[];
  try {
    entries = await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const target = leftOverOf(entry);
    if (target !== null && (name === undefined || target === name)) await rm(join(folder, entry), { recursive: true, force: true });
  }
}
