/** Experiments: from a YAML file to a run folder. */
export { diffRuns, type Difference, type DiffOptions } from './diff-runs.ts';
export { experimentSchema, parseExperiment, parseSetting, type CheckedDocument, type ExperimentEntry, type Setting } from './document.ts';
export type { Experiment, ExperimentModel, ExperimentPortfolio } from './experiment.ts';
export { forecast, readBefore, type Before, type ForecastStep } from './forecast.ts';
export { loadExperiment, type LoadedExperiment, type Loading, type LoadRequest } from './load-experiment.ts';
export { rebuildReport } from './rebuild-report.ts';
export { runExperiment, type DoneStep, type RunProgress, type RunReport, type RunRequest } from './run-experiment.ts';
export type { RunMetrics } from './run-metrics.ts';
export { readRecord, type RunRecord } from './run-record.ts';
