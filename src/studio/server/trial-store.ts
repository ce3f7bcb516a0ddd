/**
 * A store for trials: the tables of the open one by links, and values of its own, which end with the studio. What is tried out while somebody types leaves nothing
 * behind in the store.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { valuesFolder } from '../../runtime/store/layout.ts';
import { scratchPath } from '../../runtime/store/scratch.ts';

export class TrialStore {
  /** Everything of it lies here. */
  private readonly base = scratchPath();
  private results = 0;
  private linking: Promise<string> | null = null;

  constructor(private readonly store: string) {}

  /** Its folder. Tables that the open store got meanwhile are linked as well. */
  folder(): Promise<string> {
    // Requests at the same moment share it: two could not make the same link.
    this.linking ??= this.link().finally(() => {
      this.linking = null;
    });
    return this.linking;
  }

  private async link(): Promise<string> {
    const folder = join(this.base, 'store');
    await mkdir(folder, { recursive: true });
    const values = resolve(valuesFolder(this.store));
    for (const name of await readdir(this.store)) {
      const target = resolve(this.store, name);
      const link = join(folder, name);
      if (target !== values && !name.startsWith('.') && !existsSync(link)) await symlink(target, link, 'junction');
    }
    return folder;
  }

  /** A folder beside it for the results of one request, made. */
  async resultsFolder(): Promise<string> {
    this.results++;
    const folder = join(this.base, `results-${String(this.results)}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async remove(): Promise<void> {
    await rm(this.base, { recursive: true, force: true });
  }
}
