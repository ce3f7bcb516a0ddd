/** How the user calls this program, so that what messages tell to type works where the user is. */
import { basename, dirname, sep } from 'node:path';

/**
 * `fullband` where the command is on the path (`npm link`), otherwise `npx fullband`, which runs it from a clone of the project and from a folder
 * that has it installed.
 */
export function invocation(script: string | undefined, environment: Readonly<Record<string, string | undefined>>): string {
  const { npm_command } = environment;
  if (script === undefined || npm_command === 'exec' || npm_command === 'run-script') return 'npx fullband';
  const linked = basename(script).replace(/\.(cmd|ps1|exe)$/i, '') === 'fullband' && !dirname(script).endsWith(`node_modules${sep}.bin`);
  return linked ? 'fullband' : 'npx fullband';
}

/** What this process was called with. */
export const COMMAND = invocation(process.argv[1], process.env);
