import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folderWith, fullband } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const DAY = readdirSync(join(ROOT, 'samples/store/minute'))[0] ?? '';

const work = folderWith({});
const MONTHS = 4;
for (let day = 1; day <= 28; day++) {
  for (let month = 1; month <= MONTHS; month++) {
    const date = `2022-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    cpSync(join(ROOT, 'samples/store/minute', DAY), join(work.path, `store/minute/date=${date}`), { recursive: true });
  }
}
afterAll(() => work.remove());

const ARGS = ['compute', '--store', 'store', '--factors', join(ROOT, 'factors/minute'), '--out', 'values.csv'];

/** Sends a signal once the first days are computed. */
function killMidway(signal: 'SIGINT' | 'SIGKILL'): ReturnType<typeof fullband> {
  return fullband(ARGS, {
    cwd: work.path,
    onStart: (child) => {
      const values = join(work.path, 'store/values');
      // Hashes of days lie there too.
      const days = (): number => (existsSync(values) ? readdirSync(values).filter((name) => name.startsWith('date=')).length : 0);
      const before = days();
      const timer = setInterval(() => {
        if (days() < before + 3) return;
        clearInterval(timer);
        child.kill(signal);
      }, 5);
      child.on('close', () => clearInterval(timer));
    },
  });
}

describe('an interrupt', () => {
  test('ends a long run with 130 and leaves nothing half written; what is done is not done again', async () => {
    const { code, stdout, stderr } = await killMidway('SIGINT');
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toBe('Nothing is written to values.csv. The days that were finished are kept in the store; the same command goes on from there.\nInterrupted.\n');
    expect(readdirSync(work.path)).toEqual(['store']);
    const killed = await killMidway('SIGKILL');
    expect(killed.code).toBeNull();
    expect(existsSync(join(work.path, 'values.csv'))).toBe(false);
    const after = await fullband(ARGS, { cwd: work.path });
    expect(after.code).toBe(0);
    const [, computed, cached] = /: (\d+) factor days computed, (\d+) taken/.exec(after.stderr) ?? [];
    // Of three new folders the last may still be empty; there were two runs.
    expect(Number(cached)).toBeGreaterThanOrEqual(2 * 2 * 15);
    expect(Number(computed) + Number(cached)).toBe(28 * MONTHS * 15);
    expect(readdirSync(work.path).sort()).toEqual(['store', 'values.csv']);
  });
});
