/**
 * fullband as a library: the language, the compiler and the engine.
 *
 *   const project = loadProject(['my.factor'], reader);
 *   const { findings, factors } = check(project);
 *   const { program } = compile(factors);
 */
export { parse, type Parsed } from './dsl/parse.ts';
export { format } from './dsl/print.ts';
export { loadProject } from './dsl/load-project.ts';
export { expandSet } from './dsl/sets.ts';
export { checkProject as check, factorKey, type CheckResult } from './dsl/check.ts';
export { toJson, type Finding, type FindingJson, type Fix, type Severity, type TextEdit } from './dsl/finding.ts';
export { LineMap, type Position, type Span } from './dsl/source.ts';
export type { Project, ProjectFile, ProjectReader } from './dsl/project.ts';
export type { CheckedFactor, Typed } from './dsl/typed.ts';
export type { SourceTree } from './dsl/syntax.ts';
export { OPERATORS, signature, type Operator } from './dsl/catalogue/index.ts';
export { compile, type CompileResult, type Program } from './compiler/compile.ts';
export type { DailyProgram } from './compiler/daily/compile.ts';
export { compileModel } from './compiler/model/compile.ts';
export { explainModels, MODEL_STAGES, type ModelStage } from './compiler/model/explain.ts';
export type { ModelPlan } from './compiler/model/plan.ts';
export type { CheckedModel, TypedModel } from './dsl/typed-model.ts';
export { explain, EXPLAIN_STAGES, type Explanation, type ExplainStage } from './compiler/explain.ts';
export { StockDayValues } from './compiler/reference/evaluate.ts';
export type { StockDay } from './compiler/reference/stock-day.ts';
export { computeFactors, type ComputeProgress, type ComputeReport, type ComputeRequest, type EngineChoice } from './runtime/engine/compute.ts';
export { KernelEngine, referenceEngine, type DayEngine, type DayValues } from './runtime/engine/day-values.ts';
export { openBackend, probeBackends, type Backend, type BackendName } from './runtime/engine/backends.ts';
export { writeReport, writeResults } from './runtime/report/index.ts';
export * from './runtime/store/index.ts';
export * from './runtime/evaluate/index.ts';
export * from './runtime/model/api.ts';
export * from './runtime/portfolio/index.ts';
export * from './runtime/experiment/index.ts';
