/** Experiments, YAML files, as editors ask about them. */
export type { ExperimentContext } from './context.ts';
export { SourceMemory } from './source-memory.ts';
export { ExperimentLanguage } from './language.ts';
