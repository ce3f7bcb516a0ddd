/** Remembers the sources that experiments name, so that a keystroke in one costs what it changed and not all that it names. */
import type { checkFactor } from '../../dsl/check/factor.ts';
import { parse, type Parsed } from '../../dsl/parse.ts';
import { FactorMemory } from '../factor-memory.ts';

export class SourceMemory {
  private readonly trees = new Map<string, Parsed>();
  private readonly factors = new FactorMemory();

  /** The same as the language's own: equal texts of a path are one tree, by which factors are remembered. */
  readonly parse = (text: string, path: string): Parsed => {
    const known = this.trees.get(path);
    if (known?.tree.text === text) return known;
    const parsed = parse(text, path);
    this.trees.set(path, parsed);
    return parsed;
  };

  readonly check: typeof checkFactor = (item, file) => this.factors.check(item, file);
}
