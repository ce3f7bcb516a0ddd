/** Findings about data: columns that a step needs and that hold nothing. Codes FB8xx, in the family of those about sources, which have a place in a text instead. */
import type { Message } from '../../dsl/finding.ts';

export interface DataFinding extends Message {
  readonly table: 'daily';
  readonly column: string;
  /** What needs the column, as it is called in the steps: `neutralize(industry)`, `universe(limit)`, `price(vwap)`, `adjust`. */
  readonly step: string;
}

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

export const dataMessages = {
  /** @param leave how to do without, @param bring how to get the column; neither is a whole sentence */
  nullColumn: (step: string, column: string, leave: string, bring: string) => error('FB800', `the step ${step} needs the column ${column} of daily, which is null on every day and stock`, `${leave}, or ${bring}`),
} as const;

/** What keeps a test from being made, all of it at once. Its message is for people; `findings` are for programs. */
export class DataFindings extends Error {
  override readonly name = 'DataFindings';
  readonly findings: readonly DataFinding[];

  constructor(findings: readonly DataFinding[]) {
    super(findings.map(({ code, message, hint }) => `${code} ${message}${hint === null ? '' : ` (${hint})`}`).join('; '));
    this.findings = findings;
  }
}
