/** Sums of parts that are tested beside what they are made of, or in its place: equal weights, and weights by what is known of each part's ICs. */
import { combine, icirWeights } from './combine.ts';
import { rankCorrelation, type Ordered } from './ordered.ts';
import { knownSections, type Section } from './sections.ts';
import type { EvaluationSettings } from './settings.ts';

/** Names of the combinations of the factors that are tested, and of columns of values that would be mistaken for them. */
export const COMBINATIONS = ['equal_weight', 'icir_weight'] as const;

/** Equal and ICIR-weighted sums of the same parts, section by section. */
export class Combinations {
  /** Weight of each part per section, in step with the parts; null while too little is known. */
  readonly weights: (readonly (number | null)[])[] = [];
  /** RankIC of each part by section. */
  private readonly ics: (number | null)[][];

  /**
   * @param parts names of what is summed
   * @param equal name of the equal-weighted sum, null for none; `icir` the same of the other
   */
  constructor(
    readonly parts: readonly string[],
    private readonly equal: string | null,
    private readonly icir: string | null,
  ) {
    this.ics = parts.map(() => []);
  }

  /** Names of the sums, in the order of `combine`. */
  get names(): readonly string[] {
    return [this.equal, this.icir].filter((name) => name !== null);
  }

  /** Whether a name is that of the sum by rolling weights. */
  isRolling(name: string): boolean {
    return name === this.icir;
  }

  /** The sums at a section of signals of the parts; weights rest on the sections whose return is known at its end. */
  combine(signals: readonly Float64Array[], sections: readonly Section[], { horizon, icirWindow }: EvaluationSettings, { day }: Section): readonly Float64Array[] {
    const known = knownSections(sections, horizon, day);
    const rolling = icirWeights(this.ics.map((of) => of.slice(0, known)), icirWindow);
    this.weights.push(rolling ?? this.parts.map(() => null));
    const sums: Float64Array[] = [];
    if (this.equal !== null) sums.push(combine(signals, this.parts.map(() => 1)));
    if (this.icir !== null) sums.push(combine(signals, rolling ?? []));
    return sums;
  }

  /** Remembers what the parts of a section were worth; null for a section that has no return. */
  learn(signals: readonly Ordered[], returns: Ordered | null): void {
    this.ics.forEach((of, i) => {
      const signal = signals[i];
      of.push(signal === undefined || returns === null ? null : rankCorrelation(signal, returns));
    });
  }
}
