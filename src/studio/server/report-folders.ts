/** Folders whose pages may be looked at: results of tests and runs. Each is known by a ticket, so that no address names a path of the disk. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { isInside } from '../../runtime/project-reader.ts';
import { ROUTES } from '../api.ts';
import { RequestError } from './failure.ts';

/** Kinds of files that results have. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.yaml', 'text/plain; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.log', 'text/plain; charset=utf-8'],
  ['.factor', 'text/plain; charset=utf-8'],
  ['.model', 'text/plain; charset=utf-8'],
  ['.parquet', 'application/vnd.apache.parquet'],
]);

export class ReportFolders {
  private readonly folders = new Map<string, string>();
  /** Tickets of one studio mean nothing to another. */
  private readonly salt = randomBytes(16);

  /** Lets the pages of a folder be looked at. Returns its address, relative to the page. */
  open(folder: string): string {
    const real = realpathSync(folder);
    const ticket = createHash('sha256').update(this.salt).update(real).digest('hex').slice(0, 24);
    this.folders.set(ticket, real);
    return `${ROUTES.reports}/${ticket}`;
  }

  /** A file of an opened folder. Throws RequestError for anything else. */
  file(ticket: string, path: string): { readonly path: string; readonly type: string } {
    const folder = this.folders.get(ticket);
    const absolute = folder === undefined || path.includes('\0') ? null : resolve(folder, path);
    if (folder === undefined || absolute === null || !existsSync(absolute) || !statSync(absolute).isFile() || !isInside(realpathSync(absolute), folder)) throw new RequestError(404, 'No such page.');
    const type = TYPES.get(extname(absolute));
    if (type === undefined) throw new RequestError(403, 'Files of this kind are not shown.');
    return { path: absolute, type };
  }
}
