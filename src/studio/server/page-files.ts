/** The files of the page, as they were built. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { isInside } from '../../runtime/project-reader.ts';
import { fullbandFolder } from '../../runtime/version.ts';
import { RequestError } from './failure.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.json', 'application/json; charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.bin', 'application/octet-stream'],
]);

/** Where the build puts the page. */
export function pageFolder(): string {
  return join(fullbandFolder(), 'dist', 'studio', 'page');
}

export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of built files change with their content, but for the page itself. */
  readonly isFixed: boolean;
}

/** Throws RequestError for a file that the page does not have. */
export async function pageFile(folder: string, path: string): Promise<PageFile> {
  const file = resolve(folder, path === '' ? 'index.html' : path);
  const type = TYPES.get(extname(file));
  if (path.includes('\0') || !isInside(file, folder) || type === undefined || !existsSync(file)) throw new RequestError(404, 'No such page.');
  return { type, bytes: new Uint8Array(await readFile(file)), isFixed: extname(file) !== '.html' };
}
