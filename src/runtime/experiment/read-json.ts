/** JSON files that may not be there. */
import { readFile } from 'node:fs/promises';
import { systemCode } from '../store/data-error.ts';

/** Null for a file that is not there or holds no JSON: what it would say is found out again. */
export async function readKeptJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '') || error instanceof SyntaxError) return null;
    throw error;
  }
}
