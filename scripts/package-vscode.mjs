// Packages the extension for VS Code: `node scripts/package-vscode.mjs [FILE.vsix]`, by default .fullband/fullband-VERSION.vsix. What it holds is
// put together in .fullband/vscode, so that schema and licence are those of the project. Nothing is fetched.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'editors/vscode');
const stage = join(root, '.fullband/vscode');
const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
const file = resolve(process.argv[2] ?? join(root, `.fullband/fullband-${version}.vsix`));

/** Runs Node, and ends with its code where it failed. */
function run(args, folder) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? (signal === null ? 1 : 130));
}

rmSync(stage, { recursive: true, force: true });
mkdirSync(dirname(file), { recursive: true });
cpSync(source, stage, { recursive: true, filter: (path) => !/[\\/](?:src|scripts)$/.test(path) });
run([join(root, 'scripts/build.mjs'), 'tsdown.vscode.config.ts'], root);
cpSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
cpSync(join(root, 'src/runtime/experiment/experiment.schema.json'), join(stage, 'dist/experiment.schema.json'));
const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');
run([vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file], stage);
