#!/usr/bin/env node
/** Entry of the command `fullband`: runs one command and turns its outcome into an exit code. */
import { CommanderError } from 'commander';
import { EXIT, type ExitCode, FindingsReported, UsageError } from './exit.ts';
import { COMMAND } from './invocation.ts';
import { buildProgram } from './program.ts';
import { type Terminal, processTerminal } from './terminal.ts';

/** After an interrupt a command has this long to end by itself; stores survive a kill at any moment. */
const GRACE_MS = 5_000;

async function main(): Promise<ExitCode> {
  const terminal = processTerminal();
  const controller = new AbortController();
  const work = { endsFirst: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
      // Where the command ends its work first, a second signal ends it at once.
      if (!work.endsFirst) setTimeout(() => process.exit(interrupted(terminal)), GRACE_MS).unref();
    });
  }
  try {
    const endAfterWork = (): void => void (work.endsFirst = true);
    await buildProgram({ terminal, currentFolder: process.cwd(), signal: controller.signal, endAfterWork }).parseAsync();
    return controller.signal.aborted && !work.endsFirst ? interrupted(terminal) : EXIT.done;
  } catch (error) {
    return controller.signal.aborted ? interrupted(terminal) : failed(error, terminal);
  }
}

function interrupted(terminal: Terminal): ExitCode {
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

// A reader that closes early, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

process.exitCode = await main();
