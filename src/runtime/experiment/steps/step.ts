/** A step of an experiment: what it is made of, and how it is made. */
import type { CheckedFactor } from '../../../dsl/typed.ts';
import type { EngineChoice } from '../../engine/compute.ts';
import type { StepInputs, StepKind, StepOutcome } from '../kept-results.ts';

/** How far the step at work is; 0 of 0 where it cannot be told. */
export interface StepProgress {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly note: string;
}

export interface StepContext {
  readonly signal?: AbortSignal;
  readonly tell: (progress: StepProgress) => void;
  /** Has missing values of factors computed elsewhere; absent: they are computed here. */
  readonly spread?: SpreadValues;
}

/** Values that are to be there afterwards. */
export interface ValuesToSpread {
  readonly store: string;
  readonly factors: readonly CheckedFactor[];
  readonly engine: EngineChoice;
  readonly to?: string;
  /** Texts of the project's files, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
  readonly tell: (progress: StepProgress) => void;
}

/** Returns what was done, as one line for logs. */
export type SpreadValues = (values: ValuesToSpread) => Promise<string>;

export interface Step {
  readonly kind: StepKind;
  /** Unique in the experiment, for people: `train hf_gru`. */
  readonly name: string;
  readonly inputs: StepInputs;
  readonly hash: string;
  /** Of work, for estimates: units differ from kind to kind. */
  readonly units: number;
  /** Where its result is, or will be. */
  readonly folder: string;
  /** Writes into an empty folder; all steps before are done. */
  run(context: StepContext, folder: string): Promise<StepOutcome>;
}
