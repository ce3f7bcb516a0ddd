/** What every command gets to work with. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly terminal: Terminal;
  readonly currentFolder: string;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
}

/** Adds one command to the program. */
export type Register = (program: Command, session: Session) => void;

/** Help text with examples, each a command and what it is for. */
export function examples(...pairs: readonly (readonly [command: string, purpose: string])[]): string {
  const width = Math.max(...pairs.map(([command]) => command.length));
  return `\nExamples:\n${pairs.map(([command, purpose]) => `  $ ${command.padEnd(width)}  # ${purpose}`).join('\n')}\n`;
}
