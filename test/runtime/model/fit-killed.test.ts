import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { built } from './built.ts';

/** Runs the program; kills it after so many of its lines, if it is given a number. Resolves with its exit code, null if it was killed. */
function run(program: string, args: readonly string[], killAfter: number | null): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let lines = 0;
    child.stdout.on('data', (text: Buffer) => {
      lines += text.toString().split('\n').length - 1;
      if (killAfter !== null && lines >= killAfter) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code));
  });
}

test('a training that is killed, again and again, ends with the weights of one that is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-killed-'));
  try {
    const program = fileURLToPath(await built('test/runtime/model/fit-program.ts', 'test-killed'));
    const whole = join(folder, 'whole.json');
    expect(await run(program, [join(folder, 'whole'), whole], null)).toBe(0);
    const killed = join(folder, 'killed.json');
    const args = [join(folder, 'killed'), killed];
    // An epoch is five batches and its own line; each run begins after the last epoch that was kept.
    for (const after of [3, 8, 12, 7]) expect(await run(program, args, after)).toBeNull();
    expect(await run(program, args, null)).toBe(0);
    const [expected, found] = (await Promise.all([whole, killed].map((path) => readFile(path, 'utf8')))).map((text) => JSON.parse(text) as { readonly resumedAfter: number; readonly weights: unknown });
    expect(found?.resumedAfter).toBeGreaterThan(2);
    expect(found?.weights).toEqual(expected?.weights);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
