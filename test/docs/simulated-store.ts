/** Simulated markets of the pages: each is made once, for all pages that ask for it in the same words. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Printed, runInProcess } from './in-process.ts';

interface Market {
  readonly store: string;
  readonly printed: Printed;
}

export class SimulatedStores {
  private readonly made = new Map<string, Market>();

  constructor(private readonly folder: string) {}

  /** Does what `fullband simulate` with these words does, and prints the same. */
  async simulate(words: readonly string[], currentFolder: string): Promise<Printed> {
    const at = words.indexOf('--store') + 1;
    const store = words[at];
    if (at === 0 || store === undefined) throw new Error('simulate needs --store');
    const options = words.filter((_, i) => i !== at && i !== at - 1).join(' ');
    const known = this.made.get(options) ?? (await this.make(options, words, at));
    if (known.printed.code === 0) cpSync(known.store, resolve(currentFolder, store), { recursive: true });
    return known.printed;
  }

  private async make(options: string, words: readonly string[], at: number): Promise<Market> {
    const store = join(this.folder, `market-${String(this.made.size)}`);
    const market = { store, printed: await runInProcess(words.with(at, store), this.folder) };
    this.made.set(options, market);
    return market;
  }
}
