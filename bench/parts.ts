/** The parts of the benchmark beside the factors of minute bars, in the order in which they are measured and told. Each loads what it needs when it is measured. */
import { EVALUATION_CONTENDERS } from './evaluation-contenders.ts';
import { EVENT_CONTENDERS } from './event-contenders.ts';
import type { Part } from './part.ts';
import { QUEUE_CONTENDERS, TASKS_CONTENDER } from './queue-contenders.ts';
import { SCALING_CONTENDERS } from './scaling-contenders.ts';
import { SOLVE_CONTENDERS } from './solve-contenders.ts';
import { FIT_CONTENDER, TRAINING_CONTENDERS } from './training-contenders.ts';

const events: Part = {
  contenders: EVENT_CONTENDERS.map(({ name, onDemand }) => ({ name, onDemand, runsCommand: true })),
  measure: async (asked, { rounds, stocks, rows, seed, markets }, say) => {
    const { measureEvents } = await import('./gather-events.ts');
    return { events: await measureEvents({ entries: of(EVENT_CONTENDERS, asked), rounds, stocks, executions: rows, seed, folder: markets }, say) };
  },
};

const evaluations: Part = {
  contenders: EVALUATION_CONTENDERS.map(({ name }) => ({ name })),
  measure: async (asked, { rounds, days, seed }, say) => {
    const { measureEvaluations } = await import('./gather-evaluations.ts');
    return { evaluations: await measureEvaluations({ entries: of(EVALUATION_CONTENDERS, asked), rounds, days, seed }, say) };
  },
};

const trainings: Part = {
  contenders: [...TRAINING_CONTENDERS.map(({ name, onDemand }) => ({ name, onDemand })), { name: FIT_CONTENDER.name, onDemand: true }],
  measure: async (asked, { rounds, stocks, dates }, say) => {
    const { measureTrainings } = await import('./gather-training.ts');
    return { trainings: await measureTrainings({ entries: of(TRAINING_CONTENDERS, asked), rounds, fit: asked.has(FIT_CONTENDER.name) ? { stocks, dates } : null }, say) };
  },
};

const solves: Part = {
  contenders: SOLVE_CONTENDERS.map(({ name }) => ({ name })),
  measure: async (asked, { rounds, stocks, seed }, say) => {
    const { measureSolves } = await import('./gather-solves.ts');
    return { solves: await measureSolves({ entries: of(SOLVE_CONTENDERS, asked), rounds, stocks, seed }, say) };
  },
};

const scaling: Part = {
  contenders: SCALING_CONTENDERS.map(({ name }) => ({ name, runsCommand: true })),
  measure: async (asked, { rounds, stocks, seed, markets, market }, say) => {
    const { measureScaling } = await import('./gather-scaling.ts');
    return { scaling: await measureScaling({ entries: of(SCALING_CONTENDERS, asked), rounds, market, stocks, seed, folder: markets }, say) };
  },
};

const queue: Part = {
  contenders: [...QUEUE_CONTENDERS.map(({ name }) => ({ name, runsCommand: true })), { name: TASKS_CONTENDER.name, runsCommand: true }],
  measure: async (asked, { rounds, stocks, rows, seed, markets, market }, say) => {
    const { measureQueue } = await import('./gather-queue.ts');
    return { queue: await measureQueue({ entries: of(QUEUE_CONTENDERS, asked), overhead: asked.has(TASKS_CONTENDER.name), rounds, market, stocks, rows, seed, folder: markets }, say) };
  },
};

export const PARTS: readonly Part[] = [events, evaluations, trainings, solves, scaling, queue];

function of<T extends { readonly name: string }>(contenders: readonly T[], asked: ReadonlySet<string>): readonly T[] {
  return contenders.filter(({ name }) => asked.has(name));
}
