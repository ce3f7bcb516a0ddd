/** Opens an address in the user's browser. */
import { spawn } from 'node:child_process';

/** How systems are asked. `start` takes its first quoted argument for a title. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...before: string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
};

/** Where no browser can be opened the address has been printed, so nothing is said. */
export function openInBrowser(url: string): void {
  const [command, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...before, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined);
  opener.unref();
}
