/** What a training of models tells: of every refit and seed, and of every model. Plain data. */
import type { EpochRecord } from '../train/checkpoint.ts';
import type { DateImportance, Feature } from './importance.ts';
import type { RefitSignal } from './refit-signal.ts';

/** One training. */
export interface TrainedSeed {
  readonly refit: string;
  readonly seed: number;
  /** Dates and samples that trained, and that validated. */
  readonly trainDates: number;
  readonly trainSamples: number;
  readonly validationDates: number;
  readonly history: readonly EpochRecord[];
  readonly best: EpochRecord;
  readonly stopped: 'patience' | 'epochs';
  /** Weights were there from an earlier run. */
  readonly kept: boolean;
}

export interface TrainedModel {
  readonly name: string;
  readonly parameters: number;
  readonly trained: readonly TrainedSeed[];
  /** The last refit that had too few dates of samples with a known label; null if none had, or the caller said where to begin. */
  readonly skipped: { readonly refit: string; readonly dates: number } | null;
  /** What it predicts, refit by refit. */
  readonly signals: readonly RefitSignal[];
  /** Hash of all of `signals`. */
  readonly hash: string;
  /** Where weights and signals are kept. */
  readonly folder: string;
  readonly importance: ModelImportance | null;
}

/** Permutation importance on dates that no training had seen. */
export interface ModelImportance {
  readonly features: readonly Feature[];
  readonly dates: readonly DateImportance[];
}
