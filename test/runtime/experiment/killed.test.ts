import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runNode } from '../../support/cli.ts';
import { LEAN, SMALL, smallProject } from '../../support/experiments.ts';
import { freshFolder, writeText } from '../store/support.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
/** Stores, and how often the run is killed in each of them before it is let go on. */
const STORES = FULL ? 5 : 1;
const KILLS = 2;
/** The lean experiment has a step of every kind but the fusion. */
const TEXT = FULL ? SMALL : LEAN;
/** Tries for one kill, at most: a kill that comes after the end of its run is none. */
const MOST_TRIES = 6;

/** The command as its sources are, so that this file waits for no build. */
const COMMAND = ['--import', new URL('../../support/typescript-hooks.mjs', import.meta.url).href, fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))];
const runIn = (project: string): readonly string[] => [...COMMAND, 'run', join(project, 'small.yaml')];

/** Kills a run after some milliseconds; true if it was still running. */
function killedAfter(project: string, milliseconds: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, runIn(project), { stdio: 'ignore', cwd: project });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('error', reject);
    child.on('exit', (_, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

const metricsOf = (project: string): string => readFileSync(join(project, 'runs/small/metrics.json'), 'utf8');

test(`a run that is killed at random moments and let go on ends with the figures of an undisturbed one: ${STORES * KILLS} times`, { timeout: FULL ? 600_000 : 120_000 }, async () => {
  const untouched = await smallProject(36);
  await writeText(untouched, 'small.yaml', TEXT);
  const fresh = async (): Promise<string> => {
    const project = await freshFolder();
    await cp(untouched, project, { recursive: true });
    return project;
  };
  const undisturbed = await fresh();
  const start = performance.now();
  const whole = await runNode(runIn(undisturbed), { cwd: undisturbed });
  expect({ code: whole.code }, whole.stderr).toEqual({ code: 0 });
  let time = performance.now() - start;
  const moments = fc.sample(fc.integer({ min: 200, max: 950 }), { seed: 5, numRuns: STORES * KILLS * MOST_TRIES });
  let tries = 0;
  for (let store = 0; store < STORES; store++) {
    let project = await fresh();
    let left = time;
    for (let killed = 0; killed < KILLS; tries++) {
      expect(tries, 'tries until every kill hit').toBeLessThan(moments.length);
      const after = ((moments[tries] ?? 0) / 1000) * left;
      if (await killedAfter(project, after)) {
        killed++;
        left -= after / 2;
        continue;
      }
      // The run was faster than the kill (the machine is shared): once more from the start, with less patience.
      project = await fresh();
      killed = 0;
      time *= 0.7;
      left = time;
    }
    const { code, stderr } = await runNode(runIn(project), { cwd: project });
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(metricsOf(project)).toBe(metricsOf(undisturbed));
    const compared = await runNode([...COMMAND, 'diff', join(undisturbed, 'runs/small'), join(project, 'runs/small'), '--check']);
    expect(compared).toEqual({ code: 0, stdout: '', stderr: 'No difference.\n' });
    const names = ['runs/small', 'market/values'].flatMap((folder) => readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }));
    expect(names.filter((name) => /\.(?:tmp|part)$|\.staging\/./.test(name))).toEqual([]);
  }
});
