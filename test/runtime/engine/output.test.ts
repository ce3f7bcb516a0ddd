import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { factorsOf, factorText } from '../../support/programs.ts';
import { freshFolder } from '../store/support.ts';
import { compute, sampleStore } from './stores.ts';

const FACTORS = factorsOf(factorText('mean(ret)'));
const MACHINE = hostname().replace(/[^A-Za-z0-9]/g, '_');

describe('a part of an output that a killed run has left', () => {
  test('goes with the next run to the same file; parts of living runs, of other outputs and of other machines stay', async () => {
    const folder = await freshFolder();
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const part = (out: string, machine: string, pid: number): string => `${out}.${machine}-${String(pid)}-0123abcd.tmp`;
    const others = [part('values.csv', MACHINE, process.pid), part('other.csv', MACHINE, gone), part('values.csv', 'elsewhere', gone), part('my-values.csv', MACHINE, gone), 'values.csv.tmp'];
    for (const name of [part('values.csv', MACHINE, gone), ...others]) writeFileSync(join(folder, name), 'half');
    await compute({ store: await sampleStore(), factors: FACTORS, out: join(folder, 'values.csv') });
    expect(readdirSync(folder).sort()).toEqual([...others, 'values.csv'].sort());
  });

  test('is named so that the next run knows it', async () => {
    const folder = await freshFolder();
    const seen = new Set<string>();
    const timer = setInterval(() => readdirSync(folder).forEach((name) => seen.add(name)), 1);
    await compute({ store: await sampleStore(), factors: FACTORS, out: join(folder, 'values.csv') });
    clearInterval(timer);
    const parts = [...seen].filter((name) => name.endsWith('.tmp'));
    expect(parts.filter((name) => !name.startsWith(`values.csv.${MACHINE}-${String(process.pid)}-`))).toEqual([]);
    expect(readdirSync(folder)).toEqual(['values.csv']);
  });
});
