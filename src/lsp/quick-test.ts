/** The single-factor test of a saved factor on the store of its project, by the command that a user would type. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { shellWord } from '../runtime/shell-word.ts';

/** How this server starts its own command line, and how its user does. */
export interface Program {
  /** Node and the file of the command. */
  readonly command: readonly [string, ...string[]];
  /** What a user types before the name of a command. */
  readonly typed: string;
}

export interface TestRequest {
  readonly program: Program;
  readonly root: string;
  /** Of the file in its project. */
  readonly path: string;
  readonly name: string;
  /** As the settings name it. */
  readonly store: string;
  readonly signal: AbortSignal;
}

export interface TestOutcome {
  readonly hasPassed: boolean;
  /** What was run and what it said. */
  readonly text: string;
  /** The page of the test; null if there is none. */
  readonly report: string | null;
}

/** Enough of an output for anybody. */
const MOST_OUTPUT = 200_000;

/** Below the root; git leaves it alone in projects that `init` made. */
const RESULTS = '.fullband/test';

export async function testFactor({ program, root, path, name, store, signal }: TestRequest): Promise<TestOutcome> {
  const target = `${path}#${name}`;
  const [values, out] = [`${RESULTS}/${name}.parquet`, `${RESULTS}/${name}`];
  if (!existsSync(resolve(root, store))) {
    return { hasPassed: false, report: null, text: `There is no store ${store} in ${root} to test ${name} on. Name one in the setting fullband.store, or make one:\n  ${program.typed} simulate --store ${store} --stocks 50 --days 120` };
  }
  const steps = [
    ['compute', '--store', store, '--factors', target, '--out', values],
    ['evaluate', '--store', store, '--values', values, '--factors', target, '--out', out],
  ];
  let text = '';
  for (const step of steps) {
    text += `$ ${program.typed} ${step.map(shellWord).join(' ')}\n`;
    const { code, output } = await run(program, step, root, signal);
    text += `${output.trimEnd()}\n\n`;
    if (code !== 0) return { hasPassed: false, report: null, text: `${text}It ended with ${code === null ? 'a signal' : `exit code ${String(code)}`}.` };
  }
  return { hasPassed: true, text: text.trimEnd(), report: resolve(root, out, 'report.html') };
}

function run({ command: [file, ...before] }: Program, args: readonly string[], folder: string, signal: AbortSignal): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(file, [...before, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'], signal });
    let output = '';
    const take = (text: string): void => {
      if (output.length < MOST_OUTPUT) output += text;
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => {
      if (error.name === 'AbortError') done({ code: null, output: `${output}\nCancelled.` });
      else fail(error);
    });
    child.on('close', (code) => done({ code, output }));
  });
}
