/** A folder of results that holds what the last run wrote and nothing of the runs before, next to whatever else its owner keeps there. */
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { systemCode } from './data-error.ts';
import { syncFolder, writeWhole } from './durable.ts';
import { hashFile } from './fingerprint.ts';
import { clearLeftOvers, temporaryName } from './temporary-name.ts';

/** Lists what a run wrote. */
export const MANIFEST_FILE = '.fullband-results.json';

/** A file of a run; the path is relative to the folder, with `/`. */
interface Written {
  readonly path: string;
  readonly sha256: string;
}

interface Manifest {
  /** False while files are being replaced: a folder that stays so holds whole files of two runs, and the next run puts it right. */
  readonly complete: boolean;
  readonly files: readonly Written[];
}

/**
 * Runs `write` with an empty folder, then puts what it wrote in the place of what the run before wrote into `folder`. Until all of it is on the disk the former result
 * stays as it is; then every file is replaced in one step each, in the order that `write` returns, and files that the run before wrote and this one did not are removed.
 * Files that no run wrote, or that were changed since, are left alone. Returns the paths in `folder`, in that order.
 */
export async function replaceResults(folder: string, write: (staging: string) => Promise<readonly string[]>): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  await clearLeftOvers(folder);
  const staging = join(folder, temporaryName('.results'));
  try {
    await mkdir(staging);
    const paths = (await write(staging)).map((path) => relative(staging, path).split(sep).join(posix.sep));
    const files = await Promise.all(paths.map(async (path): Promise<Written> => ({ path, sha256: await hashFile(join(staging, path)) })));
    const before = await readManifest(folder);
    // Said before it is done, so that a run that is killed in between leaves no file that the next one does not know.
    await writeManifest(folder, { complete: false, files: [...files, ...before] });
    await publish(staging, folder, paths);
    await removeStale(folder, before, new Set(paths));
    await writeManifest(folder, { complete: true, files });
    return paths.map((path) => join(folder, path));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function publish(staging: string, folder: string, paths: readonly string[]): Promise<void> {
  const folders = new Set(paths.map((path) => dirname(join(folder, path))));
  for (const each of folders) await mkdir(each, { recursive: true });
  for (const path of paths) await rename(join(staging, path), join(folder, path));
  for (const each of folders) await syncFolder(each);
}

/** Removes files of former runs that are as those left them, and folders that are empty then. */
async function removeStale(folder: string, before: readonly Written[], kept: ReadonlySet<string>): Promise<void> {
  const folders = new Set<string>();
  for (const { path, sha256 } of before) {
    const file = join(folder, path);
    if (kept.has(path) || (await hashIfThere(file)) !== sha256) continue;
    await rm(file, { force: true });
    if (dirname(path) !== '.') folders.add(dirname(file));
  }
  for (const each of folders) if ((await readdir(each)).length === 0) await rmdir(each);
}

/** Null for what is no file. */
async function hashIfThere(file: string): Promise<string | null> {
  try {
    return await hashFile(file);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  return writeWhole(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** Files that former runs wrote; none where there is no manifest, or one that somebody else wrote. */
async function readManifest(folder: string): Promise<readonly Written[]> {
  let read: unknown;
  try {
    read = JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return [];
    throw error;
  }
  const files: unknown = typeof read === 'object' && read !== null && 'files' in read ? read.files : undefined;
  return Array.isArray(files) ? files.filter(isWritten) : [];
}

/** Whether an entry names a file below the folder: a manifest that was tampered with removes nothing elsewhere. */
function isWritten(entry: unknown): entry is Written {
  if (typeof entry !== 'object' || entry === null || !('path' in entry) || !('sha256' in entry)) return false;
  const { path, sha256 } = entry;
  return typeof path === 'string' && typeof sha256 === 'string' && path !== '' && !path.includes('\\') && !posix.isAbsolute(path) && !path.split(posix.sep).includes('..');
}
