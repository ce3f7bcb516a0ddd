/** What every command gets to work with. */
import type { Command } from 'commander';
import { COMMAND } from './invocation.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly terminal: Terminal;
  readonly currentFolder: string;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
  /** A command that ends its work after an interrupt, however long that takes, says so before it begins: it has then done what was asked. */
  endAfterWork?(): void;
}

/** Adds one command to the program. */
export type Register = (program: Command, session: Session) => void;

/** Help text with examples, each a command that begins with `fullband` and what it is for. They run in a clone of the project as they stand. */
export function examples(...pairs: readonly (readonly [command: string, purpose: string])[]): string {
  const typed = pairs.map(([command, purpose]) => [command.replace(/^fullband\b/, COMMAND), purpose] as const);
  const width = Math.max(...typed.map(([command]) => command.length));
  return `\nExamples:\n${typed.map(([command, purpose]) => `  $ ${command.padEnd(width)}  # ${purpose}`).join('\n')}\n`;
}
