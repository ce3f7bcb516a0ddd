/** Names of files that are being written, beside what they will replace; and which of them a killed process has left behind. */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemCode } from './data-error.ts';
import { isRunning } from './scratch.ts';

/** The machine's name is part of it: machines may share a folder but not their process numbers. */
const MACHINE = `.${hostname().replace(/[^A-Za-z0-9]/g, '_')}-`;

/** A name for what will be called `name`, taken by nobody else. */
export function temporaryName(name: string): string {
  return `${name}${MACHINE}${String(process.pid)}-${randomBytes(4).toString('hex')}.tmp`;
}

/** What an entry of a folder would have been called, if a process of this machine was writing it and has ended; null for everything else. */
function leftOverOf(entry: string): string | null {
  const at = entry.lastIndexOf(MACHINE);
  const pid = at < 0 ? undefined : /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(entry.slice(at + MACHINE.length))?.[1];
  return pid === undefined || isRunning(Number(pid)) ? null : entry.slice(0, at);
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
