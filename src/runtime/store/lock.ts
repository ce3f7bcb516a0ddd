/** One writer per table at a time, across processes and machines that share the store. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataError, systemCode } from './data-error.ts';
import { isRunning } from './owner.ts';
import { STAGING } from './pending.ts';
import { clearLeftOvers, temporaryName } from './temporary-name.ts';

/** A live holder says so this often … */
const BEAT_MS = 5_000;
/** … and is taken for dead after this silence. */
const SILENCE_MS = 60_000;
/** A lock without a name, which only a file system without links can show, is being written or was left by a kill in that moment. */
const UNWRITTEN_MS = 2_000;
const NAME = 'lock';

export interface TableLock {
  /** Throws DataError if another writer has taken the table over meanwhile. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/** Tokens of all locks that this process has asked for, released ones too: who has read one is not to take it for dead when it is released meanwhile. */
const ours = new Set<string>();

/** Takes the lock of a table's folder; waits for a live holder, at most `waitMs`, and takes over from a dead one. */
export async function lockTable(table: string, waitMs = 120_000): Promise<TableLock> {
  const folder = join(table, STAGING);
  await mkdir(folder, { recursive: true });
  const path = join(folder, NAME);
  const claim = join(folder, temporaryName(NAME));
  const holder: Holder = { pid: process.pid, host: hostname(), token: randomBytes(8).toString('hex') };
  const deadline = Date.now() + waitMs;
  await writeFile(claim, JSON.stringify(holder));
  // Before the lock is there: others in this process tell a live lock from a dead one by it.
  ours.add(holder.token);
  try {
    while (!(await take(path, claim, holder))) {
      const other = await readHolder(path);
      if (other !== null && (await isDead(path, other))) await discard(path, other);
      else if (Date.now() > deadline) throw occupied(path, other);
      else await pause(other === null ? 10 : 100);
    }
    await rm(claim, { force: true });
    await clearLeftOvers(folder, NAME);
  } catch (error) {
    await rm(claim, { force: true });
    // Nobody else takes a lock of this process over.
    if ((await tokenIn(path)) === holder.token) await rm(path, { force: true });
    throw error;
  }
  const beat = setInterval(() => {
    const now = new Date();
    // A lock that cannot be touched is gone or unreachable; `verify` reports that before anything is decided.
    utimes(path, now, now).catch(() => clearInterval(beat));
  }, BEAT_MS);
  beat.unref();
  const held = async (): Promise<boolean> => (await readHolder(path))?.token === holder.token;
  return {
    async verify() {
      if (await held()) return;
      throw new DataError({ file: path, found: "another writer's lock", expected: "this run's lock", remedy: 'Nothing was written; run again.' });
    },
    async release() {
      clearInterval(beat);
      if (await held()) await rm(path, { force: true });
    },
  };
}

/** Whether a live writer holds the lock of a table's folder. */
export async function isLocked(table: string): Promise<boolean> {
  const path = join(table, STAGING, NAME);
  const holder = await readHolder(path);
  return holder !== null && !(await isDead(path, holder));
}

/** @param other null: something stands in the lock's place that is none, such as a link to nowhere */
function occupied(path: string, other: Holder | null): DataError {
  const holder = other === null ? 'something that is no lock' : other.token === '' ? 'a process without a name writing to the same table' : `process ${String(other.pid)} on ${other.host} writing to the same table`;
  return new DataError({ file: path, found: holder, expected: 'one writer at a time', remedy: `Wait for it or stop it, then run again; if no such process exists, delete ${path}.` });
}

/** Codes of file systems that know no links. */
const NO_LINKS: readonly string[] = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'];

/** Makes the lock if there is none. It appears with its holder's name in it: a process killed at any moment leaves none or one that can be taken over. */
async function take(path: string, claim: string, holder: Holder): Promise<boolean> {
  try {
    // Its age is that of this attempt, not of the wait before.
    const now = new Date();
    await utimes(claim, now, now);
    await link(claim, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    if (!NO_LINKS.includes(systemCode(error) ?? '')) throw error;
  }
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Null if there is no lock; one that is caught while it is being written has an empty token. */
async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    if (systemCode(error) === 'EISDIR') throw occupied(path, null);
    throw error;
  }
  const field = (name: string): string => new RegExp(`"${name}":"?([^",}]*)`).exec(text)?.[1] ?? '';
  return { pid: Number(field('pid')), host: field('host'), token: field('token') };
}

/** Token of the lock; null if there is none, or something that is no lock. */
async function tokenIn(path: string): Promise<string | null> {
  try {
    return (await readHolder(path))?.token ?? null;
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

async function isDead(path: string, other: Holder): Promise<boolean> {
  if (other.host === hostname() && other.token !== '') {
    if (other.pid === process.pid) return !ours.has(other.token);
    if (!isRunning(other.pid)) return true;
  }
  try {
    return Date.now() - (await stat(path)).mtimeMs > (other.token === '' ? UNWRITTEN_MS : SILENCE_MS);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Removes a dead writer's lock; moved aside first, so that of two discarders only one succeeds. */
async function discard(path: string, dead: Holder): Promise<void> {
  const aside = join(dirname(path), temporaryName(NAME));
  // It may have been released since it was read, and another writer may hold the lock now.
  if ((await tokenIn(path)) !== dead.token) return;
  try {
    await rename(path, aside);
    // Another discarder was faster, and this is the lock of whoever came next.
    if ((await readHolder(aside))?.token !== dead.token) await rename(aside, path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  await rm(aside, { force: true });
}
