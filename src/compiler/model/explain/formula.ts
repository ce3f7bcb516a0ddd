/** Steps of a plan as people write them. */
import { argumentsOf } from '../compile.ts';
import type { BinaryOperation, ModelPlan, PlanStep } from '../plan.ts';

const SIGNS: Readonly<Record<BinaryOperation, { readonly sign: string; readonly precedence: number } | null>> = {
  add: { sign: '+', precedence: 1 },
  sub: { sign: '-', precedence: 1 },
  mul: { sign: '*', precedence: 2 },
  div: { sign: '/', precedence: 2 },
  corr: null,
  mse: null,
};

/** Binds closest: names, numbers and calls. */
const PRIMARY = 4;

interface Written {
  readonly text: string;
  readonly precedence: number;
}

/** Which steps stand by a name of their own in a formula: the rest is written out. */
export type NameOf = (step: number) => string | null;

/** Inputs, the target, and what a `let` or the output names. */
export function namesOf(plan: ModelPlan): NameOf {
  return (at) => plan.steps[at]?.name ?? null;
}

/** The formula of a step, its own name left out. */
export function formulaOf(at: number, plan: ModelPlan, nameOf: NameOf = namesOf(plan)): string {
  return write(at, plan, nameOf).text;
}

function write(at: number, plan: ModelPlan, nameOf: NameOf): Written {
  const step = plan.steps[at];
  if (step === undefined) throw new Error(`the plan has no step ${String(at)}`);
  const part = (arg: number, least = 0, strict = false): string => {
    const name = nameOf(arg);
    if (name !== null) return name;
    const { text, precedence } = write(arg, plan, nameOf);
    return precedence < least || (strict && precedence === least) ? `(${text})` : text;
  };
  const call = (name: string, ...args: readonly string[]): Written => ({ text: `${name}(${args.join(', ')})`, precedence: PRIMARY });
  switch (step.kind) {
    case 'input':
      return { text: plan.inputs[step.input]?.name ?? '', precedence: PRIMARY };
    case 'target':
      return { text: plan.target.name, precedence: PRIMARY };
    case 'scalar':
      return { text: String(step.value), precedence: step.value < 0 ? 3 : PRIMARY };
    case 'layer':
      return call(plan.layers[step.layer]?.name ?? '', part(step.x));
    case 'dropout':
      return call(step.kind, part(step.x), `${String(Math.round(step.rate * 1e4) / 100)}%`);
    case 'concat':
      return call(step.kind, ...step.parts.map((each) => part(each)));
    case 'unary':
      return step.of === 'neg' ? { text: `-${part(step.x, 3)}`, precedence: 3 } : call(step.of, part(step.x));
    case 'binary': {
      const written = SIGNS[step.of];
      if (written === null) return call(step.of, part(step.a), part(step.b));
      const { sign, precedence } = written;
      return { text: `${part(step.a, precedence)} ${sign} ${part(step.b, precedence, sign === '-' || sign === '/')}`, precedence };
    }
  }
}

/** Steps with a name that a step reads, through steps without one. */
export function namedParts(at: number, plan: ModelPlan, isNamed: (step: number) => boolean): readonly number[] {
  const found = new Set<number>();
  const pending = [...argumentsOf(stepAt(plan, at))].reverse();
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (isNamed(part)) found.add(part);
    else pending.push(...[...argumentsOf(stepAt(plan, part))].reverse());
  }
  return [...found];
}

export function stepAt({ steps }: ModelPlan, at: number): PlanStep {
  const step = steps[at];
  if (step === undefined) throw new Error(`the plan has no step ${String(at)}`);
  return step;
}
