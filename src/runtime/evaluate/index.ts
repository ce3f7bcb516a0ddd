/** The single-factor test. */
export { DataFindings, type DataFinding } from './data-findings.ts';
export { evaluateFactors, type EvaluateProgress, type EvaluateRequest } from './evaluate.ts';
export { evaluateThere, type EvaluationThere } from './evaluate-there.ts';
export type { DailySeries, Evaluation, GroupFigures, LayerEvaluation, SectionFigures, SignalEvaluation, YearFigures } from './evaluation.ts';
export { FIGURES, FIGURE_KEYS, figureOf, PUBLISHED_KEYS, type FigureDefinition, type FigureForm, type FigureKey, type Figures, type PublishedFigures, type PublishedKey } from './figures.ts';
export { metricsOf, type Metrics } from './metrics.ts';
export { readEvaluation } from './read-evaluation.ts';
export { onlyFactors, screenFactors, screenTable, type Screenable, type ScreenedFactor, type ScreenThresholds } from './screen.ts';
export { seriesTables, type Cell, type SeriesTable } from './series-tables.ts';
export { DEFAULT_SETTINGS, TRADE_PRICES, UNIVERSE_RULES, type EvaluationSettings, type TradePrice, type UniverseRule } from './settings.ts';
export { briefSteps, DEFAULT_STEPS, parseSteps, printSteps, type Step } from './steps.ts';
export { parseStepsYaml, readSteps, stepsOf, stepsSchema, type StepEntry } from './steps-file.ts';
export { STYLE_NAMES, type StyleName } from './styles.ts';
export { requireValues } from './values-file.ts';
export type { EvaluationWarning } from './warnings.ts';
export { writeEvaluation } from './write-evaluation.ts';
