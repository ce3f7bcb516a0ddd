/** Which fullband a workspace has. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is started, with the arguments that come before those of fullband. */
export interface Command {
  readonly file: string;
  readonly before: readonly string[];
}

/** The file of the command in an installation. */
const MAIN = 'dist/cli/main.js';

/** The command of the setting, otherwise that of a folder of the workspace, otherwise the one on the path. */
export function findCommand(setting: string, folders: readonly string[]): Command {
  const chosen = setting.trim();
  if (chosen !== '') return commandOf(chosen);
  const main = folders.flatMap((folder) => [join(folder, 'node_modules/fullband', MAIN), ...(isFullband(folder) ? [join(folder, MAIN)] : [])]).find((file) => existsSync(file));
  return main === undefined ? { file: 'fullband', before: [] } : commandOf(main);
}

/** Node runs files of JavaScript; what else is named is a program. */
function commandOf(file: string): Command {
  return /\.[cm]?js$/.test(file) ? { file: 'node', before: [file] } : { file, before: [] };
}

/** Whether a folder is a clone of fullband. */
function isFullband(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  try {
    const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return typeof content === 'object' && content !== null && Reflect.get(content, 'name') === 'fullband';
  } catch (error) {
    // A manifest that is being edited is none.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
