/** Writes that were decided but perhaps not finished: what they replace, and how they are completed. */
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from './data-error.ts';
import { syncFolder } from './durable.ts';
import { partitionName } from './partition-name.ts';

/** Folder of a table that holds unfinished writes; its name hides it from readers of the table. */
export const STAGING = '.staging';
const DECISION = 'commit.json';

/** One partition of a write: `staged` becomes `target`, the other files that it replaces go. Names, not paths. */
export interface PartitionChange {
  /** Key of the partition; see `partitionName`. */
  readonly date: string;
  /** Folder of the table, beside that of the write's own table; absent: that one. */
  readonly table?: string;
  /** File in the write's own folder. */
  readonly staged: string;
  /** File name in the partition. */
  readonly target: string;
  /** File names in the partition whose rows are now in `target`. */
  readonly removed: readonly string[];
}

/** Text of the decision file of a write. */
export function decisionText(changes: readonly PartitionChange[]): string {
  return `${JSON.stringify({ changes }, null, 1)}\n`;
}

export function decisionPath(write: string): string {
  return join(write, DECISION);
}

/** Decision of a write, or null if it was never taken: then nothing of the write may be used. */
export async function readDecision(write: string): Promise<readonly PartitionChange[] | null> {
  let text: string;
  try {
    text = await readFile(decisionPath(write), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw error;
  }
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || !('changes' in parsed) || !Array.isArray(parsed.changes)) return null;
  return parsed.changes.filter(isChange);
}

function isChange(value: unknown): value is PartitionChange {
  if (typeof value !== 'object' || value === null) return false;
  return 'date' in value && typeof value.date === 'string' && 'staged' in value && typeof value.staged === 'string' && (!('table' in value) || typeof value.table === 'string') && 'target' in value && typeof value.target === 'string' && 'removed' in value && Array.isArray(value.removed);
}

/** Folders of unfinished writes of a table, paths. */
export async function unfinishedWrites(table: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(table, STAGING), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(table, STAGING, entry.name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Files of one partition that are still there although a decided write has put their rows into another file. */
export async function pendingRemovals(table: string, date: string): Promise<ReadonlySet<string>> {
  const removed = new Set<string>();
  for (const write of await unfinishedWrites(table)) {
    for (const change of (await readDecision(write)) ?? []) {
      // While the staged file is there, the partition still is as it was before.
      if (change.date === date && change.table === undefined && !(await exists(join(write, change.staged)))) for (const name of change.removed) removed.add(name);
    }
  }
  return removed;
}

/** Carries out a decided write; may be repeated after an interruption at any point. */
export async function applyChanges(table: string, write: string, changes: readonly PartitionChange[]): Promise<void> {
  for (const change of changes) {
    const home = change.table === undefined ? table : join(dirname(table), change.table);
    const folder = join(home, partitionName(change.date));
    await mkdir(folder, { recursive: true });
    const staged = join(write, change.staged);
    if (await exists(staged)) await rename(staged, join(folder, change.target));
    for (const name of change.removed) if (name !== change.target) await rm(join(folder, name), { force: true });
    await syncFolder(folder);
    await syncFolder(home);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
