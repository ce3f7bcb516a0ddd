/** Builds the program once before the tests of the command line, unless the build is newer than everything it is made from. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources.ts';

const INPUTS = ['package.json', 'tsdown.config.ts', 'tsdown.chunks.ts', 'tsdown.chevrotain.ts', 'vite.page.config.ts', 'tsconfig.json'];

export default function build(): void {
  const built = join(ROOT, 'dist/cli/main.js');
  const newest = Math.max(
    ...INPUTS.map((path) => statSync(join(ROOT, path)).mtimeMs),
    ...readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).map((path) => statSync(join(ROOT, 'src', path)).mtimeMs),
  );
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}
