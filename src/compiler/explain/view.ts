/** What a page shows of a compiled factor: plain data that may be sent to another thread or machine. */
import { clockText } from '../../dsl/session.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { unitText } from '../../dsl/units.ts';
import type { CompileResult } from '../compile.ts';
import { explainCompiled } from '../explain.ts';
import { stepsOf, type FactorSteps } from './steps.ts';
import { typedLines, type TypedLine } from './typed.ts';

export interface FactorView {
  readonly factor: string;
  readonly documentation: string;
  readonly table: string;
  readonly direction: 1 | -1;
  /** `1` for a plain number. */
  readonly unit: string;
  /** Time of day at which the value is known. */
  readonly knownAt: string;
  readonly typed: readonly TypedLine[];
  /** Steps of a factor over minute bars; null of another one, which `overview` tells of. */
  readonly steps: FactorSteps | null;
  readonly overview: string;
  readonly kernels: string;
}

/** The view of a factor that was compiled alone. */
export function viewOf(factor: CheckedFactor, compiled: CompileResult): FactorView {
  return {
    factor: factor.name,
    documentation: factor.documentation,
    table: factor.table,
    direction: factor.direction,
    unit: unitText(factor.unit),
    knownAt: clockText(factor.knownAt),
    typed: typedLines(factor),
    steps: compiled.program === null ? null : stepsOf(compiled.program, 0),
    overview: explainCompiled([factor], compiled, 'overview').text,
    kernels: explainCompiled([factor], compiled, 'kernel').text,
  };
}
