/** The command `fullband` in this process, as main.ts runs it. */
import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { EXIT, FindingsReported, UsageError } from '../../src/cli/exit.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Session } from '../../src/cli/session.ts';
import { inFolder, plainTerminal } from '../support/cli-here.ts';

export interface Printed {
  readonly code: number;
  /** Standard output and error as they come in a terminal. */
  readonly text: string;
}

/** Builds the program of these sources, or of a copy of them. */
export type ProgramBuilder = (session: Session) => Command;

/** Errors of a copy of the sources have classes of their own, so they are told by their names. */
function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

/** Runs the command with words after `fullband` in a folder. */
export async function runInProcess(words: readonly string[], currentFolder: string, build: ProgramBuilder = buildProgram): Promise<Printed> {
  let text = '';
  const add = (more: string): void => void (text += more);
  const terminal = plainTerminal(add, add, () => undefined);
  try {
    // Paths of stores and outputs are those of the process.
    await inFolder(currentFolder, () => build({ terminal, currentFolder, signal: new AbortController().signal }).parseAsync(words, { from: 'user' }));
    return { code: EXIT.done, text };
  } catch (error) {
    if (error instanceof FindingsReported || isNamed(error, FindingsReported.name)) return { code: EXIT.findings, text };
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? EXIT.done : EXIT.usage, text };
    add(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return { code: isNamed(error, UsageError.name) ? EXIT.usage : EXIT.failed, text };
  }
}
