/** Binary files that are whole or not there at all, also after a kill or a power cut. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';

/** Replaces a file in one step; what was there stays if this cannot be written. Makes its folder. */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(basename(path)));
  await mkdir(folder, { recursive: true });
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
  await clearLeftOvers(folder, basename(path));
}
