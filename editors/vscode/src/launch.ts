/** How the command is started: as a process where that is possible, so that no shell reads the names of folders. */
import type { Command } from './find-command.ts';

/** Windows starts what npm puts on the path, a batch file, through its shell only. */
function needsShell({ file }: Command, platform: NodeJS.Platform): boolean {
  return platform === 'win32' && file !== 'node';
}

/** The language server's process. */
export function serverLaunch(command: Command, platform: NodeJS.Platform): { readonly command: string; readonly args: string[]; readonly shell: boolean } {
  const shell = needsShell(command, platform);
  return { command: shell ? quoted(command.file) : command.file, args: [...command.before, 'lsp'], shell };
}

/** A terminal that runs the studio and nothing else. */
export function studioLaunch(command: Command, platform: NodeJS.Platform): { readonly shellPath: string; readonly shellArgs: string[] | string } {
  const words = [...command.before, 'studio'];
  if (!needsShell(command, platform)) return { shellPath: command.file, shellArgs: words };
  // With /s the shell takes off the outer quotation marks and leaves the inner ones.
  return { shellPath: 'cmd.exe', shellArgs: `/d /s /c "${[command.file, ...words].map(quoted).join(' ')}"` };
}

/** One word of the shell of Windows, where no name of a file holds a quotation mark. */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '')}"`;
}
