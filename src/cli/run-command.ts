/** One command, from its arguments to an exit code. */
import { CommanderError } from 'commander';
import { EXIT, type ExitCode, FindingsReported, UsageError } from './exit.ts';
import { COMMAND } from './invocation.ts';
import { buildProgram } from './program.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Runs a command; what it has to say of its end is said. */
export async function runCommand(args: readonly string[], session: Session): Promise<ExitCode> {
  const { terminal, signal } = session;
  const work = { endsFirst: false };
  const endAfterWork = (): void => {
    work.endsFirst = true;
    session.endAfterWork?.();
  };
  try {
    await buildProgram({ ...session, endAfterWork }).parseAsync([...args], { from: 'user' });
    return signal.aborted && !work.endsFirst ? interrupted(terminal) : EXIT.done;
  } catch (error) {
    return signal.aborted ? interrupted(terminal) : failed(error, terminal);
  }
}

export function interrupted(terminal: Terminal): ExitCode {
  terminal.say('Interrupted.');
  return EXIT.interrupted;
}

function failed(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof FindingsReported) return EXIT.findings;
  // Commander has printed its message, or the help or version that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { errorColors } = terminal;
  terminal.say(`${errorColors.red('error:')} ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof UsageError) return EXIT.usage;
  if (isDefect(error)) terminal.say(`${error.stack ?? ''}\nThis is a defect of fullband; please report it with the lines above and the output of: ${COMMAND} doctor --json`);
  return EXIT.failed;
}

/** Errors that the JavaScript engine raises come from mistakes in the program, not from its input. */
function isDefect(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}
