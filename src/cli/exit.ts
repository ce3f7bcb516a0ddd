/** How a command ends: the exit codes that scripts rely on, and the errors that lead to them. */

export const EXIT = { done: 0, failed: 1, usage: 2, findings: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was called wrongly; the message says how to call it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command did its work and found something to report, which is already printed. Exit code 3. */
export class FindingsReported extends Error {
  override readonly name = 'FindingsReported';

  constructor() {
    super('findings were reported');
  }
}
