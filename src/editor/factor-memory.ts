/** Remembers what checking a factor gave, so that a keystroke costs the factors that see the text which changed. */
import { checkFactor, type FactorOutcome } from '../dsl/check/factor.ts';
import type { ProjectFile } from '../dsl/project.ts';
import type { FactorItem, SourceTree } from '../dsl/syntax.ts';

/** What the outcome for a factor rests on: the trees of all files whose names it sees, and whether one of them lacks names. */
type Basis = readonly (SourceTree | boolean)[];

interface Remembered {
  readonly basis: Basis;
  readonly outcome: FactorOutcome;
}

export class FactorMemory {
  private readonly outcomes = new WeakMap<FactorItem, Remembered>();
  private readonly bases = new WeakMap<ProjectFile, Basis>();

  /** The same as `checkFactor`. */
  readonly check = (item: FactorItem, file: ProjectFile): FactorOutcome => {
    const basis = this.basisOf(file);
    const remembered = this.outcomes.get(item);
    if (remembered !== undefined && isSame(remembered.basis, basis)) return remembered.outcome;
    const outcome = checkFactor(item, file);
    this.outcomes.set(item, { basis, outcome });
    return outcome;
  };

  private basisOf(file: ProjectFile): Basis {
    const known = this.bases.get(file);
    if (known !== undefined) return known;
    const seen = new Set<ProjectFile>([file]);
    for (const each of seen) {
      for (const names of [each.defs, each.sets, each.factors, each.models]) for (const declared of names.values()) seen.add(declared.file);
    }
    const basis = [...seen].flatMap((each) => [each.tree, each.lacksNames === true]);
    this.bases.set(file, basis);
    return basis;
  }
}

function isSame(a: Basis, b: Basis): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
