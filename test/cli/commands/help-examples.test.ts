import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainWords } from '../../docs/shell-lines.ts';
import { fullbandHere } from '../../support/cli-here.ts';
import { commandFile, folderWith, type Outcome } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';
import { sql } from '../../runtime/store/support.ts';

const FULL = process.env.FULLBAND_TEST === 'full';

/** In an order in which each finds what it needs: bars after the import of executions, a test after the values. */
const COMMANDS = ['', 'init', 'simulate', 'import', 'bars', 'prepare', 'check', 'fmt', 'explain', 'compute', 'evaluate', 'screen', 'doctor'];

/** What a clone holds, and an `npx` that takes less than npm's half a second. */
const folder = folderWith({ 'clone/package.json': '{}', 'bin/npx': `#!/bin/sh\n[ "$1" = fullband ] || exit 9\nshift\nexec "${process.execPath}" "${commandFile()}" "$@"\n` });
const clone = join(folder.path, 'clone');

beforeAll(() => {
  for (const name of ['factors', 'models', 'experiments', 'docs', 'README.md', 'samples/store', 'samples/trades.csv.gz']) cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  execFileSync('chmod', ['+x', join(folder.path, 'bin/npx')]);
});
afterAll(() => {
  folder.remove();
});

/** Days of the stocks that have values, which the sample market lacks. */
async function importDays(): Promise<void> {
  const year = join(clone, 'store/daily/year=2023');
  mkdirSync(year, { recursive: true });
  await sql(`COPY (SELECT CAST(date AS DATE) AS "date", symbol, 10.0 AS vwap, 10.0 AS close, 1.0 AS adj_factor, 11.0 AS limit_up, false AS is_st, false AS suspended, 1e9 AS float_market_cap, 'bank' AS industry FROM '${join(clone, 'values.parquet')}') TO '${join(year, 'days.parquet')}' (FORMAT parquet)`);
}

async function examplesOf(command: string): Promise<readonly string[]> {
  const { stdout } = await fullbandHere(command === '' ? ['--help'] : [command, '--help']);
  return [...stdout.matchAll(/^ {2}\$ (.*?)(?:\s+#.*)?$/gm)].map(([, line = '']) => line);
}

function asTyped(line: string): Outcome {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder.path, PATH: `${join(folder.path, 'bin')}${delimiter}${process.env.PATH ?? ''}` },
  });
  return { code: status, stdout, stderr };
}

/** In a short run the first example of a command runs as a process, and those that need a shell; the others run here. */
function run(line: string, isFirst: boolean): Promise<Outcome> | Outcome {
  const words = FULL || isFirst ? null : plainWords(line);
  return words === null ? asTyped(line) : fullbandHere(words.slice(2), { cwd: clone });
}

describe.skipIf(process.platform === 'win32')('the examples of --help', () => {
  test.each(COMMANDS)('of %s work as they stand in a clone', async (command) => {
    const examples = await examplesOf(command);
    if (command === 'evaluate') await importDays();
    for (const made of ['my-factors', 'my factors']) rmSync(join(folder.path, made), { recursive: true, force: true });
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const [i, line] of examples.entries()) {
      expect(line).toMatch(/^npx fullband /);
      const { code, stderr } = await run(line, i === 0);
      expect({ line, code }, stderr).toEqual({ line, code: 0 });
    }
  }, 60_000);
});
