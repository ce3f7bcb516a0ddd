/** Which process something temporary belongs to, as a part of its name, and whether that process is gone. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './data-error.ts';

/** Machines and containers may share a folder but not their process numbers: each has a name of its own. */
const MACHINE = hostname().replace(/[^A-Za-z0-9]/g, '_');

/** `HOST-PID-START`. */
export const OWNER = `${MACHINE}-${String(process.pid)}-${startOf(process.pid) ?? '0'}`;

/** What a name of an owner of this machine looks like in a name; the groups are for `isGone`. */
export const OWNER_PATTERN = `${MACHINE}-(\\d+)-(\\d+)`;

/** Whether a process of this machine has ended. A number is given again, and in every container the first process is number 1: it is the same process if it began at the same moment. */
export function isGone(pid: number, start: string): boolean {
  if (!isRunning(pid)) return true;
  const now = startOf(pid);
  return now !== null && start !== '0' && now !== start;
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

/** When a process began, in ticks since the machine did; null where the system does not tell. */
function startOf(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
  // The second field is the program's name in brackets, which may hold anything; the start is the 22nd.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
