/** The tasks of an experiment: what is missing of the values of its factors. */
import { planTasks } from '../cluster/plan-tasks.ts';
import type { Task } from '../cluster/task.ts';
import { withDatabase } from '../store/duckdb.ts';
import { DataError } from '../store/data-error.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import { factorsOf } from './plan.ts';

export interface ExperimentTasks {
  /** Parts that a date's symbols are computed in. */
  readonly shards: number;
  readonly signal?: AbortSignal;
  readonly tell?: (note: string) => void;
}

/** None if every value is in the store. Throws DataError if there is no store, or an experiment without factors. */
export async function tasksOfExperiment({ experiment, sources, store, path }: LoadedExperiment, { shards, signal, tell }: ExperimentTasks): Promise<readonly Task[]> {
  const factors = factorsOf(sources);
  if (factors.length === 0) throw new DataError({ file: path, found: 'no factor', expected: 'an experiment with factors, or with models that read some', remedy: 'Tasks are values of factors; run the experiment without them.' });
  const { engine, data } = experiment;
  return withDatabase({}, (db) => planTasks(db, { store, factors, engine, shards, texts: sources.texts, ...(data.to === null ? {} : { to: data.to }), ...(signal === undefined ? {} : { signal }), ...(tell === undefined ? {} : { tell }) }));
}
