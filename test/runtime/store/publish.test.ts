import { spawn, spawnSync } from 'node:child_process';
import { mkdir, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listDates, partitionFiles, partitionFolder, tableFolder } from '../../../src/runtime/store/layout.ts';
import { lockTable } from '../../../src/runtime/store/lock.ts';
import { STAGING, decisionPath, decisionText } from '../../../src/runtime/store/pending.ts';
import { withTableWriter, type TableWriter } from '../../../src/runtime/store/publish.ts';
import { faultOf, freshFolder, sql, sqlNumber, writePartitionFile } from './support.ts';

const DATE = '2023-02-01';
const HOOKS = new URL('../../support/typescript-hooks.mjs', import.meta.url).href;

async function stage(writer: TableWriter, value: number, date = DATE): Promise<void> {
  await sql(`COPY (SELECT ${value} AS value) TO '${writer.stagedFile(date)}' (FORMAT parquet)`);
}

/** Starts a process that takes and gives back the lock of a table without a pause, and kills it some milliseconds later. */
async function killAmidLocks(table: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', HOOKS, fileURLToPath(new URL('./child/locks.ts', import.meta.url)), table], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await pause(20 + Math.random() * 30);
  child.kill('SIGKILL');
  await ended;
}

/** The value of a partition whose only file is the one that readers are given. */
async function valueOf(store: string, date = DATE): Promise<number> {
  const [file = '', ...others] = await partitionFiles(store, 'trade', date);
  expect(others).toEqual([]);
  return sqlNumber(`SELECT value::DOUBLE AS n FROM read_parquet('${file}')`);
}

describe('publishing', () => {
  test('a new file becomes visible with publish and not before', async () => {
    const store = await freshFolder();
    await withTableWriter(store, 'trade', async (writer) => {
      await stage(writer, 1);
      expect(await listDates(store, 'trade')).toEqual([]);
      expect(await sql(`SELECT * FROM glob('${store}/**/*.parquet')`)).toEqual([]);
      await writer.publish([{ date: DATE, replaces: [] }]);
      expect(await listDates(store, 'trade')).toEqual([DATE]);
    });
    expect(await valueOf(store)).toBe(1);
  });

  test('several dates can be published one after the other by one writer', async () => {
    const store = await freshFolder();
    await withTableWriter(store, 'trade', async (writer) => {
      for (const [date, value] of [[DATE, 1], ['2023-02-02', 2]] as const) {
        await stage(writer, value, date);
        await writer.publish([{ date, replaces: [] }]);
      }
    });
    expect([await valueOf(store), await valueOf(store, '2023-02-02')]).toEqual([1, 2]);
  });

  test('files of other tools go when the new file contains their rows', async () => {
    const store = await freshFolder();
    const other = await writePartitionFile(store, 'trade', DATE, 'SELECT 5 AS value');
    await withTableWriter(store, 'trade', async (writer) => {
      await stage(writer, 6);
      await writer.publish([{ date: DATE, replaces: [other] }]);
    });
    expect(await readdir(partitionFolder(store, 'trade', DATE))).toEqual(['fullband.parquet']);
    expect(await valueOf(store)).toBe(6);
  });

  test('a writer that throws leaves the table as it was and nothing aside', async () => {
    const store = await freshFolder();
    const failed = withTableWriter(store, 'trade', async (writer) => {
      await stage(writer, 1);
      throw new Error('no more');
    });
    await expect(failed).rejects.toThrow('no more');
    expect(await listDates(store, 'trade')).toEqual([]);
    expect(await readdir(join(tableFolder(store, 'trade'), STAGING))).toEqual([]);
  });
});

describe('what a killed run left', () => {
  /** The state of a run that was killed after it decided: old files, a staged one, the decision. */
  async function decided(): Promise<{ store: string; write: string; other: string }> {
    const store = await freshFolder();
    const other = await writePartitionFile(store, 'trade', DATE, 'SELECT 1 AS value');
    const write = join(tableFolder(store, 'trade'), STAGING, 'killed');
    await mkdir(write, { recursive: true });
    await sql(`COPY (SELECT 2 AS value) TO '${join(write, 'new.part')}' (FORMAT parquet)`);
    await writeFile(decisionPath(write), decisionText([{ date: DATE, staged: 'new.part', target: 'fullband.parquet', removed: ['other.parquet'] }]));
    return { store, write, other };
  }

  test('before the new file is in place readers see the old one', async () => {
    const { store } = await decided();
    expect(await valueOf(store)).toBe(1);
  });

  test('once the new file is in place readers no longer see the one it replaces', async () => {
    const { store, write } = await decided();
    await rename(join(write, 'new.part'), join(partitionFolder(store, 'trade', DATE), 'fullband.parquet'));
    expect(await valueOf(store)).toBe(2);
  });

  test.each([false, true])('the next writer completes it (new file in place: %s)', async (inPlace) => {
    const { store, write } = await decided();
    if (inPlace) await rename(join(write, 'new.part'), join(partitionFolder(store, 'trade', DATE), 'fullband.parquet'));
    await withTableWriter(store, 'trade', () => Promise.resolve());
    expect(await readdir(partitionFolder(store, 'trade', DATE))).toEqual(['fullband.parquet']);
    expect(await valueOf(store)).toBe(2);
    expect(await readdir(join(tableFolder(store, 'trade'), STAGING))).toEqual([]);
  });

  test('what was not decided is cleared by the next writer', async () => {
    const store = await freshFolder();
    const write = join(tableFolder(store, 'trade'), STAGING, 'killed');
    await mkdir(write, { recursive: true });
    await writeFile(join(write, 'new.part'), 'half a file');
    await withTableWriter(store, 'trade', () => Promise.resolve());
    expect(await listDates(store, 'trade')).toEqual([]);
    expect(await readdir(join(tableFolder(store, 'trade'), STAGING))).toEqual([]);
  });
});

