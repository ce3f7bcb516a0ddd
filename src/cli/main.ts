#!/usr/bin/env node
/** Entry of the command `fullband`: the process around one command, its streams, signals and exit code. */
import { EXIT } from './exit.ts';
import { interrupted, runCommand } from './run-command.ts';
import { processTerminal } from './terminal.ts';

/** After an interrupt a command has this long to end by itself; stores survive a kill at any moment. */
const GRACE_MS = 5_000;

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

// A reader that closes early, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

process.exitCode = await runCommand(process.argv.slice(2), { terminal, currentFolder: process.cwd(), signal: controller.signal, endAfterWork: () => void (work.endsFirst = true) });
