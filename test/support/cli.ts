/** Runs the built command `fullband` as a user would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './sources.ts';

export interface Outcome {
  /** Exit code, or null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process once it has started. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** The file that package.json names as the command. */
export function commandFile(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: { fullband: string } };
  return join(ROOT, manifest.bin.fullband);
}

/** Runs `fullband` with arguments; output is not a terminal. */
export function fullband(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return runNode([commandFile(), ...args], options);
}

/** Runs Node with arguments. */
export function runNode(args: readonly string[], { cwd = ROOT, input, env = {}, onStart }: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // The colours of the one who runs the tests are not part of them.
    const inherited = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
    const child = spawn(process.execPath, args, { cwd, env: { ...inherited, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input ?? '');
    onStart?.(child);
  });
}

/** A temporary folder with files in it; `remove` deletes it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'fullband-cli-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
