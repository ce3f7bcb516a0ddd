/** An experiment with every default in its place: what a YAML file means. */
import type { Average } from '../model/api.ts';
import type { EngineChoice } from '../engine/compute.ts';
import type { EvaluationSettings } from '../evaluate/settings.ts';
import type { TrainingOptions } from '../model/training.ts';
import type { PortfolioSettings } from '../portfolio/settings.ts';
import type { MarketOptions } from '../store/simulate/record.ts';
import type { ScreenThresholds } from '../evaluate/screen.ts';

export interface Experiment {
  readonly name: string;
  readonly title: string | null;
  readonly data: {
    /** As it is written; `loadExperiment` says where it lies. */
    readonly store: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly simulate: MarketOptions | null;
  };
  readonly engine: EngineChoice;
  /** Files, folders, and FILE#NAME. */
  readonly factors: readonly string[];
  readonly tests: {
    /** Null: not tested. */
    readonly factors: Partial<EvaluationSettings> | null;
    readonly signals: Partial<EvaluationSettings> | null;
    readonly screen: ScreenThresholds | null;
  };
  readonly models: readonly ExperimentModel[];
  readonly training: {
    readonly from: string | null;
    readonly fewestDates: number;
    readonly backend: NonNullable<TrainingOptions['backend']>;
    readonly importance: number;
  };
  readonly fusion: readonly Average[];
  readonly portfolios: readonly ExperimentPortfolio[];
  readonly pages: 'all' | 'overview';
}

export interface ExperimentModel {
  readonly target: string;
  /** In place of what the model says; null leaves it. */
  readonly seeds: number | null;
  readonly epochs: number | null;
}

export interface ExperimentPortfolio {
  readonly name: string;
  /** A file of signals of any tool; null for the signals of the experiment. */
  readonly signals: string | null;
  readonly from: string | null;
  /** One run for each: they differ in the turnover that is allowed. */
  readonly variants: readonly { readonly name: string; readonly settings: PortfolioSettings }[];
}
