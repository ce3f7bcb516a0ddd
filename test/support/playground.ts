/** Builds the page, as the playground and as the studio's, once before its tests, unless what is built is newer than everything it is made from. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { whyNoBrowser } from './browser.ts';
import { ROOT } from './sources.ts';

export const PLAYGROUND = join(ROOT, '.fullband/playground/site');
export const STUDIO_PAGE = join(ROOT, 'dist/studio/page');

const INPUTS = ['package.json', 'vite.page.config.ts', 'tsdown.playground.config.ts', 'tsdown.chevrotain.ts', 'scripts/playground/write-market.ts'];
const FOLDERS = ['src', 'factors/minute'];

export default function build(): void {
  if (whyNoBrowser() !== null) return;
  const newest = Math.max(
    ...INPUTS.map((path) => statSync(join(ROOT, path)).mtimeMs),
    ...FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => statSync(join(ROOT, folder, path)).mtimeMs)),
  );
  const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html')) && statSync(join(folder, 'index.html')).mtimeMs > newest;
  const run = (command: string, args: readonly string[]): void => void execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (!isBuilt(PLAYGROUND)) run('npm', ['run', '--silent', 'build:playground']);
  if (!isBuilt(STUDIO_PAGE)) run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.page.config.ts']);
}
