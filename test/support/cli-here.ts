/** Runs commands in the process of the tests: what they do, print and answer, where nothing depends on a process of their own. */
import pc from 'picocolors';
import { runCommand } from '../../src/cli/run-command.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import type { Outcome } from './cli.ts';
import { ROOT } from './sources.ts';

let last: Promise<unknown> = Promise.resolve();

/** Runs a command with arguments, as the built one runs it off a terminal. One after the other: a process has one current folder. */
export function fullbandHere(args: readonly string[], { cwd = ROOT }: { readonly cwd?: string } = {}): Promise<Outcome> {
  const outcome = last.then(() => inFolder(cwd, () => run(args, cwd)));
  last = outcome.catch(() => undefined);
  return outcome;
}

/** Does work in another current folder. */
export async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}

/** A terminal of 80 columns without colours or movement, whose texts go to two receivers. */
export function plainTerminal(out: (text: string) => void, error: (text: string) => void, redraw = error): Terminal {
  const colors = pc.createColors(false);
  return { colors, errorColors: colors, animated: false, columns: 80, print: (text) => out(`${text}\n`), write: out, say: (text) => error(`${text}\n`), redraw };
}

async function run(args: readonly string[], cwd: string): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const terminal = plainTerminal((text) => void (stdout += text), (text) => void (stderr += text));
  const code = await runCommand(args, { terminal, currentFolder: cwd, signal: new AbortController().signal });
  return { code, stdout, stderr };
}
