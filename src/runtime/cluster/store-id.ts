/** What a store is called in itself, wherever it is mounted: `STORE/.fullband-store`, a word of chance. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../store/data-error.ts';
import { writeWhole } from '../store/durable.ts';

const FILE = '.fullband-store';

/** Null if the store has none yet, or is not there. */
export async function readStoreId(store: string): Promise<string | null> {
  try {
    return (await readFile(join(store, FILE), 'utf8')).trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}

/** Gives the store its word if it has none; of two who do so at once the last one counts. */
export async function keepStoreId(store: string): Promise<string> {
  const known = await readStoreId(store);
  if (known !== null) return known;
  await writeWhole(join(store, FILE), `${randomUUID()}\n`);
  return (await readStoreId(store)) ?? '';
}
