/** Files that come with the program: schemas, published figures, parts of pages. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataError } from './store/data-error.ts';

/** Where a file lies, by its path below `runtime`: beside the sources, or below the file that this module was bundled into. Throws DataError if the installation lacks it. */
export function packagedFile(path: string): string {
  const candidates = [`./${path}`, `./runtime/${path}`, `../${path}`].map((each) => fileURLToPath(new URL(each, import.meta.url)));
  const file = candidates.find((each) => existsSync(each));
  if (file === undefined) throw new DataError({ file: candidates[0] ?? null, found: 'no such file', expected: 'a part of the program', remedy: 'Install fullband again: its files are incomplete.' });
  return file;
}