describe('the lock', () => {
  test('two writers of one table take turns', async () => {
    const store = await freshFolder();
    const log: string[] = [];
    const write = (name: string): Promise<void> =>
      withTableWriter(store, 'trade', async () => {
        log.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        log.push(`${name} out`);
      });
    await Promise.all([write('a'), write('b')]);
    expect(log.map((line) => line.slice(2))).toEqual(['in', 'out', 'in', 'out']);
  });

  test('of many writers in one process never two hold it', async () => {
    const table = tableFolder(await freshFolder(), 'trade');
    let holders = 0;
    let most = 0;
    const contend = async (): Promise<void> => {
      for (let round = 0; round < 30; round++) {
        const lock = await lockTable(table, 30_000);
        most = Math.max(most, ++holders);
        await lock.verify();
        holders--;
        await lock.release();
      }
    };
    await Promise.all(Array.from({ length: 6 }, contend));
    expect(most).toBe(1);
  });

  test('what stands in its place and is no lock ends the wait with an error', async () => {
    const table = tableFolder(await freshFolder(), 'trade');
    const path = join(table, STAGING, 'lock');
    await mkdir(join(table, STAGING), { recursive: true });
    await symlink(join(table, 'nowhere'), path);
    expect((await faultOf(lockTable(table, 50))).found).toBe('something that is no lock');
    await rm(path);
    await mkdir(path);
    expect((await faultOf(lockTable(table, 50))).found).toBe('something that is no lock');
  });

  test('a living writer is named when waiting has taken too long', async () => {
    const table = tableFolder(await freshFolder(), 'trade');
    const lock = await lockTable(table);
    const error = await faultOf(lockTable(table, 50));
    expect(error.found).toBe(`process ${process.pid} on ${hostname()} writing to the same table`);
    await lock.release();
    await (await lockTable(table, 50)).release();
  });

  test('the lock of a process that is gone is taken over at once', async () => {
    const table = tableFolder(await freshFolder(), 'trade');
    await mkdir(join(table, STAGING), { recursive: true });
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(join(table, STAGING, 'lock'), JSON.stringify({ pid, host: hostname(), token: 'x' }));
    await (await lockTable(table, 50)).release();
  });

  test('a lock without a name, as a kill can leave it, is taken over within seconds', async () => {
    const table = tableFolder(await freshFolder(), 'trade');
    await mkdir(join(table, STAGING), { recursive: true });
    await writeFile(join(table, STAGING, 'lock'), '');
    const started = Date.now();
    await (await lockTable(table, 10_000)).release();
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(await readdir(join(table, STAGING))).toEqual([]);
  });

  test('a process killed at whatever moment of taking and giving back locks leaves none that must be waited for', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      const table = tableFolder(await freshFolder(), 'trade');
      await killAmidLocks(table);
      const started = Date.now();
      await (await lockTable(table, 5_000)).release();
      expect(Date.now() - started).toBeLessThan(1_500);
      expect(await readdir(join(table, STAGING))).toEqual([]);
    }
  });

  test('what a killed process left of taking a lock goes with the next lock', async () => {
    const staging = join(tableFolder(await freshFolder(), 'trade'), STAGING);
    await mkdir(staging, { recursive: true });
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const claim = (of: number): string => `lock.${hostname().replace(/[^A-Za-z0-9]/g, '_')}-${of}-0-0123abcd.tmp`;
    await writeFile(join(staging, claim(pid)), '');
    await writeFile(join(staging, claim(process.pid)), '');
    await (await lockTable(join(staging, '..'))).release();
    expect(await readdir(staging)).toEqual([claim(process.pid)]);
  });

  test('the lock of another machine is taken over after a minute of silence, not before', async () => {
    const table = tableFolder(await freshFolder(), 'trade');
    await mkdir(join(table, STAGING), { recursive: true });
    const path = join(table, STAGING, 'lock');
    await writeFile(path, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'x' }));
    expect((await faultOf(lockTable(table, 50))).found).toBe('process 1 on elsewhere writing to the same table');
    const past = new Date(Date.now() - 61_000);
    await utimes(path, past, past);
    await (await lockTable(table, 50)).release();
  });

  test('a writer whose lock was taken over cannot publish', async () => {
    const store = await freshFolder();
    const error = await faultOf(
      withTableWriter(store, 'trade', async (writer) => {
        await stage(writer, 1);
        await writeFile(join(tableFolder(store, 'trade'), STAGING, 'lock'), JSON.stringify({ pid: 1, host: 'elsewhere', token: 'x' }));
        await writer.publish([{ date: DATE, replaces: [] }]);
      }),
    );
    expect(error.remedy).toBe('Nothing was written; run again.');
    expect(await listDates(store, 'trade')).toEqual([]);
  });
});
