import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandFile, folderWith, fullband } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const FULL = process.env['FULLBAND_TEST'] === 'full';
/** Stores, and how often a run is killed in each of them before it is let go on. */
const STORES = FULL ? 10 : 1;
const KILLS = FULL ? 5 : 2;

const work = folderWith({});
afterAll(() => work.remove());

/** Starts a command and kills it after some milliseconds; true if it was still running. */
function killedAfter(args: readonly string[], milliseconds: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [commandFile(), ...args], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('error', reject);
    child.on('exit', (_, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

/** Hashes of the files of a folder, by path; notes of who is writing apart. */
async function hashes(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found: [string, string][] = [];
  for (const { parentPath, name } of names) {
    const path = join(parentPath, name);
    found.push([path.slice(folder.length + 1), createHash('sha256').update(await readFile(path)).digest('hex')]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Job {
  readonly name: string;
  /** The command over a folder that `prepare` has filled. */
  readonly args: (folder: string) => readonly string[];
  readonly prepare: (folder: string) => Promise<void>;
  /** What it leaves, as far as it is its result. */
  readonly result: (folder: string) => Promise<unknown>;
}

const market = join(work.path, 'market');
const SIMULATE = (store: string): readonly string[] => ['simulate', '--store', store, '--stocks', '12', '--days', '4', '--seed', '9', '--orders-per-stock', '400'];

beforeAll(async () => {
  expect((await fullband(SIMULATE(market))).code).toBe(0);
}, 60_000);

const JOBS: readonly Job[] = [
  {
    name: 'import',
    args: (folder) => ['import', 'huatai-insight-trade', join(ROOT, 'samples/trades.csv.gz'), '--store', join(folder, 'store')],
    prepare: () => Promise.resolve(),
    result: (folder) => hashes(join(folder, 'store')),
  },
  { name: 'simulate', args: (folder) => SIMULATE(join(folder, 'store')), prepare: () => Promise.resolve(), result: (folder) => hashes(join(folder, 'store')) },
  {
    name: 'compute',
    args: (folder) => ['compute', '--store', join(folder, 'store'), '--factors', join(ROOT, 'factors/huatai27.factor'), '--out', join(folder, 'values.parquet'), '--engine', 'webasm'],
    prepare: (folder) => cp(market, join(folder, 'store'), { recursive: true }),
    result: (folder) => readFile(join(folder, 'values.parquet'), 'base64'),
  },
];

describe('a command that is killed at random moments', () => {
  test.for(JOBS)(`$name ends, let go on, with the bytes of an undisturbed run: ${STORES * KILLS} times`, { timeout: 900_000 }, async ({ name, args, prepare, result }) => {
    const fresh = async (label: string): Promise<string> => {
      const folder = join(work.path, `${name}-${label}`);
      rmSync(folder, { recursive: true, force: true });
      await prepare(folder);
      return folder;
    };
    const undisturbed = await fresh('undisturbed');
    const start = performance.now();
    expect((await fullband(args(undisturbed))).code).toBe(0);
    const whole = performance.now() - start;
    const expected = await result(undisturbed);
    // Moments from a seed, spread over the run; most of a run is its start.
    const moments = fc.sample(fc.integer({ min: 150, max: 1000 }), { seed: 4, numRuns: STORES * KILLS });
    let killed = 0;
    for (let store = 0; store < STORES; store++) {
      const folder = await fresh(String(store));
      for (let kill = 0; kill < KILLS; kill++) {
        if (await killedAfter(args(folder), ((moments[store * KILLS + kill] ?? 0) / 1000) * whole)) killed++;
      }
      const { code, stderr } = await fullband(args(folder));
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(await result(folder)).toEqual(expected);
      rmSync(folder, { recursive: true, force: true });
    }
    expect(killed).toBeGreaterThanOrEqual(Math.floor((STORES * KILLS) / 2));
  });
});
