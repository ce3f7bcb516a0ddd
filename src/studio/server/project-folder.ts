/** The project that the studio has open: its sources, read and saved, and nothing else of the disk. */
import { createHash } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { normalizePath } from '../../dsl/loading/project-paths.ts';
import type { ProjectReader } from '../../dsl/project.ts';
import { isInside, listExperiments, listSources, MAX_SOURCE_BYTES, openProjectReader, projectPath } from '../../runtime/project-reader.ts';
import { writeWhole } from '../../runtime/store/durable.ts';
import type { SaveRequest, SourceFile, Unsaved } from '../api.ts';
import { RequestError } from './failure.ts';

export class ProjectFolder {
  /** Root without links. */
  readonly root: string;
  /** The last save of each path that is under way: one begins when the one before has ended, so that it sees what that has written. */
  private readonly saves = new Map<string, Promise<unknown>>();

  constructor(root: string) {
    this.root = realpathSync(root);
  }

  /** Of what really lies in the project, as it is now: a reader lists the files that were there when it was asked first, and other programs write files while the studio runs. */
  private openReader(): ProjectReader {
    const reader = openProjectReader(this.root);
    const isIn = (path: string): boolean => this.staysIn(path);
    return { read: (path) => (isIn(path) ? reader.read(path) : null), list: (pattern) => reader.list(pattern).filter(isIn) };
  }

  /** Every source and experiment; those that are no text, or too large, by path alone. */
  files(): { readonly files: readonly SourceFile[]; readonly unreadable: readonly string[] } {
    const files: SourceFile[] = [];
    const unreadable: string[] = [];
    const reader = this.openReader();
    for (const absolute of [...listSources(this.root), ...listExperiments(this.root)]) {
      const path = projectPath(this.root, absolute);
      const read = reader.read(path);
      if (read !== null && 'text' in read) files.push({ path, text: read.text, version: versionOf(read.text) });
      else if (read !== null) unreadable.push(path);
    }
    return { files, unreadable };
  }

  read(path: string): SourceFile {
    const found = this.openReader().read(this.require(path));
    if (found === null) throw new RequestError(404, `No such file: ${path}`);
    if ('problem' in found) throw new RequestError(422, `${path} is ${found.problem === 'binary' ? 'no UTF-8 text' : 'too large'}.`);
    return { path, text: found.text, version: versionOf(found.text) };
  }

  /** Writes a file whole. Throws a conflict if it is not as the page has read it. */
  async save(request: SaveRequest): Promise<SourceFile> {
    const own = this.require(request.path);
    const before = this.saves.get(own) ?? Promise.resolve();
    const after = before.then(() => this.write(own, request));
    // Whoever comes next waits for the end of this one, whatever that is.
    const ended = after.catch(() => undefined);
    this.saves.set(own, ended);
    try {
      return await after;
    } finally {
      if (this.saves.get(own) === ended) this.saves.delete(own);
    }
  }

  private async write(own: string, { path, text, version }: SaveRequest): Promise<SourceFile> {
    const size = Buffer.byteLength(text);
    if (size > MAX_SOURCE_BYTES) throw new RequestError(413, `${path} would have ${String(size)} bytes; a source may have ${String(MAX_SOURCE_BYTES)}.`);
    const found = this.openReader().read(own);
    const before = found === null ? null : 'text' in found ? versionOf(found.text) : '';
    if (before !== version) throw new RequestError(409, before === null ? `${path} was removed meanwhile.` : version === null ? `${path} is there already.` : `${path} was changed by another program meanwhile.`, 'Copy what you have written, read the file again, and put your change in.');
    await writeWhole(join(this.root, own), text);
    return { path: own, text, version: versionOf(text) };
  }

  /** The sources with what the editor has not saved in the place of what the disk has. */
  readerWith(unsaved: readonly Unsaved[]): ProjectReader {
    const reader = this.openReader();
    const texts = new Map(unsaved.map(({ path, text }) => [this.require(path), text]));
    return {
      read: (path) => {
        const text = texts.get(path);
        return text === undefined ? reader.read(path) : { text };
      },
      list: (pattern) => reader.list(pattern),
    };
  }

  /** A path that names a source inside the project, as it was given; throws RequestError for any other. */
  require(path: string): string {
    if (normalizePath(path) !== path || path === '' || path.includes('\\') || path.includes('\0') || path.split('/').some((part) => part.startsWith('.'))) {
      throw new RequestError(403, `${path} does not lie in the project.`);
    }
    if (!isSource(path)) throw new RequestError(403, `${path} is no .factor or .model file, nor a .yaml file in a folder experiments.`);
    if (!this.staysIn(path)) throw new RequestError(403, `${path} does not lie in the project.`);
    return path;
  }

  /** A link may lead out of the project: what counts is where the file, or the nearest folder that is there, really lies. */
  private staysIn(path: string): boolean {
    const absolute = resolve(this.root, path);
    let there = absolute;
    while (!existsSync(there)) there = dirname(there);
    return isInside(realpathSync(there), this.root) && (there === absolute || statSync(there).isDirectory());
  }
}

function isSource(path: string): boolean {
  return /\.(?:factor|model)$/.test(path) || (/\.ya?ml$/i.test(path) && path.split('/').slice(0, -1).includes('experiments'));
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
