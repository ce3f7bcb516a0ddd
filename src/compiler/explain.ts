/** Every stage of the compiler, as text and as data. */
import type { CheckedFactor } from '../dsl/typed.ts';
import { readsDays, readsEvents } from './build.ts';
import { compile, type CompileResult, type Program } from './compile.ts';
import { explainDaily } from './explain/daily.ts';
import { explainEvents } from './explain/events.ts';
import { groupsText, overviewText } from './explain/overview.ts';
import { graphText, kernelText, planText, sqlText } from './explain/plan-text.ts';
import { stepsOf } from './explain/steps.ts';
import type { Plan } from './plan.ts';
import { typedLines, typedText } from './explain/typed.ts';
import type { Word } from './explain/words.ts';

/** Stages after the syntax tree; `overview` is what is shown if none is asked for. */
export const EXPLAIN_STAGES = ['overview', 'typed', 'ir', 'plan', 'sql', 'kernel'] as const;
export type ExplainStage = (typeof EXPLAIN_STAGES)[number];

export interface Explanation {
  readonly text: string;
  /** The same as data, for `--json`. */
  readonly data: unknown;
}

/** Explains factors that are compiled together, so that what they share is seen: those over minute bars, then those that read executions or orders, then those over days. */
export function explain(factors: readonly CheckedFactor[], stage: ExplainStage): Explanation {
  if (stage === 'typed') return { text: sections(factors, typedText), data: factors.map((factor) => ({ factor: factor.name, lines: typedLines(factor) })) };
  return explainCompiled(factors, compile(factors), stage);
}

/** The same of factors that are compiled already. */
export function explainCompiled(factors: readonly CheckedFactor[], { program, events, daily }: CompileResult, stage: Exclude<ExplainStage, 'typed'>): Explanation {
  const bars = program === null ? null : explainBars(program, factors.filter((factor) => !readsEvents(factor) && !readsDays(factor)), stage);
  const others = events === null ? null : explainEvents(events, stage);
  const days = daily === null ? null : explainDaily(daily, stage);
  const parts = Object.entries({ bars, events: others, daily: days }).filter((part): part is [string, Explanation] => part[1] !== null);
  const [only] = parts;
  if (parts.length < 2) return only?.[1] ?? { text: '', data: [] };
  const isListed = parts.every(([, { data }]) => Array.isArray(data));
  const data = isListed ? parts.flatMap(([, part]) => part.data as readonly unknown[]) : Object.fromEntries(parts.map(([name, part]) => [name, part.data]));
  return { text: parts.map(([, { text }]) => text).join('\n\n'), data };
}

function explainBars(program: Program, factors: readonly CheckedFactor[], stage: Exclude<ExplainStage, 'typed'>): Explanation {
  switch (stage) {
    case 'overview': {
      const told = new Set<Word>();
      const steps = factors.map((factor, i) => ({ factor, found: stepsOf(program, i) }));
      const texts = steps.map(({ factor, found }) => overviewText(factor, found, factors.length, told));
      return {
        text: [...(factors.length > 1 ? [groupsText(program.plan)] : []), ...texts].join('\n\n'),
        data: steps.map(({ factor, found }) => ({ ...summary(factor), ...found })),
      };
    }
    case 'ir':
      return { text: graphText(program), data: { graph: graphText(program).split('\n') } };
    case 'plan':
      return { text: planText(program), data: planData(program.plan) };
    case 'sql':
      return { text: sqlText(program), data: { sql: sqlText(program) } };
    case 'kernel':
      return { text: kernelText(program), data: { kernels: program.kernels } };
  }
}

function sections(factors: readonly CheckedFactor[], write: (factor: CheckedFactor) => string): string {
  return factors.map((factor) => (factors.length > 1 ? `# ${factor.name}\n${write(factor)}` : write(factor))).join('\n\n');
}

function summary(factor: CheckedFactor): { factor: string; table: string; direction: number; unit: { cny: number; share: number }; knownAt: number } {
  return { factor: factor.name, table: factor.table, direction: factor.direction, unit: factor.unit, knownAt: factor.knownAt };
}

function planData(plan: Plan): unknown {
  return {
    tile: { rows: plan.layout.rows, lanes: plan.layout.lanes, values: Object.fromEntries(plan.layout.values), columns: Object.fromEntries(plan.layout.columns) },
    prepared: plan.prepared.map((node) => ({ id: node.id, shape: node.shape, reason: node.reason })),
    kernels: plan.kernels.map((kernel) => kernel.groups.map((group) => group.outputs.map((output) => output.factor.name))),
  };
}
