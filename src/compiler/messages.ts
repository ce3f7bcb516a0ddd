/** Messages of the compiler: FB8xx. */
import type { Message } from '../dsl/finding.ts';

export const compiling = {
  needsEvents: (factor: string, tables: readonly string[]): Message => ({
    code: 'FB800',
    severity: 'error',
    message: `factor ${factor} reads ${tables.join(' and ')}; the engine computes factors over minute bars`,
    hint: 'it is checked, not computed: leave it out of compute, or state it over minute columns',
  }),
} as const;
